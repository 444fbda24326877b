// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <chrono>
#include <memory>

using EVP_MD = struct evp_md_st;
using EVP_MD_CTX = struct evp_md_ctx_st;

namespace knock::store {

/// What of a row is hashed, and whether its body is sealed. Kept in the row, and hashed from Timed on.
enum class Form : qint64 { Untimed = 1, Timed = 2, Sealed = 3 };

/// A record as it stands in the file.
struct Row {
    Record record; ///< its body as it is written
    Form form = Form::Timed;
    std::chrono::nanoseconds monotonic{0}; ///< since the computer started (CLOCK_BOOTTIME)
    QByteArray boot; ///< which start of the computer: two times compare only when these are equal
};

/// Ties each record to all before it, so that none can be changed, removed or put between without a trace.
class HashChain
{
public:
    static constexpr qsizetype length = 32;

    HashChain();

    /// What the first record is tied to.
    [[nodiscard]] static QByteArray start() { return QByteArray(length, '\0'); }
    /// The hash of \a row, whose predecessor has the hash \a previous.
    [[nodiscard]] Result<QByteArray> next(const QByteArray &previous, const Row &row);
    /// The hash of what \a row says by itself, from Timed on. With it instead of the row the chain can be walked by
    /// somebody who may not see the row: next(previous, row) is SHA-256 of \a previous and this.
    [[nodiscard]] Result<QByteArray> content(const Row &row);

private:
    struct Free {
        void operator()(EVP_MD *digest) const;
        void operator()(EVP_MD_CTX *context) const;
    };

    [[nodiscard]] bool begin();
    [[nodiscard]] bool add(const QByteArray &field);
    [[nodiscard]] bool add(quint64 field);
    [[nodiscard]] bool addPlain(const QByteArray &bytes);
    [[nodiscard]] Result<QByteArray> end(bool good);

    std::unique_ptr<EVP_MD, Free> m_sha256;
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

} // namespace knock::store
