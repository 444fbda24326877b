// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayList>
#include <QMessageLogContext>
#include <QString>

namespace knock::keeper {

/// What the program has to say goes to the system's journal (systemd.journal-fields(7)) where standard error is
/// connected to it, else there, one line each. Before anything else is said; for the whole program.
void logToJournal();

/// A message as fields of the journal: MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, KNOCK_CATEGORY, and CODE_FILE, CODE_LINE
/// and CODE_FUNC where they are known.
[[nodiscard]] QByteArrayList fieldsOf(QtMsgType type, const QMessageLogContext &context, const QString &message);

/// The same as one line, whatever is in the message.
[[nodiscard]] QByteArray lineOf(QtMsgType type, const QMessageLogContext &context, const QString &message);

} // namespace knock::keeper
