// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/aml.h"
#include "tests/fuzz/fuzz.h"

void knock::fuzz::read(QByteArrayView input)
{
    (void)place::isSignedWith("key", input);
    const auto aml = place::amlInForm(input, now());
    require(!aml || (aml->fix.isValid() && aml->fix.at <= now() && aml->fix.source == Fix::Source::Aml));
}
