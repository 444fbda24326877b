// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <chrono>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace knock::sms {

/// How a gateway wants to be asked over HTTP, and what its answers and reports mean. See README.md.
///
/// In the texts of a form these marks are replaced: {number}, {text}, {id} (the same for every try of a text, and for
/// no other text) and {report} (where the gateway may report).
struct HttpForm {
    QString name; ///< as it stands on the desk; letters, digits, hyphens
    QByteArray method = "POST"; ///< or GET
    QString url; ///< https, or this machine
    bool isPlainAllowed = false; ///< http to other machines too
    QList<std::pair<QByteArray, QString>> headers;
    QByteArray contentType;
    QString body;
    std::chrono::milliseconds timeout{10'000}; ///< for the whole exchange
    bool isRepeatable = false; ///< a text that comes again under the same {id} is sent once
    /// Where the gateway's own id of the text stands in its answer, which is no yes without it: a JSON pointer, or an
    /// expression whose first group it is. Empty: every 2xx is a yes.
    QString answerId;
    QString reportId = QStringLiteral("id"); ///< field of a report: our {id}, or the gateway's own
    QString reportState = QStringLiteral("state");
    QStringList delivered; ///< what it says of a text that the telephone has
    QStringList failed; ///< and of one that it will never have

    struct Marks {
        QString number;
        QString text;
        QString id;
        QString report;
    };
    [[nodiscard]] QUrl urlWith(const Marks &marks) const;
    [[nodiscard]] QByteArray bodyWith(const Marks &marks) const;
    [[nodiscard]] QByteArray headerWith(const QString &value, const Marks &marks) const;
    /// Whether the gateway is told where to report.
    [[nodiscard]] bool asksForReports() const;

    /// Says what is wrong with it, if something is. Reports have nowhere to come to unless \a hasReports.
    [[nodiscard]] Result<> check(bool hasReports) const;
};

} // namespace knock::sms
