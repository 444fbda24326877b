// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/caller/caller.h"
#include "app/workstation/demonstration/phone.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace knock::test {

/// The caller's page in a real browser, against the real adapter, fresh for each test function of the classes that
/// derive from this. The test stands for the rules behind the adapter.
class BrowserHouse : public QObject
{
    Q_OBJECT
protected:
    using Handset = demonstration::Handset;

    static constexpr QLatin1StringView token{"AAAAAAAAAAAAAAAAAAAAA1"};
    static constexpr std::chrono::seconds patience{30};

    void start(quint16 port = 0)
    {
        caller::Configuration configuration;
        configuration.web.port = port;
        configuration.web.certificateFile = m_folder.filePath(QStringLiteral("certificate.pem"));
        configuration.web.keyFile = m_folder.filePath(QStringLiteral("key.pem"));
        configuration.pages = QStringLiteral(KNOCK_PAGES);
        configuration.books = QStringLiteral(KNOCK_BOOKS);
        configuration.files = m_folder.filePath(QStringLiteral("files"));
        configuration.disguised = m_beginsDisguised;
        m_caller = std::make_unique<caller::Caller>(configuration, m_clock);
        connect(m_caller.get(), &dispatch::Adapter::input, this, &BrowserHouse::take);
        connect(m_caller.get(), &caller::Caller::still, this,
                [this](IncidentId, VisitId, const QByteArray &jpeg) { m_stills.append(jpeg); });
        const auto started = m_caller->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
        admit(LinkKind::Live);
    }

    void admit(LinkKind kind) { m_caller->perform(dispatch::AdmitToken{{1}, token, m_clock.now().addSecs(600), kind}); }

    void take(const dispatch::Input &input)
    {
        // That a link was fetched says nothing of a person.
        if (std::holds_alternative<dispatch::Fetched>(input))
            return;
        m_inputs.push_back(input);
        if (const auto *opened = std::get_if<dispatch::Opened>(&input)) {
            m_caller->perform(dispatch::ShowChat{{1}, opened->visit, m_chat});
        } else if (const auto *said = std::get_if<dispatch::Said>(&input)) {
            auto known = std::ranges::find(m_chat, said->id, &Message::id);
            if (known == m_chat.end())
                known = m_chat.insert(known,
                                      {said->id, Message::Author::Caller, said->text, m_clock.now(), said->phrase});
            m_caller->perform(dispatch::ShowMessage{{1}, *known});
        }
    }

    /// A line of the operator's.
    void say(const QString &id, const QString &text, const QString &phrase = {})
    {
        m_chat.push_back({id, Message::Author::Operator, text, m_clock.now(), phrase});
        m_caller->perform(dispatch::ShowMessage{{1}, m_chat.back()});
    }

    [[nodiscard]] bool open(const Handset &handset = {}, const QString &with = QString(token))
    {
        m_phone = std::make_unique<demonstration::Phone>();
        m_phone->setHandset(handset);
        bool ready = false;
        connect(m_phone.get(), &demonstration::Phone::ready, this, [&ready] { ready = true; });
        connect(m_phone.get(), &demonstration::Phone::console, this,
                [this](const QString &line) { m_console.append(line); });
        const QUrl link(QStringLiteral("https://127.0.0.1:%1/%2").arg(m_caller->port()).arg(with));
        return m_phone->open(link, {35.9997, 124.616431, Metres{9}})
            && QTest::qWaitFor([&ready] { return ready; }, 60000);
    }

    /// Opens the link, touches the page and waits until the parts that come after the touch are there.
    [[nodiscard]] bool begin(const Handset &handset = {})
    {
        if (!open(handset))
            return false;
        m_phone->tap(QStringLiteral("#go"));
        return QTest::qWaitFor([this] { return count<dispatch::Opened>() > 0; }, 30000)
            && pageSays(QStringLiteral("typeof Disguise === 'function' && typeof Camera === 'function'"));
    }

    [[nodiscard]] bool pageSays(const QString &javaScript)
    {
        std::optional<bool> said;
        m_phone->waitFor(javaScript, [&said](const Result<> &yes) { said = yes.has_value(); }, patience);
        if (QTest::qWaitFor([&said] { return said.has_value(); }, 60000) && *said)
            return true;
        qInfo().noquote() << "The page shows:"
                          << valueOf(QStringLiteral("[location.pathname, document.documentElement.className,"
                                                    " document.body.innerText].join(' | ')"))
                          << m_console;
        return false;
    }

    [[nodiscard]] QString valueOf(const QString &javaScript)
    {
        std::optional<QString> value;
        m_phone->evaluate(javaScript, [&value](const Result<QJsonValue> &is) {
            value = is ? is->toVariant().toString() : is.error().detail;
        });
        return QTest::qWaitFor([&value] { return value.has_value(); }, 30000) ? *value : QString();
    }

    /// Pictures of what the phone shows, on a usual phone and on a small one.
    void photograph(const QString &name)
    {
        const QString folder = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../screens"));
        QVERIFY(QDir().mkpath(folder));
        for (const QSize size : {QSize(320, 568), QSize(360, 740)}) {
            m_phone->resize(size);
            QVERIFY(pageSays(QStringLiteral("window.innerWidth === %1").arg(size.width())));
            QVERIFY(pageSays(QStringLiteral("document.documentElement.scrollWidth <= window.innerWidth")));
            bool taken = false;
            m_phone->screenshot(QStringLiteral("%1/caller-%2-%3.png").arg(folder, name).arg(size.width()),
                                [&taken](const Result<> &) { taken = true; });
            QTRY_VERIFY_WITH_TIMEOUT(taken, 20000);
        }
    }

    template <typename Kind>
    [[nodiscard]] std::vector<Kind> inputs() const
    {
        std::vector<Kind> found;
        for (const dispatch::Input &input : m_inputs) {
            if (const Kind *kind = std::get_if<Kind>(&input))
                found.push_back(*kind);
        }
        return found;
    }

    template <typename Kind>
    [[nodiscard]] qsizetype count() const
    {
        return static_cast<qsizetype>(inputs<Kind>().size());
    }

    /// Whether such an input comes, or has come.
    template <typename Kind, typename Predicate>
    [[nodiscard]] bool comes(Predicate fits)
    {
        return QTest::qWaitFor([&] { return std::ranges::any_of(inputs<Kind>(), fits); }, 30000);
    }

    WallClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<caller::Caller> m_caller;
    std::unique_ptr<demonstration::Phone> m_phone;
    std::vector<dispatch::Input> m_inputs;
    std::vector<Message> m_chat;
    QStringList m_console;
    QList<QByteArray> m_stills;
    bool m_beginsDisguised = false;

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("chromium")).isEmpty())
            QSKIP("Chromium is not installed.");
    }

    void init()
    {
        QTest::failOnWarning();
        m_inputs.clear();
        m_chat.clear();
        m_console.clear();
        m_stills.clear();
        m_beginsDisguised = false;
        start();
    }

    void cleanup()
    {
        m_phone.reset();
        m_caller.reset();
    }
};

} // namespace knock::test
