// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QObject>

namespace knock::sms {

/// A way to the caller's telephone. Lives on the service thread.
class Gateway : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual QString name() const = 0;
    /// Says what is wrong with the settings, if something is.
    [[nodiscard]] virtual Result<> start() { return {}; }
    /// Returns at once; accepted() or failed() follows exactly once, perhaps before send() has returned.
    virtual void send(quint64 id, const QString &number, const QString &text) = 0;

Q_SIGNALS:
    /// The gateway has the text and goes on with it by itself.
    void accepted(quint64 id);
    /// The network says the telephone has it. Comes after accepted(), if at all.
    void delivered(quint64 id);
    void failed(quint64 id, const knock::Error &why);
};

} // namespace knock::sms
