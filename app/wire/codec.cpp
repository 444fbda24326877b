// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"

#include "app/wire/json.h"

namespace knock::wire {

QByteArray encode(const Event &event) { return encodeAny(event); }
Result<Event> decodeEvent(const QByteArray &bytes) { return decodeAny(bytes, static_cast<Event *>(nullptr)); }
QByteArray encode(const Command &command) { return encodeAny(command); }
Result<Command> decodeCommand(const QByteArray &bytes) { return decodeAny(bytes, static_cast<Command *>(nullptr)); }
QByteArray encode(const Audit &entry) { return encodeAny(entry); }
Result<Audit> decodeAudit(const QByteArray &bytes) { return decodeAny(bytes, static_cast<Audit *>(nullptr)); }
QStringList auditTypes() { return namesOf(static_cast<Audit *>(nullptr)); }
bool isAudit(QStringView name) { return isOneOf(name, static_cast<Audit *>(nullptr)); }

} // namespace knock::wire
