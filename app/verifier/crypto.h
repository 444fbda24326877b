// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <string>
#include <string_view>

namespace knock::evidence {

/// SHA-256, piece by piece.
class Hash
{
public:
    Hash();
    void add(std::string_view bytes);
    /// 32 bytes; nothing can be added after.
    [[nodiscard]] std::string result();

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string toHex(std::string_view bytes);
/// Empty when it is not hexadecimal.
[[nodiscard]] std::string fromHex(std::string_view hex);

/// Ed25519 (RFC 8032) with a public key in PEM (RFC 8410).
[[nodiscard]] bool isSigned(std::string_view publicPem, std::string_view bytes, std::string_view signature);
/// SHA-256 of the public key in DER, hexadecimal; empty when there is no key in it.
[[nodiscard]] std::string fingerprint(std::string_view publicPem);
/// AES-256-GCM: a nonce of 12 bytes, cipher text, a tag of 16. Nothing when one bit of anything is not what it was.
[[nodiscard]] std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view bound);

} // namespace knock::evidence
