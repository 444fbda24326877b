// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <vector>

namespace knock::place {

/// Where a SIP Geolocation header says that the location is (RFC 6442, 4.1).
struct Reference {
    bool isPart = false; ///< of the same message
    QByteArray target; ///< the Content-ID of that part, or the URI of who is to be asked
};

/// The references in the value of one such header, in order: `<cid:a@b>, <https://lis.example.com/x>;p=v`. What is no
/// URI in brackets is passed over. Pure; any thread.
[[nodiscard]] std::vector<Reference> referencesIn(QByteArrayView header);

} // namespace knock::place
