// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/protocol.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;

/// What is said to the caller's page.
class tst_SaidToPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void beginsWithAllAPageMustKnow();
    void saysOfALineOnlyWhatThereIs();
    void saysShortThings();
    void keepsTheEndOfALongChat();

private:
    static QJsonObject object(const QByteArray &text) { return QJsonDocument::fromJson(text).object(); }

    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'767'325'200, QTimeZone::UTC);
};

void tst_SaidToPage::beginsWithAllAPageMustKnow()
{
    const Beginning beginning{.link = LinkKind::Upload,
                              .face = PageFace::Disguised,
                              .relays = {{u"turns:turn.example:443?transport=tcp"_s, u"1767328800"_s, u"c2VjcmV0"_s}}};

    const QByteArray text = chatText(beginning, {});

    QCOMPARE(object(text),
             object(R"({"kind":"chat","link":"upload","face":"disguised","messages":[],"relays":[{"urls":)"
                    R"("turns:turn.example:443?transport=tcp","username":"1767328800","credential":"c2VjcmV0"}]})"));
    QCOMPARE(object(chatText({}, {})),
             object(R"({"kind":"chat","link":"live","face":"plain","messages":[],"relays":[]})"));
}

void tst_SaidToPage::saysOfALineOnlyWhatThereIs()
{
    Message line{u"a-1"_s, Message::Author::Caller, u"다쳤어요"_s, now};

    QCOMPARE(object(messageText(line)),
             object(R"({"kind":"message","id":"a-1","author":"caller","text":"다쳤어요","at":1767325200000})"));
    line.phrase = u"hurt"_s;
    line.read = now;
    QCOMPARE(object(messageText(line)),
             object(R"({"kind":"message","id":"a-1","author":"caller","text":"다쳤어요","at":1767325200000,)"
                    R"("phrase":"hurt","read":true})"));
}

void tst_SaidToPage::saysShortThings()
{
    QCOMPARE(object(readText(u"a-1"_s)), object(R"({"kind":"read","id":"a-1"})"));
    QCOMPARE(object(typingText()), object(R"({"kind":"typing"})"));
    QCOMPARE(object(stillText()), object(R"({"kind":"still"})"));
    QCOMPARE(object(cameraText(CameraWish::Back)), object(R"({"kind":"camera","wish":"back"})"));
    QCOMPARE(object(cameraText(CameraWish::Front)), object(R"({"kind":"camera","wish":"front"})"));
    QCOMPARE(object(cameraText(CameraWish::Off)), object(R"({"kind":"camera","wish":"off"})"));
    QCOMPARE(object(cameraText(CameraWish::Snapshot)), object(R"({"kind":"camera","wish":"snapshot"})"));
}

void tst_SaidToPage::keepsTheEndOfALongChat()
{
    std::vector<Message> messages;
    for (int i = 0; i < 1000; ++i)
        messages.push_back({QString::number(i), Message::Author::Operator, QString(1000, u'가'), now});

    const QByteArray text = chatText({}, messages);

    QVERIFY(text.size() < 300 * 1024);
    const QJsonArray lines = QJsonDocument::fromJson(text)["messages"_L1].toArray();
    QCOMPARE(lines.last()["id"_L1].toString(), u"999"_s);
    QCOMPARE(lines.last()["author"_L1].toString(), u"operator"_s);
    QCOMPARE(lines.last()["at"_L1].toInteger(), now.toMSecsSinceEpoch());
}

QTEST_GUILESS_MAIN(tst_SaidToPage)
#include "tst_saidtopage.moc"
