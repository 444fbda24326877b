// SPDX-License-Identifier: Apache-2.0
#include "app/service/cad/address.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace knock::cad {

bool isAddress(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasFragment())
        return false;
    const bool isHere = url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isHere);
}

} // namespace knock::cad
