// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/core/command.h"
#include "app/core/event.h"

#include <QByteArray>

namespace knock::wire {

// Values to bytes and back: one JSON object (RFC 8259), named and described in PROTOCOL.md. A field this version does
// not know is ignored; one that is missing or of another kind makes the whole message an Error::Kind::Malformed.

[[nodiscard]] QByteArray encode(const Event &event);
[[nodiscard]] Result<Event> decodeEvent(const QByteArray &bytes);

[[nodiscard]] QByteArray encode(const Command &command);
[[nodiscard]] Result<Command> decodeCommand(const QByteArray &bytes);

[[nodiscard]] QByteArray encode(const Audit &entry);
[[nodiscard]] Result<Audit> decodeAudit(const QByteArray &bytes);
/// Whether \a type names an entry of the audit, and no event.
[[nodiscard]] bool isAudit(QStringView type);
[[nodiscard]] QStringList auditTypes();

} // namespace knock::wire
