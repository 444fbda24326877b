// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <QString>

namespace knock {

/// Why something could not be done. `kind` decides what a person is told; `detail` is for the log, in English and
/// without personal data.
struct Error {
    enum class Kind { Refused, NotFound, Unreachable, Malformed, Expired, Full, Broken };

    Kind kind = Kind::Broken;
    QString detail;
    bool operator==(const Error &) const = default;
};

template <typename T = void>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> failure(Error::Kind kind, QString detail = {})
{
    return std::unexpected(Error{kind, std::move(detail)});
}

} // namespace knock
