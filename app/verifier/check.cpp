// SPDX-License-Identifier: Apache-2.0
#include "app/verifier/check.h"

#include "app/verifier/archive.h"
#include "app/verifier/chain.h"
#include "app/verifier/crypto.h"

#include <fstream>
#include <utility>

namespace knock::evidence {

namespace {

/// More than this of a file is hashed, not held: sound and pictures. What the chain needs is far smaller.
constexpr uint64_t largestHeld = 512ULL * 1024 * 1024;

struct Entry {
    std::string name;
    uint64_t size = 0;
    std::string sha256; ///< hexadecimal
};

struct Contents {
    std::vector<Entry> entries; ///< in their order
    Files held; ///< what is not sound and pictures
};

bool isMedia(std::string_view name) { return name.starts_with("media/"); }

Contents readAll(const std::string &path, Report &report)
{
    Contents contents;
    ArchiveReader archive(path);
    std::string last = "the beginning";
    while (true) {
        const ArchiveReader::Step step = archive.next();
        if (step == ArchiveReader::Step::End)
            return contents;
        if (step == ArchiveReader::Step::Damaged || (!isMedia(archive.name()) && archive.size() > largestHeld)) {
            report.findings.push_back({"the archive", "what comes after " + last + " cannot be read"});
            return contents;
        }
        last = archive.name();
        Hash hash;
        std::string *held = isMedia(last) ? nullptr : &contents.held[last];
        const bool isWhole = archive.read([&](std::string_view bytes) {
            hash.add(bytes);
            if (held)
                held->append(bytes);
            return true;
        });
        contents.entries.push_back({last, archive.size(), toHex(hash.result())});
        if (!isWhole) {
            report.findings.push_back({last, "it is cut off"});
            return contents;
        }
    }
}

std::string_view heldAt(const Contents &contents, const char *name)
{
    const auto it = contents.held.find(std::string_view(name));
    return it == contents.held.end() ? std::string_view() : std::string_view(it->second);
}

/// Each line: 64 hexadecimal digits, two spaces, a name: what sha256sum reads.
void checkManifest(const Contents &contents, Report &report)
{
    std::map<std::string, std::string, std::less<>> listed;
    const std::string_view text = heldAt(contents, names::manifest);
    for (std::string_view rest = text; !rest.empty();) {
        const size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.size() < 67 || line.substr(64, 2) != "  ") {
            report.findings.push_back({names::manifest, "a line of it cannot be read"});
            continue;
        }
        listed.emplace(line.substr(66), line.substr(0, 64));
    }
    for (const Entry &entry : contents.entries) {
        if (entry.name == names::manifest || entry.name == names::signature)
            continue;
        const auto it = listed.find(entry.name);
        if (it == listed.end())
            report.findings.push_back({entry.name, "the manifest does not know it"});
        else if (it->second != entry.sha256)
            report.findings.push_back({entry.name, "it is not what the manifest says"});
        if (it != listed.end())
            listed.erase(it);
    }
    for (const auto &[name, hash] : listed)
        report.findings.push_back({name, "it is missing"});
    if (!isSigned(heldAt(contents, names::publicKey), text, heldAt(contents, names::signature)))
        report.findings.push_back({names::manifest, "its signature is wrong"});
}

/// Writes the archive again and compares it with the file, byte by byte.
void checkArchive(const std::string &path, const Contents &contents, Report &report)
{
    std::ifstream file(path, std::ios::binary);
    uint64_t offset = 0;
    std::string current = "the beginning";
    bool isSame = true;
    const auto compare = [&](std::string_view bytes) {
        std::string there(bytes.size(), '\0');
        file.read(there.data(), std::streamsize(there.size()));
        const auto got = std::string_view(there).substr(0, size_t(file.gcount()));
        if (got == bytes) {
            offset += bytes.size();
            return true;
        }
        size_t same = 0;
        while (same < got.size() && got[same] == bytes[same])
            ++same;
        if (std::exchange(isSame, false))
            report.findings.push_back({"byte " + std::to_string(offset + same), "the archive differs at " + current});
        return false;
    };
    ArchiveWriter again(compare);
    ArchiveReader archive(path);
    for (const Entry &entry : contents.entries) {
        current = entry.name;
        if (archive.next() != ArchiveReader::Step::File || !again.begin(entry.name, entry.size)
            || !archive.read([&](std::string_view bytes) { return again.add(bytes); }))
            break;
    }
    if (isSame && again.finish() && isSame && file.peek() != std::ifstream::traits_type::eof())
        report.findings.push_back({"byte " + std::to_string(offset), "there is more than the archive"});
}

} // namespace

Report check(const std::string &path)
{
    Report report;
    const Contents contents = readAll(path, report);
    report.files = contents.entries.size();
    report.fingerprint = fingerprint(heldAt(contents, names::publicKey));
    if (report.findings.empty())
        checkArchive(path, contents, report);
    checkManifest(contents, report);
    checkChain(contents.held, report);
    return report;
}

} // namespace knock::evidence
