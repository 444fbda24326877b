// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace knock::evidence {

/// Writes the one tar archive (POSIX ustar) that files of these names, in this order, make: no times, no owners,
/// nothing that could be otherwise. So an archive can be proven by writing it again.
class ArchiveWriter
{
public:
    /// False: it could not take them.
    using Sink = std::function<bool(std::string_view bytes)>;

    explicit ArchiveWriter(Sink sink);
    ~ArchiveWriter();
    ArchiveWriter(const ArchiveWriter &) = delete;
    ArchiveWriter &operator=(const ArchiveWriter &) = delete;

    // False: the sink, or the library, did not do it. Exactly `size` bytes belong to each file.
    [[nodiscard]] bool begin(const std::string &name, uint64_t size);
    [[nodiscard]] bool add(std::string_view bytes);
    [[nodiscard]] bool finish();

private:
    Sink m_sink;
    ::archive *m_archive;
};

/// Reads the files of an archive one after the other.
class ArchiveReader
{
public:
    explicit ArchiveReader(const std::string &path);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader &) = delete;
    ArchiveReader &operator=(const ArchiveReader &) = delete;

    enum class Step { File, End, Damaged };

    /// Goes to the next file.
    [[nodiscard]] Step next();
    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] uint64_t size() const { return m_size; }
    /// Gives the file's bytes piece by piece. False: they cannot be read to the end.
    [[nodiscard]] bool read(const std::function<bool(std::string_view)> &sink);

private:
    ::archive *m_archive;
    bool m_isOpen = false;
    std::string m_name;
    uint64_t m_size = 0;
};

} // namespace knock::evidence
