// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pictures.h"
#include "app/service/pack/state.h"
#include "tests/service/pack/packstory.h"
#include "tests/support/manualclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::pack;
using namespace knock::test;

/// What the page for the units is told, and what not.
class tst_PackState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void saysWhatUnitsMustKnow();
    void keepsWhatIsNotForThem();
    void showsTheBelievedPlaceFirst();
    void isBoundedHoweverLongItGoesOn();
    void offersTheLastPicturesAlone();
    void readsTheWordsOfTheKinds();

private:
    [[nodiscard]] QDateTime now() const { return m_clock.now(); }
    [[nodiscard]] static QJsonDocument read(const Incident &incident, const Categories &categories = {})
    {
        return QJsonDocument::fromJson(stateOf(incident, categories));
    }
    void keep(Incident &incident, const QString &file, FileKind kind = FileKind::Photo) const
    {
        apply(incident, FileKept{incident.id, kind, file, {}, 1, now()});
    }
    void locate(Incident &incident, Fix::Source source, double latitude, int second) const
    {
        const Fix fix{
            .latitude = latitude, .longitude = 124, .radius = {}, .source = source, .at = now().addSecs(second)};
        apply(incident, CallerLocated{incident.id, fix, fix.at});
    }

    const ManualClock m_clock;
};

void tst_PackState::saysWhatUnitsMustKnow()
{
    const QJsonDocument state = read(packStory(now()), {{u"domestic"_s, {{u"en"_s, u"Violence at home"_s}}}});

    QCOMPARE(state["incident"_L1].toString(), u"2026-00017"_s);
    QCOMPARE(state["knock"_L1].toString(), u"confirmed"_s);
    QCOMPARE(state["keys"_L1].toString(), u"59"_s);
    QVERIFY(state["contactUnsafe"_L1].toBool());
    QCOMPARE(state["priority"_L1].toInt(-1), 0);
    QCOMPARE(state["category"_L1]["en"_L1].toString(), u"Violence at home"_s);
    QCOMPARE(state["orders"_L1][0]["unit"_L1].toString(), u"Patrol 12"_s);
    QCOMPARE(state["chat"_L1][0]["text"_L1].toString(), u"he is <b>here</b>"_s);
    QCOMPARE(state["chat"_L1][0]["by"_L1].toString(), u"caller"_s);
    QCOMPARE(state["places"_L1][0]["latitude"_L1].toDouble(), 35.9997);
    QCOMPARE(state["places"_L1][0]["radius"_L1].toDouble(), 12);
    QCOMPARE(state["places"_L1][0]["at"_L1].toDouble(), double(now().toMSecsSinceEpoch()));
}

void tst_PackState::keepsWhatIsNotForThem()
{
    Incident incident = packStory(now());
    apply(incident,
          InviteSent{incident.id, u"secretToken"_s, u"01012345678"_s, u"text"_s, u"secretLink"_s, now(), now()});

    const QByteArray state = stateOf(*packOf(incident, now()).incident, {});

    for (const QByteArray &kept : {"01012345678"_ba, "for the desk"_ba, "secret"_ba, packToken, "link"_ba})
        QVERIFY2(!state.contains(kept), kept.constData());
}

void tst_PackState::showsTheBelievedPlaceFirst()
{
    Incident incident;
    locate(incident, Fix::Source::Browser, 35, 1);
    locate(incident, Fix::Source::Browser, 36, 2);
    locate(incident, Fix::Source::Cell, 37, 3);
    QCOMPARE(read(incident)["places"_L1][0]["source"_L1].toString(), u"cell"_s);

    apply(incident, FixPromoted{incident.id, Fix::Source::Browser, {1}, now()});

    const QJsonDocument state = read(incident);
    QCOMPARE(state["places"_L1].toArray().size(), 2);
    QCOMPARE(state["places"_L1][0]["latitude"_L1].toDouble(), 36);
    QVERIFY(state["places"_L1][0]["best"_L1].toBool());
    QVERIFY(!state["places"_L1][1]["best"_L1].toBool(true));
    QVERIFY(state["places"_L1][0]["radius"_L1].isUndefined());
    QCOMPARE(state["track"_L1].toArray(), (QJsonArray{QJsonArray{35, 124}, QJsonArray{36, 124}}));
}

void tst_PackState::isBoundedHoweverLongItGoesOn()
{
    Incident incident = packStory(now());
    for (int n = 0; n < 5000; ++n) {
        locate(incident, Fix::Source::Browser, 36, n);
        apply(incident, MessageSent{incident.id, {QString::number(n), Message::Author::Operator, u"come"_s, now()}});
    }

    QVERIFY(stateOf(incident, {}).size() < 32 * 1024);
}

void tst_PackState::offersTheLastPicturesAlone()
{
    Incident incident = packStory(now());
    keep(incident, u"17-1.jpg"_s);
    keep(incident, u"17-2.mp4"_s, FileKind::Film);
    keep(incident, u"17-3.heic"_s);
    keep(incident, u"../journal.jpg"_s);
    for (int n = 5; n <= 10; ++n)
        keep(incident, u"17-%1.jpg"_s.arg(n));

    const std::vector<Picture> pictures = picturesOf(incident);

    QCOMPARE(pictures.size(), 6u);
    QCOMPARE(pictures.front().file, u"17-10.jpg"_s);
    QCOMPARE(pictures.front().number, 10u);
    QCOMPARE(pictures.back().file, u"17-5.jpg"_s);
    QCOMPARE(read(incident)["pictures"_L1][0]["id"_L1].toInt(), 10);
}

void tst_PackState::readsTheWordsOfTheKinds()
{
    const Categories categories = readCategories(QStringLiteral(KNOCK_RESOURCES "/phrases/categories.json"));

    QCOMPARE(categories[u"domestic"_s]["ko"_L1].toString(), u"가정폭력"_s);
    QVERIFY(readCategories(u"/nowhere"_s).isEmpty());
}

QTEST_GUILESS_MAIN(tst_PackState)
#include "tst_packstate.moc"
