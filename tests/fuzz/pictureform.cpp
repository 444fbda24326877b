// SPDX-License-Identifier: Apache-2.0
#include "app/service/frames/form.h"
#include "tests/fuzz/fuzz.h"

using namespace knock;

/// The first byte is the codec.
void knock::fuzz::read(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    const auto codec = static_cast<EncodedFrame::Codec>(static_cast<quint8>(input.front()) % 3);
    const auto form
        = frames::formOf({.incident = {1}, .codec = codec, .key = true, .bytes = input.sliced(1).toByteArray()});
    require(!form || !form->size.isEmpty());
    require(!form || form->parameters.size() <= 4096);
    require(!form || form->parameters.isEmpty() == (codec != EncodedFrame::Codec::H264));
}
