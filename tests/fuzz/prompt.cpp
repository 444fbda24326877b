// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/prompt.h"
#include "tests/fuzz/fuzz.h"

void knock::fuzz::read(QByteArrayView input)
{
    const auto prompt = telephony::Prompt::parse(input);
    require(!prompt || prompt->samples().size_bytes() <= static_cast<size_t>(input.size()));
}
