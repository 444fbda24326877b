// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <optional>
#include <QByteArray>
#include <QHostAddress>
#include <QString>

namespace knock::telephony {

/// The exchange or border controller through which calls go out, and who this service is there.
struct Trunk {
    QString host{}; ///< with its port when that is not SIP's own; empty: no call goes out
    QString parameters{}; ///< of every address there, as `;transport=tcp`
    QString user{}; ///< for its challenges (RFC 3261, 22)
    QString password{};
    bool registers = false; ///< tells it where this service is to be reached (RFC 3261, 10)

    /// Out of an address as `sip:pbx.example:5080;transport=tcp`. Malformed: anything else.
    [[nodiscard]] static Result<Trunk> parse(const QString &uri);

    [[nodiscard]] bool exists() const { return !host.isEmpty(); }
    /// None where its host is a name.
    [[nodiscard]] std::optional<QHostAddress> address() const;
    /// A number of the telephone network as an address there. Malformed: not a number. NotFound: there is no trunk.
    [[nodiscard]] Result<QByteArray> addressOf(const QString &number) const;
    /// The address of \a name there, without parameters, as it stands in From.
    [[nodiscard]] QByteArray identityOf(const QString &name) const;

    /// Name and word for a challenge, in the form libre asks for them; \a trunk is one of these.
    static int credentials(char **user, char **password, const char *realm, void *trunk);
};

/// A telephone number as SIP addresses may carry it: nothing but digits, and at most a plus before them.
[[nodiscard]] bool isDialable(const QString &number);

} // namespace knock::telephony
