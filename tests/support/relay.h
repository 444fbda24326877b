// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/controlroom.h"

#include <QProcess>
#include <QTemporaryDir>

namespace knock::test {

/// An agency's TURN server (coturn) beside its service, over TLS alone, as for phones whose network has no UDP.
class Relay final
{
public:
    static constexpr QLatin1StringView program{"turnserver"};

    /// What a service must be told to use it.
    [[nodiscard]] static QVariantMap settings()
    {
        using namespace Qt::StringLiterals;
        return {{u"turn"_s, u"turns:%1:5349?transport=tcp"_s.arg(QLatin1StringView(LossyLine::thereAddress))},
                {u"turnSecret"_s, u"north"_s}};
    }

    ~Relay()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    /// Has the certificate of \a room.
    [[nodiscard]] bool start(LossyLine &line, const ControlRoom &room)
    {
        using namespace Qt::StringLiterals;
        const QString there = QString::fromLatin1(LossyLine::thereAddress);
        bool isStarted = false;
        line.there([&] {
            m_process.start(program,
                            {u"-n"_s, u"--log-file=stdout"_s, u"--use-auth-secret"_s, u"--static-auth-secret=north"_s,
                             u"--realm=knock"_s, u"--listening-ip="_s + there, u"--relay-ip="_s + there,
                             u"--tls-listening-port=5349"_s, u"--cert="_s + room.folder() + u"/certificate.pem"_s,
                             u"--pkey="_s + room.folder() + u"/key.pem"_s, u"--no-udp"_s, u"--no-dtls"_s, u"--no-cli"_s,
                             u"--pidfile="_s + m_folder.filePath(u"pid"_s),
                             u"--userdb="_s + m_folder.filePath(u"users"_s)});
            isStarted = m_process.waitForStarted();
        });
        return isStarted;
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace knock::test
