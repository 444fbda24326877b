// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/sealedwriter.h"

#include "app/service/vault/sealedreader.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

SealedWriter::SealedWriter(const QString &path, KeyStore &keys, const Secret &key)
    : m_keys(keys)
    , m_key(key)
    , m_file(path)
{
}

Result<std::unique_ptr<SealedWriter>> SealedWriter::create(const QString &path, KeyStore &keys, IncidentId incident,
                                                           Keep keep)
{
    const Result<Secret> key = keys.key(incident, keep);
    if (!key)
        return std::unexpected(key.error());
    std::unique_ptr<SealedWriter> writer(new SealedWriter(path, keys, *key));
    if (const auto begun = writer->begin(incident, keep); !begun)
        return std::unexpected(begun.error());
    return writer;
}

Result<> SealedWriter::begin(IncidentId incident, Keep keep)
{
    const Result<QByteArray> id = randomBytes(16);
    if (!id)
        return std::unexpected(id.error());
    m_head = QByteArray(form::magic, form::magicSize) + bigEndian(incident.value) + char(keep) + QByteArray(3, '\0')
        + bigEndian(quint32(form::segmentSize)) + *id;
    const Result<QByteArray> proof = seal(m_key, {}, m_head);
    if (!proof)
        return std::unexpected(proof.error());

    constexpr auto mode = QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered;
    if (!m_file.open(mode, QFile::ReadOwner | QFile::WriteOwner))
        return failure(Error::Kind::Unreachable, u"a sealed file cannot be made: "_s + m_file.errorString());
    const auto written = write(m_head + *proof);
    if (!written)
        m_file.remove();
    return written;
}

Result<> SealedWriter::append(QByteArrayView plain)
{
    while (!plain.isEmpty()) {
        const QByteArrayView piece = plain.first(std::min(plain.size(), form::segmentSize - m_waiting.size()));
        m_waiting += piece;
        plain = plain.sliced(piece.size());
        if (m_waiting.size() < form::segmentSize)
            continue;
        if (const auto written = writeSegment(0); !written)
            return written;
    }
    return {};
}

Result<> SealedWriter::flush() { return m_waiting.isEmpty() ? Result<>() : writeSegment(0); }

Result<> SealedWriter::writeSegment(quint32 lastMark)
{
    if (m_isBroken)
        return failure(Error::Kind::Full, u"a sealed file has ended with an error"_s);
    const auto number = m_sums.segments.size();
    if (qsizetype(number) >= form::largestCount - 1 && lastMark == 0)
        return failure(Error::Kind::Full, u"a sealed file has too many segments"_s);

    const quint32 mark = lastMark | quint32(m_waiting.size());
    const Result<QByteArray> sealed = seal(m_key, m_waiting, form::boundTo(m_head, number, mark));
    const auto written = sealed ? write(bigEndian(mark) + *sealed) : Result<>(std::unexpected(sealed.error()));
    if (!written) {
        m_isBroken = true;
        return written;
    }
    Digest segment;
    segment.add(m_waiting);
    m_plain.add(m_waiting);
    m_sums.segments.push_back({m_sums.size, m_waiting.size(), segment.result()});
    m_sums.size += m_waiting.size();
    wipe(m_waiting);
    return {};
}

Result<> SealedWriter::write(const QByteArray &bytes)
{
    m_sealed.add(bytes);
    return writeAll(m_file.handle(), bytes);
}

Result<SealedSums> SealedWriter::finish()
{
    const bool isWhole = writeSegment(form::lastMark).has_value();
    const bool isOnDisk = ::fsync(m_file.handle()) == 0;
    m_file.close();
    if (const auto named = syncFolderOf(m_file.fileName()); !isOnDisk || !named)
        return failure(Error::Kind::Broken, u"a sealed file does not reach the disk"_s);
    if (!isWhole) // a piece of a segment may be there as well
        return SealedReader::open(m_file.fileName(), m_keys).and_then([](const auto &file) { return file->readAll(); });
    m_sums.plainSha256 = m_plain.result();
    m_sums.sealedSha256 = m_sealed.result();
    return m_sums;
}

} // namespace knock::vault
