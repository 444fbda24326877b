// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls; each target is linked with it.
#include "tests/fuzz/fuzz.h"

#include <QLoggingCategory>

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    QLoggingCategory::setFilterRules(QStringLiteral("*=false"));
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, size_t size)
{
    knock::fuzz::read({data, static_cast<qsizetype>(size)});
    return 0;
}
