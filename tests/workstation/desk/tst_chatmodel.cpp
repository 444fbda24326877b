// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/chatmodel.h"
#include "tests/support/modeltext.h"
#include "tests/support/story.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;
using desk::ChatModel;

class tst_ChatModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsBothSidesInOrder();
    void holdsALineUntilItsEventComesBack();
    void givesEveryLineItsOwnId();
    void keepsARefusedLine();
    void saysAgainWhatMayNotHaveArrived();
    void saysNothingWhileTheServiceIsAway();
    void saysNoToWhatCannotBeSaid_data();
    void saysNoToWhatCannotBeSaid();
    void keepsPendingLinesWithTheirIncident();
    void tellsWhatReachedTheOtherSide();
    void saysAPhraseInTheCallersLanguage_data();
    void saysAPhraseInTheCallersLanguage();
    void showsAPhraseInTheReadersLanguage();
    void marksWhatNobodyHasRead();

private:
    [[nodiscard]] QString text() const { return asText(m_house->chat, {ChatModel::TextRole, ChatModel::DeliveryRole}); }
    [[nodiscard]] SendMessage sent(size_t i) const { return std::get<SendMessage>(m_house->backend.sent.at(i)); }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        desk::PhraseBook book = desk::PhraseBook::read(QStringLiteral(KNOCK_RESOURCES "/phrases/book")).value();
        ChatModel chat{desk, clock, book};
        QAbstractItemModelTester tester{&chat};
    };
    std::unique_ptr<House> m_house;
};

void tst_ChatModel::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<House>();
    m_house->story.ring({1});
    m_house->story.ring({2});
    m_house->desk.select({1});
}

void tst_ChatModel::cleanup() { m_house.reset(); }

void tst_ChatModel::showsBothSidesInOrder()
{
    m_house->story.say({1}, u"a"_s, u"help"_s);
    m_house->story.say({2}, u"b"_s, u"elsewhere"_s);
    m_house->story.say({1}, u"c"_s, u"Alone?"_s, Message::Author::Operator);

    QCOMPARE(text(), "help Sent\nAlone? Sent"_L1);
}

void tst_ChatModel::holdsALineUntilItsEventComesBack()
{
    QVERIFY(m_house->chat.say(u" Alone? "_s));
    m_house->story.say({1}, u"a"_s, u"help"_s);
    QCOMPARE(text(), "help Sent\nAlone? Pending"_L1);

    m_house->story.say({1}, sent(0).id, sent(0).text, Message::Author::Operator);

    QCOMPARE(text(), "help Sent\nAlone? Sent"_L1);
}

void tst_ChatModel::givesEveryLineItsOwnId()
{
    QVERIFY(m_house->chat.say(u"same"_s));
    QVERIFY(m_house->chat.say(u"same"_s));

    QVERIFY(sent(0).id != sent(1).id);
    QCOMPARE(sent(0).incident, IncidentId{1});
}

void tst_ChatModel::keepsARefusedLine()
{
    QVERIFY(m_house->chat.say(u"first"_s));
    QVERIFY(m_house->chat.say(u"second"_s));

    m_house->story.refuse({1}, SendMessage::name);

    QCOMPARE(text(), "first Refused\nsecond Pending"_L1);
}

void tst_ChatModel::saysAgainWhatMayNotHaveArrived()
{
    QVERIFY(m_house->chat.say(u"arrived"_s));
    QVERIFY(m_house->chat.say(u"unknown"_s));
    const SendMessage arrived = sent(0);
    const SendMessage unknown = sent(1);
    Q_EMIT m_house->backend.lost(m_house->clock.now());

    m_house->story.say({1}, arrived.id, arrived.text, Message::Author::Operator);
    m_house->backend.open();

    QCOMPARE(m_house->backend.sent.size(), 3U);
    QCOMPARE(sent(2), unknown);
    QCOMPARE(text(), "arrived Sent\nunknown Pending"_L1);
    m_house->story.say({1}, unknown.id, unknown.text, Message::Author::Operator);
    Q_EMIT m_house->backend.lost(m_house->clock.now());
    m_house->backend.open();
    QCOMPARE(m_house->backend.sent.size(), 3U);
    QCOMPARE(text(), "arrived Sent\nunknown Sent"_L1);
}

void tst_ChatModel::saysNothingWhileTheServiceIsAway()
{
    Q_EMIT m_house->backend.lost(m_house->clock.now());

    const Result<> said = m_house->chat.say(u"Alone?"_s);

    QVERIFY(!said);
    QCOMPARE(said.error().kind, Error::Kind::Unreachable);
    QCOMPARE(m_house->chat.rowCount(), 0);
}

void tst_ChatModel::saysNoToWhatCannotBeSaid_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<Error::Kind>("why");
    QTest::newRow("blank") << u"  \t "_s << Error::Kind::Malformed;
    QTest::newRow("too long") << QString(Message::longest + 1, u'a') << Error::Kind::Full;
}

void tst_ChatModel::saysNoToWhatCannotBeSaid()
{
    QFETCH(QString, line);

    const Result<> said = m_house->chat.say(line);

    QVERIFY(!said);
    QTEST(said.error().kind, "why");
    QVERIFY(m_house->backend.sent.empty());
    QCOMPARE(m_house->chat.rowCount(), 0);
}

void tst_ChatModel::keepsPendingLinesWithTheirIncident()
{
    QVERIFY(m_house->chat.say(u"for the first"_s));

    m_house->desk.select({2});
    QCOMPARE(text(), QString());
    m_house->desk.select({1});

    QCOMPARE(text(), "for the first Pending"_L1);
}

void tst_ChatModel::tellsWhatReachedTheOtherSide()
{
    m_house->story.say({1}, u"a"_s, u"Alone?"_s, Message::Author::Operator);
    m_house->story.say({1}, u"b"_s, u"2"_s);
    m_house->story.say({2}, u"c"_s, u"elsewhere"_s);

    m_house->story.see({1}, u"a"_s, false);
    QCOMPARE(text(), "Alone? Delivered\n2 Sent"_L1);
    m_house->story.see({1}, u"a"_s, true);
    m_house->story.see({1}, u"unknown"_s, true);
    m_house->story.see({2}, u"c"_s, true);

    QCOMPARE(text(), "Alone? Read\n2 Sent"_L1);
}

void tst_ChatModel::saysAPhraseInTheCallersLanguage_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("language");
    QTest::newRow("of the page") << u"vi-VN"_s << u"ko"_s << u"vi"_s;
    QTest::newRow("Filipino") << u"fil-PH"_s << u"ko"_s << u"tl"_s;
    QTest::newRow("of the text") << QString() << u"th"_s << u"th"_s;
    QTest::newRow("unknown to the book") << u"de-DE"_s << QString() << u"ko"_s;
}

void tst_ChatModel::saysAPhraseInTheCallersLanguage()
{
    QFETCH(QString, page);
    QFETCH(QString, link);
    QFETCH(QString, language);
    m_house->chat.setReader(u"ko"_s);
    m_house->story.invite({1}, LinkKind::Live, link);
    m_house->story.open({1}, page);

    QVERIFY(m_house->chat.sayPhrase(u"ask-alone"_s));

    QCOMPARE(m_house->chat.callerLanguage(), language);
    QCOMPARE(sent(0).phrase, u"ask-alone"_s);
    QCOMPARE(sent(0).text, m_house->book.text(u"ask-alone"_s, language));
    QVERIFY(!m_house->chat.sayPhrase(u"no-such-phrase"_s));
}

void tst_ChatModel::showsAPhraseInTheReadersLanguage()
{
    const QString vietnamese = m_house->book.text(u"hurt"_s, u"vi"_s);
    m_house->story.say({1}, u"a"_s, vietnamese, Message::Author::Caller, u"hurt"_s);
    m_house->story.say({1}, u"b"_s, u"its own words"_s, Message::Author::Caller, u"nobody-knows"_s);
    const QModelIndex hurt = m_house->chat.index(0);
    m_house->chat.setReader(u"en"_s);
    QCOMPARE(hurt.data(ChatModel::TextRole).toString(), vietnamese);
    QCOMPARE(hurt.data(ChatModel::MeaningRole).toString(), m_house->book.text(u"hurt"_s, u"en"_s));
    QVERIFY(m_house->chat.index(1).data(ChatModel::MeaningRole).toString().isEmpty());

    m_house->chat.setReader(u"vi"_s);

    QVERIFY(hurt.data(ChatModel::MeaningRole).toString().isEmpty());
}

void tst_ChatModel::marksWhatNobodyHasRead()
{
    m_house->chat.setReader(u"en"_s);
    m_house->story.say({1}, u"a"_s, u"Yes."_s, Message::Author::Caller, u"yes"_s);
    m_house->story.say({1}, u"b"_s, u"Yes."_s);
    QVERIFY(!m_house->chat.index(0).data(ChatModel::DraftedRole).toBool());

    m_house->story.open({1}, u"vi"_s);

    QVERIFY(m_house->chat.index(0).data(ChatModel::DraftedRole).toBool());
    QVERIFY(!m_house->chat.index(1).data(ChatModel::DraftedRole).toBool());
}

QTEST_MAIN(tst_ChatModel)
#include "tst_chatmodel.moc"
