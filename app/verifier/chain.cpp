// SPDX-License-Identifier: Apache-2.0
#include "app/verifier/chain.h"

#include "app/verifier/crypto.h"

#include <charconv>
#include <optional>
#include <set>

namespace knock::evidence {

namespace {

/// One row of the journal, as its fields were hashed: see the journal's README.
struct Row {
    uint64_t form = 0;
    uint64_t sequence = 0;
    std::string_view incident; ///< 8 bytes
    std::string_view type;
    std::string_view body;
};

constexpr uint64_t sealedForm = 3;

std::string_view find(const Files &files, const char *name)
{
    const auto it = files.find(std::string_view(name));
    return it == files.end() ? std::string_view() : std::string_view(it->second);
}

/// Cuts the first line off \a text, without its end.
std::string_view takeLine(std::string_view &text)
{
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

std::string_view takeWord(std::string_view &line)
{
    const size_t end = line.find(' ');
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return word;
}

std::optional<uint64_t> number(std::string_view text)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return {};
    return value;
}

uint64_t bigEndian(std::string_view bytes)
{
    uint64_t value = 0;
    for (const char byte : bytes)
        value = (value << 8) | static_cast<unsigned char>(byte);
    return value;
}

/// Eight bytes of length, then so many bytes.
std::optional<std::string_view> takeField(std::string_view &bytes)
{
    if (bytes.size() < 8)
        return {};
    const uint64_t size = bigEndian(bytes.substr(0, 8));
    if (size > bytes.size() - 8)
        return {};
    const std::string_view field = bytes.substr(8, size);
    bytes.remove_prefix(8 + size);
    return field;
}

/// form, sequence, incident, time, monotonic time, boot, type, body.
std::optional<Row> rowIn(std::string_view bytes)
{
    std::vector<std::string_view> fields;
    while (!bytes.empty()) {
        const auto field = takeField(bytes);
        if (!field)
            return {};
        fields.push_back(*field);
    }
    if (fields.size() != 8)
        return {};
    return Row{bigEndian(fields[0]), bigEndian(fields[1]), fields[2], fields[6], fields[7]};
}

std::string rowName(uint64_t sequence) { return "row " + std::to_string(sequence); }

/// The sealed body of a row says what the record says; see the vault's README for the form.
bool says(const Row &row, std::string_view key, std::string_view line)
{
    if (row.form != sealedForm)
        return row.body == line;
    constexpr char ofItsIncident = 0;
    if (row.body.size() < 2 || row.body[0] != 1)
        return false;
    if (row.body[1] != ofItsIncident)
        return true; // sealed with a key that the bundle cannot have; the chain and the signature still bind it
    std::string sequence(8, '\0');
    for (int i = 0; i < 8; ++i)
        sequence[size_t(i)] = char(row.sequence >> (56 - 8 * i));
    const std::string bound
        = std::string("knock event 1") + row.body[1] + sequence + std::string(row.incident) + std::string(row.type);
    return unseal(key, row.body.substr(2), bound) == line;
}

struct Walk {
    std::map<uint64_t, std::string> contents; ///< of rows, by their sequences
    std::map<uint64_t, std::string> hashes; ///< of the chain
};

void walkLinks(const Files &files, Walk &walk, Report &report)
{
    std::string_view start = find(files, names::start);
    std::string hash = fromHex(takeLine(start));
    uint64_t expected = 0;
    for (std::string_view lines = find(files, names::links); !lines.empty();) {
        std::string_view line = takeLine(lines);
        const auto sequence = number(takeWord(line));
        const std::string content = fromHex(line);
        if (!sequence || content.size() != 32 || (expected != 0 && *sequence != expected)) {
            report.findings.push_back({names::links, "after row " + std::to_string(expected) + " it is no chain"});
            return;
        }
        hash = sha256(hash + content);
        walk.contents[*sequence] = content;
        walk.hashes[*sequence] = hash;
        expected = *sequence + 1;
        ++report.links;
    }
}

void checkRows(const Files &files, const Walk &walk, Report &report)
{
    const std::string_view key = find(files, names::recordKey);
    std::string_view record = find(files, names::record);
    uint64_t last = 0;
    for (std::string_view rows = find(files, names::rows); !rows.empty();) {
        const auto bytes = takeField(rows);
        const auto row = bytes ? rowIn(*bytes) : std::nullopt;
        if (!row) {
            report.findings.push_back({names::rows, "after row " + std::to_string(last) + " it cannot be read"});
            return;
        }
        last = row->sequence;
        const std::string_view line = takeLine(record);
        const auto content = walk.contents.find(row->sequence);
        if (content == walk.contents.end() || content->second != sha256(*bytes))
            report.findings.push_back({rowName(row->sequence), "it is not the row that the chain holds"});
        else if (!says(*row, key, line))
            report.findings.push_back({rowName(row->sequence), "record.jsonl does not say what the row says"});
        ++report.rows;
    }
}

/// Five lines each: the four that were signed, and the signature in hexadecimal.
void checkCheckpoints(const Files &files, const Walk &walk, Report &report)
{
    for (std::string_view text = find(files, names::checkpoints); !text.empty();) {
        const std::string_view all = text;
        takeLine(text);
        const auto sequence = number(takeLine(text));
        const std::string hash = fromHex(takeLine(text));
        takeLine(text);
        const std::string_view signedText = all.substr(0, all.size() - text.size());
        const std::string signature = fromHex(takeLine(text));
        const auto walked = walk.hashes.find(sequence.value_or(0));
        if (walked == walk.hashes.end() || walked->second != hash)
            report.findings.push_back(
                {rowName(sequence.value_or(0)), "the chain is not the one a checkpoint was signed of"});
        if (!isSigned(find(files, names::publicKey), signedText, signature))
            report.findings.push_back(
                {names::checkpoints, "the signature at row " + std::to_string(sequence.value_or(0)) + " is wrong"});
        ++report.checkpoints;
    }
}

} // namespace

void checkChain(const Files &files, Report &report)
{
    Walk walk;
    walkLinks(files, walk, report);
    checkRows(files, walk, report);
    checkCheckpoints(files, walk, report);
}

} // namespace knock::evidence
