// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/caller.h"
#include "tests/workstation/demonstration/answeringside.h"
#include "tests/workstation/demonstration/processes.h"

#include <algorithm>
#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::demonstration;
using namespace Qt::StringLiterals;
using knock::test::AnsweringSide;
using knock::test::processesNaming;

class tst_Caller : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void pressesOneKeyAtATime_data();
    void pressesOneKeyAtATime();
    void hangsUpWhileItRings();
    void keepsWhatItHeard();
    void saysWhenNobodyIsThere();
    void refusesAnAddressElsewhere_data();
    void refusesAnAddressElsewhere();
    void triesAgainWhenThePhoneDoesNotStart();
    void endsItsProcess();

private:
    static QString address(const AnsweringSide &side, const QString &transport)
    {
        return u"sip:112@127.0.0.1:%1;transport=%2"_s.arg(side.port()).arg(transport);
    }
};

void tst_Caller::initTestCase()
{
    if (QStandardPaths::findExecutable(u"baresip"_s).isEmpty())
        QSKIP("baresip is not installed");
    if (!AnsweringSide::isInstalled())
        QSKIP("sipp is not installed");
}

void tst_Caller::pressesOneKeyAtATime_data()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("UDP") << u"udp"_s;
    QTest::newRow("TCP") << u"tcp"_s;
}

void tst_Caller::pressesOneKeyAtATime()
{
    QFETCH(QString, transport);
    AnsweringSide side;
    QVERIFY(side.start(transport));
    Caller caller;
    const QSignalSpy ringing(&caller, &Caller::ringing);
    const QSignalSpy established(&caller, &Caller::established);
    const QSignalSpy ended(&caller, &Caller::ended);
    QVERIFY(caller.start(address(side, transport), u"01012345678"_s));
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 10'000);
    QCOMPARE(ringing.size(), 1);
    QTRY_VERIFY((side.receive(), side.soundPackets > 10));
    QVERIFY(side.keyPackets.isEmpty());

    caller.press(u'5');
    QTRY_VERIFY((side.receive(), std::ranges::count_if(side.keyPackets, &AnsweringSide::KeyPacket::end) >= 3));
    QVERIFY(std::ranges::all_of(side.keyPackets, [](const auto &packet) { return packet.event == 5; }));
    const quint32 first = side.keyPackets.first().timestamp;
    QVERIFY(std::ranges::all_of(side.keyPackets, [=](const auto &packet) { return packet.timestamp == first; }));
    side.keyPackets.clear();
    caller.press(u'9');
    QTRY_VERIFY((side.receive(), std::ranges::count_if(side.keyPackets, &AnsweringSide::KeyPacket::end) >= 3));
    QVERIFY(std::ranges::all_of(side.keyPackets, [](const auto &packet) { return packet.event == 9; }));
    caller.hangUp();
    QTRY_COMPARE(ended.size(), 1);
}

void tst_Caller::hangsUpWhileItRings()
{
    AnsweringSide side;
    QVERIFY(side.start(u"tcp"_s));
    Caller caller;
    const QSignalSpy established(&caller, &Caller::established);
    const QSignalSpy ended(&caller, &Caller::ended);
    connect(&caller, &Caller::ringing, &caller, &Caller::hangUp);

    QVERIFY(caller.start(address(side, u"tcp"_s), u"01012345678"_s));

    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 10'000);
    QCOMPARE(established.size(), 0);
}

void tst_Caller::keepsWhatItHeard()
{
    AnsweringSide side;
    QVERIFY(side.start(u"tcp"_s));
    Caller caller;
    const QSignalSpy established(&caller, &Caller::established);
    const QSignalSpy ended(&caller, &Caller::ended);
    QVERIFY(caller.start(address(side, u"tcp"_s), u"01012345678"_s));
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 10'000);

    caller.hangUp();

    QTRY_COMPARE(ended.size(), 1);
    const qint64 header = 44;
    QTRY_COMPARE_GT(QFileInfo(caller.heard()).size(), header);
}

void tst_Caller::saysWhenNobodyIsThere()
{
    QUdpSocket silent;
    QVERIFY(silent.bind(QHostAddress(QHostAddress::LocalHost)));
    Caller caller;
    QSignalSpy failed(&caller, &Caller::failed);

    QVERIFY(caller.start(u"sip:112@127.0.0.1:%1;transport=tcp"_s.arg(silent.localPort()), u"01012345678"_s));

    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 15'000);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Unreachable);
}

void tst_Caller::refusesAnAddressElsewhere_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("number");
    QTest::newRow("another computer") << u"sip:112@192.0.2.1:5060"_s << u"01012345678"_s;
    QTest::newRow("a second line") << u"sip:112@127.0.0.1:5060\nmodule x.so"_s << u"01012345678"_s;
    QTest::newRow("a number with an order") << u"sip:112@127.0.0.1:5060"_s << u"010>\n<sip:1@2.3.4.5"_s;
    QTest::newRow("no number") << u"sip:112@127.0.0.1:5060"_s << QString();
}

void tst_Caller::refusesAnAddressElsewhere()
{
    QFETCH(QString, address);
    QFETCH(QString, number);
    Caller caller;

    const Result<> started = caller.start(address, number);

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Malformed);
}

void tst_Caller::triesAgainWhenThePhoneDoesNotStart()
{
    // A program that stands in baresip's place and fails the first time.
    QTemporaryDir folder;
    QFile program(folder.filePath(u"baresip"_s));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\nPATH=${PATH#*:}\n[ -e ${0%/*}/tried ] && exec baresip \"$@\"\ntouch ${0%/*}/tried\n");
    program.close();
    QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    AnsweringSide side;
    QVERIFY(side.start(u"udp"_s));
    Caller caller;
    const QSignalSpy established(&caller, &Caller::established);
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", folder.path().toUtf8() + ':' + path);

    const Result<> started = caller.start(address(side, u"udp"_s), u"01012345678"_s);

    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 15'000);
    qputenv("PATH", path);
    QVERIFY(started);
    QVERIFY(QFile::exists(folder.filePath(u"tried"_s)));
}

void tst_Caller::endsItsProcess()
{
    AnsweringSide side;
    QVERIFY(side.start(u"tcp"_s));
    QString folder;
    {
        Caller caller;
        const QSignalSpy established(&caller, &Caller::established);
        QVERIFY(caller.start(address(side, u"tcp"_s), u"01012345678"_s));
        QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 10'000);
        folder = QFileInfo(caller.heard()).path();
        QCOMPARE(processesNaming(folder), 1);
    }

    QCOMPARE(processesNaming(folder), 0);
    QVERIFY(!QFile::exists(folder));
}

QTEST_GUILESS_MAIN(tst_Caller)
#include "tst_caller.moc"
