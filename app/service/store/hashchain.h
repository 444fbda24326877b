// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <memory>

using EVP_MD = struct evp_md_st;
using EVP_MD_CTX = struct evp_md_ctx_st;

namespace knock::store {

/// Ties each record to all before it, so that none can be changed, removed or put between without a trace.
class HashChain
{
public:
    static constexpr qsizetype length = 32;

    HashChain();

    /// What the first record is tied to.
    [[nodiscard]] static QByteArray start() { return QByteArray(length, '\0'); }
    /// The hash of \a record, whose predecessor has the hash \a previous.
    [[nodiscard]] Result<QByteArray> next(const QByteArray &previous, const Record &record);

private:
    struct Free {
        void operator()(EVP_MD *digest) const;
        void operator()(EVP_MD_CTX *context) const;
    };

    std::unique_ptr<EVP_MD, Free> m_sha256;
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

} // namespace knock::store
