// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/sealer.h"

namespace knock::vault {

class KeyStore;

/// Seals each body with the key of its incident, for as long as records are kept.
///
/// What becomes true of an incident after its key was destroyed (that it was, for one) is sealed with the key of no
/// incident: a fact is never refused. Thread-safe.
class JournalSealer final : public store::Sealer
{
public:
    /// \a keys outlive this.
    explicit JournalSealer(KeyStore &keys)
        : m_keys(keys)
    {
    }

    [[nodiscard]] Result<QByteArray> seal(const store::Record &record) override;
    /// A body of the time before there were keys begins with `{` and is given back as it is.
    [[nodiscard]] Result<QByteArray> open(const store::Record &record) override;

private:
    KeyStore &m_keys;
};

} // namespace knock::vault
