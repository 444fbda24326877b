// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/identity/passwords.h"

#include <QStringList>
#include <QTextStream>

namespace knock::identity {

/// users.db in the folder of the service's data.
[[nodiscard]] QString usersFile(const QString &dataFolder);

/// Words of the command line that userCommand() answers to: the first of its arguments.
[[nodiscard]] bool isUserCommand(const QString &word);

/// The command line of users and sessions, also while the service runs: it takes up within seconds what is changed
/// here.
///
///     user add NAME --roles a,b       session list
///     user list                       session revoke ID|NAME
///     user roles NAME a,b             first-code
///     user password NAME
///     user second-factor NAME on|off
///     user unlock NAME
///     user remove NAME
///
/// Passwords are read from \a in, one line, never from the arguments; "user add" takes an empty line as "none yet".
/// Answers and what went wrong go to \a out, in English. Gives what the program shall end with: 0 done, 1 not done, 2
/// not understood. Blocks.
[[nodiscard]] int userCommand(const QStringList &arguments, const QString &dataFolder, QTextStream &in,
                              QTextStream &out, const Clock &clock = WallClock(), HashCost cost = {});

} // namespace knock::identity
