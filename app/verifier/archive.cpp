// SPDX-License-Identifier: Apache-2.0
#include "app/verifier/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <vector>

namespace knock::evidence {

ArchiveWriter::ArchiveWriter(Sink sink)
    : m_sink(std::move(sink))
    , m_archive(archive_write_new())
{
    constexpr int record = 512;
    archive_write_set_format_ustar(m_archive);
    archive_write_set_bytes_per_block(m_archive, record);
    archive_write_set_bytes_in_last_block(m_archive, record);
    archive_write_open2(
        m_archive, this, nullptr,
        [](::archive *, void *self, const void *bytes, size_t size) -> la_ssize_t {
            const std::string_view written(static_cast<const char *>(bytes), size);
            return static_cast<ArchiveWriter *>(self)->m_sink(written) ? la_ssize_t(size) : -1;
        },
        nullptr, nullptr);
}

ArchiveWriter::~ArchiveWriter() { archive_write_free(m_archive); }

bool ArchiveWriter::begin(const std::string &name, uint64_t size)
{
    const std::unique_ptr<archive_entry, void (*)(archive_entry *)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), la_int64_t(size));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    return archive_write_header(m_archive, entry.get()) == ARCHIVE_OK;
}

bool ArchiveWriter::add(std::string_view bytes)
{
    return archive_write_data(m_archive, bytes.data(), bytes.size()) == la_ssize_t(bytes.size());
}

bool ArchiveWriter::finish() { return archive_write_close(m_archive) == ARCHIVE_OK; }

ArchiveReader::ArchiveReader(const std::string &path)
    : m_archive(archive_read_new())
{
    constexpr size_t block = 64 * 1024;
    archive_read_support_format_tar(m_archive);
    m_isOpen = archive_read_open_filename(m_archive, path.c_str(), block) == ARCHIVE_OK;
}

ArchiveReader::~ArchiveReader() { archive_read_free(m_archive); }

ArchiveReader::Step ArchiveReader::next()
{
    if (!m_isOpen)
        return Step::Damaged;
    archive_entry *entry = nullptr;
    const int code = archive_read_next_header(m_archive, &entry);
    if (code == ARCHIVE_EOF)
        return Step::End;
    if (code != ARCHIVE_OK || !archive_entry_pathname(entry) || archive_entry_size(entry) < 0)
        return Step::Damaged;
    m_name = archive_entry_pathname(entry);
    m_size = uint64_t(archive_entry_size(entry));
    return Step::File;
}

bool ArchiveReader::read(const std::function<bool(std::string_view)> &sink)
{
    std::vector<char> piece(64 * 1024);
    while (true) {
        const la_ssize_t count = archive_read_data(m_archive, piece.data(), piece.size());
        if (count < 0)
            return false;
        if (count == 0)
            return true;
        if (!sink({piece.data(), size_t(count)}))
            return false;
    }
}

} // namespace knock::evidence
