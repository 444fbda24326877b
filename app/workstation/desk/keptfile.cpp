// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/keptfile.h"

#include <algorithm>

namespace knock::desk {

KeptFile::KeptFile(Desk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
{
    connect(&desk, &Desk::pieceCame, this, &KeptFile::take);
    connect(&desk, &Desk::refused, this, &KeptFile::takeRefusal);
    connect(&desk, &Desk::lost, this, &KeptFile::lose);
}

void KeptFile::fetch(IncidentId incident, const QString &file)
{
    giveUp();
    m_wanted = ReadFile{incident, file};
    ask();
}

void KeptFile::giveUp()
{
    m_wanted.reset();
    m_bytes = {};
}

/// An answer that is on its way is waited for first: a refusal does not say which file it is about.
void KeptFile::ask()
{
    if (!m_wanted || m_asked)
        return;
    const ReadFile part = *m_wanted;
    m_asked = part;
    m_desk.read(part);
}

void KeptFile::take(const FilePiece &piece)
{
    if (!m_asked || ReadFile{piece.incident, piece.file, piece.from} != *m_asked)
        return;
    if (std::exchange(m_asked, std::nullopt) != m_wanted) {
        ask();
        return;
    }
    // A recording that goes on may have become longer since its first piece.
    if (piece.from == 0)
        m_size = piece.size;
    if (m_size > most) {
        fail(Error::Kind::Full);
        return;
    }
    const quint64 missing = m_size - piece.from;
    if (piece.size < m_size || (piece.bytes.isEmpty() && missing > 0)) {
        fail(Error::Kind::Broken);
        return;
    }
    if (piece.from == 0)
        m_bytes.reserve(static_cast<qsizetype>(m_size));
    m_bytes += piece.bytes.first(std::min(piece.bytes.size(), static_cast<qsizetype>(missing)));
    m_wanted->from = static_cast<quint64>(m_bytes.size());
    if (m_wanted->from < m_size) {
        Q_EMIT progress(m_wanted->from, m_size);
        ask();
        return;
    }
    const QByteArray bytes = std::exchange(m_bytes, {});
    m_wanted.reset();
    Q_EMIT whole(bytes);
}

void KeptFile::takeRefusal(const Refused &refused)
{
    if (!m_asked || refused.asked != ReadFile::name || refused.incident != m_asked->incident)
        return;
    if (std::exchange(m_asked, std::nullopt) == m_wanted)
        fail(refused.why.kind);
    else
        ask();
}

/// What was asked for is not answered any more.
void KeptFile::lose()
{
    m_asked.reset();
    if (m_wanted)
        fail(Error::Kind::Unreachable);
}

void KeptFile::fail(Error::Kind why)
{
    giveUp();
    Q_EMIT failed(why);
}

} // namespace knock::desk
