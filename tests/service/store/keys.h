// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/sealer.h"
#include "app/service/store/signer.h"

#include <mutex>
#include <QCryptographicHash>
#include <QSet>

namespace knock::test {

/// Seals so that nobody could read it who looks at the disk, if he is not too clever. Keys are destroyed by incident.
class FakeSealer final : public store::Sealer
{
public:
    [[nodiscard]] Result<QByteArray> seal(const store::Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_destroyed.contains(record.incident.value))
            return failure(Error::Kind::Expired);
        return tag(record) + turned(record.body);
    }
    [[nodiscard]] Result<QByteArray> open(const store::Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_destroyed.contains(record.incident.value))
            return failure(Error::Kind::Expired);
        if (!record.body.startsWith(tag(record)))
            return failure(Error::Kind::Broken, QStringLiteral("it was changed"));
        return turned(record.body.sliced(tag(record).size()));
    }
    void destroy(quint64 incident)
    {
        const std::scoped_lock lock(m_mutex);
        m_destroyed.insert(incident);
    }

private:
    static QByteArray tag(const store::Record &record)
    {
        const QByteArray bound = QByteArray::number(record.sequence) + ' ' + QByteArray::number(record.incident.value)
            + ' ' + record.type.toUtf8();
        return QCryptographicHash::hash(bound, QCryptographicHash::Sha256);
    }
    static QByteArray turned(QByteArray body)
    {
        for (char &byte : body)
            byte = static_cast<char>(byte ^ 0x5a);
        return body;
    }

    std::mutex m_mutex;
    QSet<quint64> m_destroyed;
};

class FakeSigner final : public store::Signer
{
public:
    [[nodiscard]] Result<QByteArray> sign(const QByteArray &bytes) override { return signatureOf(bytes); }
    [[nodiscard]] static bool verify(const QByteArray &bytes, const QByteArray &signature)
    {
        return signature == signatureOf(bytes);
    }

private:
    static QByteArray signatureOf(const QByteArray &bytes)
    {
        return QCryptographicHash::hash("secret " + bytes, QCryptographicHash::Sha256);
    }
};

} // namespace knock::test
