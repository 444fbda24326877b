// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/remote/link.h"
#include "tests/backend/fakedoor.h"

#include <QSignalSpy>

namespace knock::test {

/// A link that remembers what it was told, and its door.
class Visitor
{
public:
    /// Everything happens a hundred times as fast, and nothing by chance.
    static backend::Pace pace()
    {
        using std::chrono::milliseconds;
        return {.firstPause = milliseconds(3),
                .longestPause = milliseconds(100),
                .beat = milliseconds(50),
                .patience = milliseconds(2000),
                .life = milliseconds(60000),
                .askPatience = milliseconds(60000),
                .random = [] { return 0.5; }};
    }

    static backend::RemoteSettings settings(quint16 port, const QList<QSslCertificate> &trusted)
    {
        backend::RemoteSettings settings;
        settings.url = QUrl(QStringLiteral("wss://localhost:%1/desk").arg(port));
        settings.tls = QSslConfiguration::defaultConfiguration();
        settings.tls.setProtocol(QSsl::TlsV1_3OrLater);
        settings.tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        settings.tls.setCaCertificates(trusted);
        settings.pins = trusted;
        return settings;
    }

    explicit Visitor(const backend::Pace &pace = Visitor::pace(), const std::optional<backend::Credentials> &self = {})
        : link(made(self), pace, [this](const EncodedFrame &frame) { pictures.push_back(frame); })
    {
        QObject::connect(&link, &backend::Link::event, &link, [this](const Event &event) {
            link.handled();
            told.push_back(event);
        });
        QObject::connect(&link, &backend::Link::startingOver, &link, [this] { told.clear(); });
    }

    bool comeIn()
    {
        const qsizetype before = caughtUp.count();
        link.open();
        return QTest::qWaitFor([&] { return caughtUp.count() > before; });
    }
    bool isBack(qsizetype times)
    {
        return QTest::qWaitFor([&] { return caughtUp.count() == times; });
    }

    [[nodiscard]] std::vector<Refused> refused() const
    {
        std::vector<Refused> found;
        for (const Event &event : told) {
            if (const auto *it = std::get_if<Refused>(&event))
                found.push_back(*it);
        }
        return found;
    }

    Authority authority{"knock test authority"};
    FakeDoor door{authority.issue("localhost")};
    std::vector<Event> told;
    std::vector<EncodedFrame> pictures;
    backend::Link link;
    QSignalSpy lost{&link, &backend::Link::lost};
    QSignalSpy startingOver{&link, &backend::Link::startingOver};
    QSignalSpy caughtUp{&link, &backend::Link::caughtUp};
    QSignalSpy wanted{&link, &backend::Link::wanted};
    QSignalSpy admitted{&link, &backend::Link::admitted};
    QSignalSpy locked{&link, &backend::Link::locked};
    QSignalSpy unlocked{&link, &backend::Link::unlocked};
    QSignalSpy stillLocked{&link, &backend::Link::stillLocked};

private:
    backend::RemoteSettings made(const std::optional<backend::Credentials> &self) const
    {
        backend::RemoteSettings made = settings(door.port(), {authority.certificate()});
        made.position = QStringLiteral("A-12");
        made.self = self;
        return made;
    }
};

inline Event note(int number)
{
    return NoteWritten{{17}, QString::number(number), {3}, QDateTime::fromMSecsSinceEpoch(number, QTimeZone::UTC)};
}

} // namespace knock::test
