// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/telephony.h"
#include "tests/service/telephony/operatorseat.h"
#include "tests/service/telephony/sippeer.h"
#include "tests/service/telephony/wav.h"

#include <optional>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace knock::test {

/// A telephone service on a free port of loopback, and somebody at the desk.
class TelephoneFixture : public QObject
{
protected:
    [[nodiscard]] bool record()
    {
        QFile file(prompt());
        return file.open(QIODevice::WriteOnly) && file.write(wav(m_recording)) > 0;
    }

    [[nodiscard]] QString prompt() const { return m_folder.filePath(QStringLiteral("prompt.wav")); }

    void begin(telephony::Configuration configuration)
    {
        end();
        m_telephony.emplace(std::move(configuration));
        m_seat.emplace(*m_telephony);
        const Result<> started = m_telephony->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    }

    void end()
    {
        m_seat.reset();
        m_telephony.reset();
    }

    [[nodiscard]] bool call(SipPeer &peer, const QByteArray &description = {})
    {
        return peer.call([this] { m_seat->answer(); }, description);
    }

    static void transports()
    {
        QTest::addColumn<SipPeer::Transport>("transport");
        QTest::newRow("UDP") << SipPeer::Transport::Udp;
        QTest::newRow("TCP") << SipPeer::Transport::Tcp;
    }

    // 0.3 s, and no whole number of packets.
    const std::vector<qint16> m_recording = chirp(2500);
    QTemporaryDir m_folder;
    std::optional<telephony::Telephony> m_telephony;
    std::optional<OperatorSeat> m_seat;
};

} // namespace knock::test
