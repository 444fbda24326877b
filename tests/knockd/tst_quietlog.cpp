// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/journald.h"
#include "app/service/assembly.h"
#include "tests/service/caller/callerhouse.h"
#include "tests/support/rawcaller.h"

#include <QFile>
#include <QLoggingCategory>
#include <QMutex>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

namespace {

QMutex mutex;
QByteArray said; ///< guarded: all that any thread of the program had to say

} // namespace

/// A whole call, of which the log says nothing that is anybody's own.
class tst_QuietLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsNothingOfTheCaller();

private:
    template <typename Kind>
    [[nodiscard]] const Kind *first() const
    {
        for (const Event &event : m_events) {
            if (const Kind *kind = std::get_if<Kind>(&event))
                return kind;
        }
        return nullptr;
    }

    std::vector<Event> m_events;
};

void tst_QuietLog::tellsNothingOfTheCaller()
{
    QTemporaryDir folder;
    const WallClock clock;
    const auto configuration
        = service::Configuration::fromSettings({{u"dataFolder"_s, folder.path()},
                                                {u"resourceFolder"_s, QStringLiteral(KNOCK_RESOURCES)},
                                                {u"sipPort"_s, 0},
                                                {u"webPort"_s, 0},
                                                {u"adminPort"_s, 0},
                                                {u"canary"_s, 0}});
    QVERIFY(configuration);
    QLoggingCategory::setFilterRules(u"knock.*.debug=true"_s);
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &message) {
        const QMutexLocker lock(&mutex);
        said += keeper::fieldsOf(type, context, message).join('\n') + '\n';
    });
    auto service = service::assemble(*configuration, clock);
    QVERIFY(service);
    connect(service->get(), &service::Service::event, this, [this](const Event &event) { m_events.push_back(event); });
    QVERIFY((*service)->resume());
    QFile file(folder.filePath(u"endpoints.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonDocument endpoints = QJsonDocument::fromJson(file.readAll());
    const auto ask = [&](const Command &command) { (*service)->take(dispatch::Asked{{1}, command}); };

    RawCaller caller(quint16(endpoints["sip"_L1].toInt()), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(first<CallArrived>());
    const IncidentId incident = first<CallArrived>()->incident;
    ask(AnswerCall{incident});
    QTRY_VERIFY(caller.isAnswered());
    ask(AskToPress{incident});
    QTRY_VERIFY(first<PromptStarted>());
    caller.press('5');
    caller.press('5');
    QTRY_VERIFY(first<KnockHeard>());
    ask(SendInvite{incident, LinkKind::Live});
    QTRY_VERIFY(first<InviteSent>());
    const QByteArray token = QUrl(first<InviteSent>()->link).path().mid(1).toLatin1();
    QVERIFY(token.size() > 10);
    Page page(quint16(endpoints["web"_L1].toInt()), token);
    connect(&page, &QWebSocket::connected, &page, [&page] {
        page.say({{u"kind"_s, u"open"_s}});
        page.say({{u"kind"_s, u"fix"_s},
                  {u"lat"_s, 37.51234},
                  {u"lon"_s, 127.04321},
                  {u"radius"_s, 12.5},
                  {u"at"_s, QDateTime::currentMSecsSinceEpoch()}});
        page.say({{u"kind"_s, u"say"_s}, {u"id"_s, u"m-1"_s}, {u"text"_s, u"he is in the kitchen"_s}});
    });
    QTRY_VERIFY(first<MessageSent>());
    ask(SendMessage{incident, u"m-2"_s, u"stay under the table"_s});
    ask(WriteNote{.incident = incident, .text = u"grey house"_s});
    QTRY_VERIFY(page.heard.size() >= 3);
    QTRY_VERIFY(first<CallerLocated>() && first<NoteWritten>());
    // What goes wrong is told as well, and no less quietly.
    page.sendTextMessage(u"he is in the kitchen"_s);
    ask(CallBack{.incident = incident, .reason = u"grey house"_s});
    caller.bye();
    QTRY_VERIFY(first<LineEnded>());
    ask(CloseIncident{incident, CloseReason::TestCall, {}});
    QTRY_VERIFY(first<IncidentClosed>());
    service->reset();
    qInstallMessageHandler(nullptr);

    QVERIFY2(said.contains("MESSAGE=Line 1 rings"), said.constData());
    for (const QByteArray &secret : {"5501234"_ba, token, "kitchen"_ba, "under the"_ba, "grey house"_ba, "37.5123"_ba,
                                     "127.0432"_ba, "127.0.0.1"_ba}) {
        const qsizetype at = said.indexOf(secret);
        QVERIFY2(at < 0, said.mid(qMax(0, at - 300), 600).constData());
    }
}

QTEST_GUILESS_MAIN(tst_QuietLog)
#include "tst_quietlog.moc"
