// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <vector>

namespace knock::telephony {

/// The head of a SIP message whose form is not to be trusted: lines, and what can be told from their beginnings.
struct RawHead {
    struct Header {
        QByteArray name; ///< in small letters; the long form where there is a short one
        QByteArrayView line; ///< whole, with the lines that continue it and its end
        QByteArrayView value; ///< what follows the colon, without blanks around it
    };

    /// Views into \a message, which must outlive this.
    explicit RawHead(QByteArrayView message);

    [[nodiscard]] const Header *find(QByteArrayView name) const;
    /// Methods are answered, answers never.
    [[nodiscard]] bool isRequest() const { return !method.isEmpty(); }

    QByteArrayView method; ///< empty unless the first line is one of a request
    QByteArrayView target;
    QByteArrayView version; ///< as `2.0`
    std::vector<Header> headers; ///< in order
};

/// The value of a parameter such as `tag`; empty when there is none.
[[nodiscard]] QByteArrayView parameterIn(QByteArrayView value, QByteArrayView name);

} // namespace knock::telephony
