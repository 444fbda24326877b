// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/tokens.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;
using knock::test::ManualClock;

class tst_Tokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsATokenWhileItLives();
    void findsNoTokenAlmostRight_data();
    void findsNoTokenAlmostRight();

private:
    ManualClock m_clock;
};

void tst_Tokens::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_Tokens::findsATokenWhileItLives()
{
    Tokens tokens;
    const QDateTime now = m_clock.now();
    tokens.admit({{1}}, "AAAAAAAAAAAAAAAAAAAAA1", now.addSecs(60));
    tokens.admit({{2}, LinkKind::Upload}, "AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(60));

    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA1", now).incident, IncidentId{1});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA1", now).link, LinkKind::Live);
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now).link, LinkKind::Upload);
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(59)).incident, IncidentId{2});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(60)).incident, IncidentId{});
    tokens.revoke({1});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA1", now).incident, IncidentId{});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now).incident, IncidentId{2});
}

void tst_Tokens::findsNoTokenAlmostRight_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("shorter") << QByteArray("AAAAAAAAAAAAAAAAAAAAA");
    QTest::newRow("longer") << QByteArray("AAAAAAAAAAAAAAAAAAAAA1A");
    QTest::newRow("last letter") << QByteArray("AAAAAAAAAAAAAAAAAAAAA2");
    QTest::newRow("other alphabet") << QByteArray("AAAAAAAAAAAAAAAAAAAA+/");
    QTest::newRow("zero inside") << QByteArray("AAAAAAAAAAA\0AAAAAAAAA1", 22);
}

void tst_Tokens::findsNoTokenAlmostRight()
{
    QFETCH(const QByteArray, token);
    Tokens tokens;
    tokens.admit({{1}}, "AAAAAAAAAAAAAAAAAAAAA1", m_clock.now().addSecs(60));

    QCOMPARE(tokens.find(token, m_clock.now()).incident, IncidentId{});
}

QTEST_GUILESS_MAIN(tst_Tokens)
#include "tst_tokens.moc"
