// SPDX-License-Identifier: Apache-2.0
#include "app/service/control/control.h"

#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <thread>

using namespace Qt::StringLiterals;
using namespace knock;

class tst_Control : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void answersWhoAsks();
    void answersLater();
    void whatCannotBeDoneIsSaid();
    void onlyItsUserMayOpenIt();
    void garbageHurtsNobody();
    void aKilledServiceLeavesNoHindrance();
    void twoServicesDoNotShareIt();
    void nobodyThereIsSaid();

private:
    Result<QJsonObject> ask(const QJsonObject &wish);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<control::Control> m_control;
};

void tst_Control::init()
{
    QTest::failOnWarning();
    m_control.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"control.sock"_s);
    m_control = std::make_unique<control::Control>();
    m_control->serve(u"greet"_s, [](const control::Wish &wish, const control::Answer &answer) {
        answer(QJsonObject{{u"whom"_s, wish.parts.value("name"_L1)}, {u"by"_s, wish.user}});
    });
    m_control->serve(u"wait"_s, [this](const control::Wish &, const control::Answer &answer) {
        QTimer::singleShot(50, this, [answer] { answer(QJsonObject{{u"at"_s, u"last"_s}}); });
    });
    m_control->serve(u"fail"_s, [](const control::Wish &, const control::Answer &answer) {
        answer(failure(Error::Kind::Expired, u"the key is gone"_s));
    });
    QVERIFY(m_control->start(m_path));
}

/// Asking waits, so it does so on a thread of its own, as another process would.
Result<QJsonObject> tst_Control::ask(const QJsonObject &wish)
{
    std::optional<Result<QJsonObject>> answer;
    std::jthread asker([&] {
        auto given = control::ask(m_path, wish);
        QMetaObject::invokeMethod(this, [&answer, given = std::move(given)] { answer = given; }, Qt::QueuedConnection);
    });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }))
        return failure(Error::Kind::Unreachable);
    return *answer;
}

void tst_Control::answersWhoAsks()
{
    const auto answer = ask({{u"do"_s, u"greet"_s}, {u"name"_s, u"두 명"_s}});

    QVERIFY(answer);
    QCOMPARE(answer->value("whom"_L1).toString(), u"두 명"_s);
    QVERIFY(!answer->value("by"_L1).toString().isEmpty());
}

void tst_Control::answersLater()
{
    const auto answer = ask({{u"do"_s, u"wait"_s}});

    QVERIFY(answer);
    QCOMPARE(answer->value("at"_L1).toString(), u"last"_s);
}

void tst_Control::whatCannotBeDoneIsSaid()
{
    QCOMPARE(ask({{u"do"_s, u"shout"_s}}).error().kind, Error::Kind::Malformed);
    const auto failed = ask({{u"do"_s, u"fail"_s}});
    QCOMPARE(failed.error().kind, Error::Kind::Expired);
    QCOMPARE(failed.error().detail, u"the key is gone"_s);
}

void tst_Control::onlyItsUserMayOpenIt()
{
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(m_path) & others, QFile::Permissions());
}

void tst_Control::garbageHurtsNobody()
{
    QLocalSocket flood;
    flood.connectToServer(m_path);
    QVERIFY(flood.waitForConnected());
    flood.write(QByteArray(4 * control::Control::longestLine, 'x'));
    QTRY_COMPARE(flood.state(), QLocalSocket::UnconnectedState);
    QLocalSocket half;
    half.connectToServer(m_path);
    QVERIFY(half.waitForConnected());
    half.write("{\"do\":");
    QVERIFY(half.flush());

    QVERIFY(ask({{u"do"_s, u"greet"_s}}));
    QVERIFY(!ask({}));
}

void tst_Control::aKilledServiceLeavesNoHindrance()
{
    m_control.reset();
    QFile left(m_path);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();

    control::Control again;
    QVERIFY(again.start(m_path));
}

void tst_Control::twoServicesDoNotShareIt()
{
    control::Control second;

    const auto started = second.start(m_path);

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Refused);
    QVERIFY(ask({{u"do"_s, u"greet"_s}}));
}

void tst_Control::nobodyThereIsSaid()
{
    m_control.reset();

    QCOMPARE(control::ask(m_path, {}).error().kind, Error::Kind::Unreachable);
}

QTEST_GUILESS_MAIN(tst_Control)
#include "tst_control.moc"
