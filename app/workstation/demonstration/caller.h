// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/press.h"
#include "app/workstation/demonstration/control.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

namespace knock::demonstration {

/// One caller's telephone: a real SIP client (baresip) in a process of its own, with a folder of its own, on loopback.
///
/// It makes one call. It has neither microphone nor loudspeaker: it sends a quiet room and writes what it hears to a
/// file. The process ends with this object.
class Caller final : public QObject
{
    Q_OBJECT
public:
    explicit Caller(QObject *parent = nullptr);
    ~Caller() override;

    /// How press() sends its keys, from the next start(): by telephone-event, as most phones do, or by SIP INFO.
    void sendKeysBy(Carrier carrier) { m_keysBy = carrier; }
    /// Lets nobody on the way hear the sound (SRTP), from the next start().
    void encryptSound() { m_encryptsSound = true; }
    /// Lets a WAV file (8 kHz, mono) be heard instead of the quiet room, from the next start().
    void setRoom(const QString &wav) { m_room = wav; }
    /// Calls from \a own instead of the loopback, from the next start(); only addresses beside it are called.
    void setOwnAddress(const QHostAddress &own) { m_ownAddress = own; }
    /// Calls \a sipUri ("sip:112@127.0.0.1:5060;transport=tcp") as \a number. What comes of it is told by the signals.
    [[nodiscard]] Result<> start(const QString &sipUri, const QString &number);
    /// Presses one key (0-9 * #), once the call is established.
    void press(QChar key);
    /// Ends the call, or cancels it as soon as it rings.
    void hangUp();

    [[nodiscard]] bool isEstablished() const { return m_established; }
    /// A WAV file with the sound that came in. Its header is complete only after the end of the call.
    [[nodiscard]] QString heard() const;

Q_SIGNALS:
    void ringing();
    void established();
    void ended();
    /// The call could not be made, or the telephone broke. ended() does not follow.
    void failed(const knock::Error &error);

private:
    [[nodiscard]] Result<> writeFolder(const QString &number);
    void launch();
    void stumble(const Error &error);
    void take(const QString &type, const QString &parameter);
    void finish();
    void fail(const Error &error);

    QTemporaryDir m_folder;
    QProcess m_process;
    Control m_control;
    QString m_program;
    QString m_sipUri;
    Carrier m_keysBy = Carrier::Event;
    QString m_room;
    QHostAddress m_ownAddress{QHostAddress::LocalHost};
    bool m_encryptsSound = false;
    QTimer m_again;
    int m_launches = 0;
    bool m_dialled = false;
    bool m_rang = false;
    bool m_established = false;
    bool m_hangsUp = false;
    bool m_over = false;
};

} // namespace knock::demonstration
