// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/incident/incidenthouse.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What the incident pane says of the caller's link and page, and how a link is chosen.
class tst_LinkAndPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void aLinkIsChosenInPlace();
    void theCallersLanguageIsProposed();
    void theLengthOfTheLastTextIsTold();
    void saysWhyItIsStuckAndWhatNext_data();
    void saysWhyItIsStuckAndWhatNext();
    void tellsWhatBesetsThePage();

private:
    [[nodiscard]] bool says(const QString &words) const { return m_house->says(words); }
    void press(Qt::Key key) const { QTest::keyClick(QApplication::focusWidget(), key); }

    std::unique_ptr<IncidentHouse> m_house;
};

void tst_LinkAndPage::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<IncidentHouse>();
    m_house->story.ring({17});
    m_house->pane.resize(740, 500);
    m_house->pane.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

void tst_LinkAndPage::aLinkIsChosenInPlace()
{
    m_house->story.answer({17});

    m_house->pane.openLink();
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    press(Qt::Key_End);
    press(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{SendInvite{{17}, LinkKind::Location, u"ar"_s}}));
    QVERIFY(!m_house->pane.putAway());
}

void tst_LinkAndPage::theCallersLanguageIsProposed()
{
    m_house->story.answer({17});
    m_house->pane.openLink();
    QVERIFY(m_house->pane.putAway());
    m_house->story.invite({17});
    m_house->story.open({17}, u"fil-PH"_s);

    m_house->pane.openLink();
    press(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{SendInvite{{17}, LinkKind::Live, u"tl"_s}}));
}

void tst_LinkAndPage::theLengthOfTheLastTextIsTold()
{
    m_house->story.answer({17});
    m_house->pane.openLink();
    QVERIFY(says(u"No text was sent yet"_s));
    m_house->story.invite({17}, LinkKind::Live, u"vi"_s);

    m_house->pane.openLink();

    QVERIFY(says(u"Last text: Location, camera, chat · Vietnamese · "_s));
    QVERIFY(says(u" of 160 characters (7-bit), 1 part"_s));
}

void tst_LinkAndPage::saysWhyItIsStuckAndWhatNext_data()
{
    QTest::addColumn<std::vector<Event>>("events");
    QTest::addColumn<QString>("words");
    const IncidentId id{17};
    const QDateTime at = ManualClock().now();
    const Event accepted = InviteAccepted{id, u"kannel"_s, at};
    const Event opened = PageOpened{id, at, {}};
    const Event located = CallerLocated{id, {37.5, 127.0, {12}, Fix::Source::Browser, at, {}, {}}, at};
    const auto place
        = [&](Decision decision) -> Event { return PermissionDecided{id, Permission::Location, decision, at}; };
    const auto camera
        = [&](Decision decision) -> Event { return PermissionDecided{id, Permission::Camera, decision, at}; };
    using Events = std::vector<Event>;
    QTest::newRow("delayed") << Events{InviteDelayed{id, u"kannel"_s, Error::Kind::Unreachable, at}}
                             << u"Text delayed: gateway kannel not reachable, trying again."_s;
    QTest::newRow("previewed") << Events{accepted, LinkFetched{id, true, at}}
                               << u"robot looked at the link; the caller has not opened it for 00:25"_s;
    QTest::newRow("delivered") << Events{accepted, InviteDelivered{id, at}}
                               << u"The phone has the text; not opened for 00:25."_s;
    QTest::newRow("loaded") << Events{accepted, LinkFetched{id, false, at}}
                            << u"The phone loaded the page 00:25 ago, nobody has touched it. Say: tap the button."_s;
    QTest::newRow("opened") << Events{
        accepted,
        opened} << u"Opened 00:25 ago, location not decided: ask to tap Allow, or to press 2 if they see the page."_s;
    QTest::newRow("allowed") << Events{accepted, opened, place(Decision::Granted)}
                             << u"Location allowed 00:25 ago, no reading yet"_s;
    QTest::newRow("denied") << Events{accepted, opened, place(Decision::Denied)}
                            << u"Location denied: help is on the page. Ask for the address."_s;
    QTest::newRow("lacking") << Events{accepted, opened, place(Decision::Lacking)} << u"The phone gives no location."_s;
    QTest::newRow("no camera yet") << Events{accepted, opened, located} << u"Camera not decided"_s;
    QTest::newRow("camera denied") << Events{accepted, opened, located, camera(Decision::Denied)}
                                   << u"Camera denied on the phone"_s;
    QTest::newRow("camera lacking") << Events{accepted, opened, located, camera(Decision::Lacking)}
                                    << u"The phone has no camera"_s;
    QTest::newRow("stills") << Events{accepted, opened, located, CameraStarted{id, at, PicturePath::Stills}}
                            << u"Pictures come as stills: the network blocks video."_s;
    QTest::newRow("a foreign language") << Events{accepted, PageOpened{id, at, u"vi-VN"_s}, located}
                                        << u"Opened in Vietnamese: use the phrase book."_s;
    QTest::newRow("fled") << Events{accepted, opened, PageLeft{id, at, true}} << u"Wait for the caller."_s;
}

void tst_LinkAndPage::saysWhyItIsStuckAndWhatNext()
{
    QFETCH(std::vector<Event>, events);
    QFETCH(QString, words);
    m_house->story.answer({17});
    m_house->story.order({17}, u"12"_s);
    m_house->story.invite({17});

    for (const Event &event : events)
        m_house->backend.tell(event);
    m_house->clock.advance(25s);
    m_house->ticker.tick();

    QVERIFY(says(words));
}

void tst_LinkAndPage::tellsWhatBesetsThePage()
{
    m_house->story.answer({17});
    m_house->story.invite({17});
    m_house->story.open({17});
    m_house->story.turn({17}, PageFace::Disguised);
    QVERIFY(says(u"Disguised: write short lines, they fade after 5 seconds."_s));
    m_house->story.turn({17}, PageFace::Black);
    QVERIFY(says(u"Black screen"_s));
    m_house->story.turn({17}, PageFace::Plain);
    QVERIFY(!says(u"Black screen"_s));

    m_house->story.leave({17}, true);

    QVERIFY(says(u"Page left by the exit button: do not text, do not ring."_s));
}

QTEST_MAIN(tst_LinkAndPage)
#include "tst_linkandpage.moc"
