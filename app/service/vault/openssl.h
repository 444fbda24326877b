// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>

namespace knock::vault {

template <auto function>
struct Free {
    template <typename T>
    void operator()(T *object) const
    {
        function(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

[[nodiscard]] inline const uchar *at(const char *bytes) { return reinterpret_cast<const uchar *>(bytes); }
[[nodiscard]] inline uchar *at(char *bytes) { return reinterpret_cast<uchar *>(bytes); }

} // namespace knock::vault
