// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/health.h"
#include "app/service/dispatch/effect.h"
#include "app/service/dispatch/input.h"

#include <QObject>

namespace knock::dispatch {

/// Something around the rules: hears the outside, does what the rules decide.
///
/// Lives on the service thread. Threads of its own libraries reach it only by queued calls carrying values.
class Adapter : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Binds its sockets and is ready for callers, or says why not.
    [[nodiscard]] virtual Result<> start() = 0;
    /// Does \a effect if it is of this adapter's kinds, and returns at once.
    virtual void perform(const knock::dispatch::Effect &effect) = 0;

Q_SIGNALS:
    void input(const knock::dispatch::Input &input);
    void health(const knock::Health &health);
};

} // namespace knock::dispatch
