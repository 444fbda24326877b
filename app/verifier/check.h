// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace knock::evidence {

/// The names of what stands in every bundle; README.txt in it says what each of them is.
namespace names {
inline constexpr char readme[] = "README.txt";
inline constexpr char summary[] = "bundle.json";
inline constexpr char record[] = "record.jsonl";
inline constexpr char links[] = "chain/links.txt";
inline constexpr char rows[] = "chain/rows.bin";
inline constexpr char start[] = "chain/start.txt";
inline constexpr char checkpoints[] = "chain/checkpoints.txt";
inline constexpr char recordKey[] = "chain/record.key";
inline constexpr char publicKey[] = "public-key.pem";
inline constexpr char manifest[] = "manifest.txt";
inline constexpr char signature[] = "manifest.sig"; ///< the last one
} // namespace names

/// Something that is not as the service wrote it.
struct Finding {
    std::string where; ///< a file of the bundle, or a row of the record, or bytes of the archive
    std::string what;
};

/// What was found, and what it was found in.
struct Report {
    std::vector<Finding> findings; ///< empty: every bit is as it was signed
    std::string fingerprint; ///< of the key it was signed with: compare it with one from elsewhere
    size_t files = 0;
    size_t rows = 0; ///< of the record, each proven by the chain
    size_t links = 0; ///< of the chain that were walked
    size_t checkpoints = 0;
};

/// Proves the bundle in \a path by itself alone: every file by the signed manifest, every row by the chain, what stands
/// in the record by what was sealed, and the archive by writing it again.
[[nodiscard]] Report check(const std::string &path);

} // namespace knock::evidence
