// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <array>
#include <QByteArray>

namespace knock::vault {

/// 256 secret bits. Every copy of them is wiped when it goes.
class Secret
{
public:
    static constexpr size_t length = 32;

    [[nodiscard]] static Result<Secret> random();
    /// Malformed: they are not 256 bits.
    [[nodiscard]] static Result<Secret> from(QByteArrayView bytes);

    Secret(const Secret &) = default;
    Secret &operator=(const Secret &) = default;
    ~Secret();

    [[nodiscard]] const uchar *data() const { return m_bytes.data(); }
    [[nodiscard]] QByteArrayView bytes() const { return {m_bytes.data(), qsizetype(length)}; }

private:
    Secret() = default;

    std::array<uchar, length> m_bytes{};
};

[[nodiscard]] Result<QByteArray> randomBytes(qsizetype count);
/// For what has held a secret and is not a Secret. Other copies of \a bytes keep theirs.
void wipe(QByteArray &bytes);

} // namespace knock::vault
