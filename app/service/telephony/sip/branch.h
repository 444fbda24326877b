// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArray>

namespace knock::telephony {

/// Lends requests of old clients (RFC 2543) the branch in their top Via by which the stack behind tells transactions,
/// and takes it back from the answers, so that the client sees its Via as it wrote it.
class Branches
{
public:
    /// \a secret keeps strangers from writing a branch that looks lent; letters and digits.
    explicit Branches(QByteArrayView secret);

    /// The same request with a branch made of what RFC 3261, 17.2.3 compares, or nothing if it has one that will do.
    [[nodiscard]] std::optional<QByteArray> lend(QByteArrayView request) const;
    /// The same answer without the branch that was lent, or nothing if none was.
    [[nodiscard]] std::optional<QByteArray> takeBack(QByteArrayView answer) const;

private:
    const QByteArray m_mark;
};

} // namespace knock::telephony
