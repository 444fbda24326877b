// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/cable.h"
#include "tests/backend/visitor.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace knock;
using test::note;
using test::Visitor;

/// Cuts after any byte, in both directions.
class tst_LinkCuts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Each cut is a warning, and there are many.
    void initTestCase() { QLoggingCategory::setFilterRules(u"knock.service=false"_s); }
    void nothingIsLostAndNothingComesTwice();
};

void tst_LinkCuts::nothingIsLostAndNothingComesTwice()
{
    constexpr int wanted = 200;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo() << "seed" << seed;
    QRandomGenerator chance(seed);
    Visitor visitor;
    test::Cable cable(visitor.door.port());
    // What a handshake takes is about 2 kB, so that some cuts fall into it.
    cable.life = [&] { return cable.cuts < wanted ? qint64(chance.bounded(1500, 12000)) : qint64(1) << 40; };
    backend::Pace pace = Visitor::pace();
    pace.longestPause = std::chrono::milliseconds(6);
    auto settings = Visitor::settings(cable.port(), {visitor.authority.certificate()});
    backend::Link link(settings, pace, [](const EncodedFrame &) { });
    std::vector<Event> told;
    int refused = 0;
    connect(&link, &backend::Link::event, this, [&](const Event &event) {
        link.handled();
        if (std::holds_alternative<Refused>(event))
            ++refused;
        else
            told.push_back(event);
    });
    connect(&link, &backend::Link::startingOver, this, [&] { told.clear(); });
    bool isThere = false;
    connect(&link, &backend::Link::caughtUp, this, [&] { isThere = true; });
    connect(&link, &backend::Link::lost, this, [&] { isThere = false; });

    int said = 0;
    int asked = 0;
    QTimer work;
    connect(&work, &QTimer::timeout, this, [&] {
        visitor.door.tell(note(++said), chance.bounded(1, 4));
        if (isThere)
            link.send(WriteNote{{17}, QString::number(++asked)});
    });
    work.start(1);
    link.open();
    QTRY_VERIFY_WITH_TIMEOUT(cable.cuts >= wanted, 50000);
    work.stop();
    QTRY_VERIFY(isThere);
    QTRY_COMPARE(visitor.door.taken.size() + size_t(refused), size_t(asked));

    QCOMPARE(told.size(), visitor.door.journal.size());
    for (size_t i = 0; i < told.size(); ++i)
        QCOMPARE(told[i], visitor.door.journal[i].second);
    for (size_t i = 1; i < visitor.door.taken.size(); ++i)
        QVERIFY(std::get<WriteNote>(visitor.door.taken[i].second).text.toInt()
                > std::get<WriteNote>(visitor.door.taken[i - 1].second).text.toInt());
    QVERIFY(refused < asked / 10);
    qInfo() << cable.cuts << "cuts," << told.size() << "events, 0 lost, 0 doubled;" << asked << "wishes," << refused
            << "refused";
}

QTEST_GUILESS_MAIN(tst_LinkCuts)
#include "tst_linkcuts.moc"
