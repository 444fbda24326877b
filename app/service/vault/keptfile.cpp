// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/keptfile.h"

#include "app/service/vault/files.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

class PlainFile final : public KeptFile
{
public:
    explicit PlainFile(const QString &path)
        : m_file(path)
    {
    }

    Result<> make()
    {
        constexpr auto mode = QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered;
        if (!m_file.open(mode, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return failure(Error::Kind::Broken, u"a file cannot be made: "_s + m_file.errorString());
        return {};
    }

    Result<> append(QByteArrayView plain) override
    {
        if (const auto written = writeAll(m_file.handle(), plain); !written)
            return written;
        m_digest.add(plain);
        return {};
    }

    Result<> flush() override { return {}; }

    Result<QByteArray> finish() override
    {
        if (::fsync(m_file.handle()) != 0)
            return failure(Error::Kind::Unreachable, u"a file does not reach the disk"_s);
        m_file.close();
        return syncFolderOf(m_file.fileName()).transform([this] { return m_digest.result(); });
    }

private:
    QFile m_file;
    Digest m_digest;
};

class SealedKept final : public KeptFile
{
public:
    explicit SealedKept(std::unique_ptr<SealedWriter> writer)
        : m_writer(std::move(writer))
    {
    }

    Result<> append(QByteArrayView plain) override { return m_writer->append(plain); }
    Result<> flush() override { return m_writer->flush(); }
    Result<QByteArray> finish() override
    {
        return m_writer->finish().transform([](const SealedSums &sums) { return sums.plainSha256; });
    }

private:
    const std::unique_ptr<SealedWriter> m_writer;
};

} // namespace

Result<std::unique_ptr<KeptFile>> KeptFile::create(const QString &path, KeyStore *keys, IncidentId incident, Keep keep)
{
    if (!keys) {
        auto plain = std::make_unique<PlainFile>(path);
        return plain->make().transform([&] { return std::unique_ptr<KeptFile>(std::move(plain)); });
    }
    return SealedWriter::create(path, *keys, incident, keep).transform([](std::unique_ptr<SealedWriter> writer) {
        return std::unique_ptr<KeptFile>(new SealedKept(std::move(writer)));
    });
}

Result<std::unique_ptr<KeptReader>> KeptReader::open(const QString &path, KeyStore *keys)
{
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"a kept file is not there"_s);
    std::unique_ptr<KeptReader> reader(new KeptReader);
    if (file->peek(form::magicSize) != QByteArrayView(form::magic, form::magicSize)) {
        reader->m_plain = std::move(file);
        return reader;
    }
    if (!keys)
        return failure(Error::Kind::Refused, u"a kept file is sealed, and there are no keys"_s);
    auto sealed = SealedReader::open(path, *keys);
    if (!sealed)
        return std::unexpected(sealed.error());
    reader->m_sealed = *std::move(sealed);
    return reader;
}

qint64 KeptReader::size() const { return m_plain ? m_plain->size() : m_sealed->size(); }

Result<QByteArray> KeptReader::read(qint64 offset, qsizetype most)
{
    if (m_sealed)
        return m_sealed->read(offset, most);
    if (!m_plain->seek(offset))
        return failure(Error::Kind::Broken, u"a kept file cannot be read: "_s + m_plain->errorString());
    return m_plain->read(most);
}

Result<QByteArray> KeptReader::readAll(const SealedReader::Sink &sink)
{
    if (m_sealed)
        return m_sealed->readAll(sink).transform([](const SealedSums &sums) { return sums.plainSha256; });
    Digest digest;
    for (qint64 offset = 0; offset < size();) {
        const auto bytes = read(offset, form::segmentSize);
        if (!bytes || bytes->isEmpty())
            return failure(Error::Kind::Broken, u"a kept file cannot be read to its end"_s);
        digest.add(*bytes);
        offset += bytes->size();
        if (const auto taken = sink ? sink(*bytes) : Result<>(); !taken)
            return std::unexpected(taken.error());
    }
    return digest.result();
}

} // namespace knock::vault
