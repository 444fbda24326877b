// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/filedoor.h"
#include "app/service/caller/filetype.h"
#include "app/service/caller/tokens.h"
#include "tests/fuzz/fuzz.h"

using namespace knock;

// The first line is where a piece is sent, the rest is the piece.
void knock::fuzz::read(QByteArrayView input)
{
    const auto address = caller::readPieceAddress(cutLine(input).toByteArray());
    require(!address || (caller::isToken(address->token) && address->of > 0 && !address->id.contains(u'/')));
    const auto type = caller::fileTypeOf(input);
    require(!type || !type->suffix.isEmpty());
}
