// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <chrono>
#include <QObject>

namespace knock::sms {

/// Why a gateway did not take a text, and whether it may take it later.
struct Refusal {
    enum class Hope {
        Later, ///< it was not taken, for a reason that may pass
        None, ///< it was not taken, and would not be the next time
        Unknown ///< nobody knows whether it was taken: it was sent, and no answer came
    };

    Error why;
    Hope hope = Hope::Later;
    std::chrono::seconds pause{0}; ///< for which the gateway wishes to be left alone
};

/// A way to the caller's telephone. Lives on the service thread.
class Gateway : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual QString name() const = 0;
    /// Whether it takes a text that comes again under the same id for the same text.
    [[nodiscard]] virtual bool isRepeatable() const { return false; }
    /// Returns at once; accepted() or refused() follows exactly once, perhaps before send() has returned.
    virtual void send(quint64 id, const QString &number, const QString &text) = 0;

Q_SIGNALS:
    /// The gateway has the text and goes on with it by itself.
    void accepted(quint64 id);
    void refused(quint64 id, const knock::sms::Refusal &refusal);
    /// The network says the telephone has it. Comes after accepted(), if at all, and perhaps instead of it.
    void delivered(quint64 id);
    /// The network says the telephone will never have it.
    void undelivered(quint64 id);
};

} // namespace knock::sms
