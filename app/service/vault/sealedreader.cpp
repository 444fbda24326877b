// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/sealedreader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr qsizetype incidentPlace = 8;
constexpr qsizetype keepPlace = 16;
constexpr qsizetype segmentSizePlace = 20;
constexpr qsizetype piece = 64 * 1024;

template <typename Number>
Number numberIn(const QByteArray &bytes, qsizetype place)
{
    return qFromBigEndian<Number>(bytes.constData() + place);
}

std::unexpected<Error> damage(const QString &what) { return failure(Error::Kind::Broken, u"a sealed file: "_s + what); }

} // namespace

SealedReader::SealedReader(std::unique_ptr<QFile> file, QByteArray header, const Secret &key)
    : m_file(std::move(file))
    , m_fileSize(m_file->size())
    , m_header(std::move(header))
    , m_head(m_header.first(form::headSize))
    , m_key(key)
{
}

Result<std::unique_ptr<SealedReader>> SealedReader::open(const QString &path, KeyStore &keys)
{
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(Error::Kind::NotFound, u"a sealed file cannot be read: "_s + file->errorString());
    const QByteArray header = file->read(form::headerSize);
    if (header.size() < form::headerSize || !header.startsWith(QByteArrayView(form::magic, form::magicSize)))
        return failure(Error::Kind::Malformed, u"this is no sealed file"_s);
    const IncidentId incident{numberIn<quint64>(header, incidentPlace)};
    const Keep keep{quint8(header.at(keepPlace))};
    if ((keep != Keep::Record && keep != Keep::Sound)
        || numberIn<quint32>(header, segmentSizePlace) != quint32(form::segmentSize))
        return damage(u"its header was changed"_s);

    const Result<Secret> key = keys.find(incident, keep);
    if (!key)
        return std::unexpected(key.error());
    std::unique_ptr<SealedReader> reader(new SealedReader(std::move(file), header, *key));
    if (!unseal(*key, QByteArrayView(header).sliced(form::headSize), reader->m_head))
        return damage(u"its header was changed"_s);
    return reader->findSegments().transform([&] { return std::move(reader); });
}

IncidentId SealedReader::incident() const { return {numberIn<quint64>(m_head, incidentPlace)}; }

Result<> SealedReader::findSegments()
{
    m_end = form::headerSize;
    while (m_isCut && m_end + form::markSize <= m_fileSize) {
        const Result<QByteArray> bytes = bytesAt(m_end, form::markSize);
        if (!bytes)
            return std::unexpected(bytes.error());
        const Segment next{m_end, m_size, numberIn<quint32>(*bytes, 0)};
        const bool isLast = (next.mark & form::lastMark) != 0;
        const bool isPossible = next.size() <= form::segmentSize && (next.size() > 0 || isLast);
        if (!isPossible || qsizetype(m_segments.size()) >= form::largestCount) {
            m_damage = u"segment %1 does not begin as one"_s.arg(m_segments.size());
            return {};
        }
        const qint64 end = m_end + form::markSize + next.size() + sealedExtra;
        if (end > m_fileSize)
            return {};
        m_segments.push_back(next);
        m_end = end;
        m_size += next.size();
        m_isCut = !isLast;
    }
    if (!m_isCut && m_end < m_fileSize)
        m_damage = u"something stands behind the last segment, which is %1"_s.arg(m_segments.size() - 1);
    return {};
}

Result<QByteArray> SealedReader::bytesAt(qint64 place, qsizetype count)
{
    QByteArray bytes;
    if (m_file->seek(place))
        bytes = m_file->read(count);
    if (bytes.size() != count)
        return failure(Error::Kind::Unreachable, u"a sealed file cannot be read: "_s + m_file->errorString());
    return bytes;
}

Result<QByteArray> SealedReader::rawSegment(size_t number)
{
    const Segment &segment = m_segments.at(number);
    return bytesAt(segment.place, form::markSize + segment.size() + sealedExtra);
}

Result<QByteArray> SealedReader::opened(size_t number, const QByteArray &raw) const
{
    const Result<QByteArray> plain = unseal(m_key, QByteArrayView(raw).sliced(form::markSize),
                                            form::boundTo(m_head, number, m_segments.at(number).mark));
    if (!plain)
        return damage(u"segment %1 was changed"_s.arg(number));
    return plain;
}

Result<QByteArray> SealedReader::read(qint64 offset, qsizetype most)
{
    QByteArray bytes;
    while (offset >= 0 && offset < m_size && bytes.size() < most) {
        const auto after = std::ranges::upper_bound(m_segments, offset, {}, &Segment::offset);
        const auto number = size_t(std::distance(m_segments.begin(), after)) - 1;
        if (m_open.isEmpty() || m_openNumber != number) {
            const auto plain = rawSegment(number).and_then([&](const QByteArray &raw) { return opened(number, raw); });
            if (!plain)
                return plain;
            m_open = *plain;
            m_openNumber = number;
        }
        const QByteArrayView rest = QByteArrayView(m_open).sliced(offset - m_segments.at(number).offset);
        const QByteArrayView wanted = rest.first(std::min(rest.size(), most - bytes.size()));
        bytes += wanted;
        offset += wanted.size();
    }
    return bytes;
}

Result<SealedSums> SealedReader::readAll(const Sink &sink)
{
    SealedSums sums;
    sums.size = m_size;
    sums.isCut = m_isCut;
    Digest plainDigest;
    Digest sealedDigest;
    sealedDigest.add(m_header);
    for (size_t number = 0; number < m_segments.size(); ++number) {
        const Result<QByteArray> raw = rawSegment(number);
        const auto plain = raw ? opened(number, *raw) : raw;
        if (!plain)
            return std::unexpected(plain.error());
        sealedDigest.add(*raw);
        plainDigest.add(*plain);
        Digest segment;
        segment.add(*plain);
        sums.segments.push_back({m_segments.at(number).offset, plain->size(), segment.result()});
        if (const auto taken = sink ? sink(*plain) : Result<>(); !taken)
            return std::unexpected(taken.error());
    }
    if (!m_damage.isEmpty())
        return damage(m_damage);
    for (qint64 place = m_end; place < m_fileSize; place += piece) {
        const Result<QByteArray> rest = bytesAt(place, qsizetype(std::min<qint64>(piece, m_fileSize - place)));
        if (!rest)
            return std::unexpected(rest.error());
        sealedDigest.add(*rest);
    }
    sums.plainSha256 = plainDigest.result();
    sums.sealedSha256 = sealedDigest.result();
    return sums;
}

} // namespace knock::vault
