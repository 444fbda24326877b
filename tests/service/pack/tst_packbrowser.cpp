// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pack.h"
#include "app/workstation/demonstration/phone.h"
#include "tests/service/pack/packstory.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;
using knock::demonstration::Phone;
using knock::pack::Pack;

/// The page for the units in a real browser.
class tst_PackBrowser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsTheIncidentUntilItEnds_data();
    void showsTheIncidentUntilItEnds();

private:
    [[nodiscard]] bool open(const QString &languages);
    [[nodiscard]] bool says(const QString &javaScript);
    [[nodiscard]] bool hasText(const QString &text)
    {
        return says(u"document.body.innerText.includes('%1')"_s.arg(text));
    }
    void photograph(const QString &name);

    const WallClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Pack> m_pack;
    std::unique_ptr<Phone> m_phone;
    QStringList m_console;
};

void tst_PackBrowser::initTestCase()
{
    if (QStandardPaths::findExecutable(u"chromium"_s).isEmpty())
        QSKIP("Chromium is not installed.");
}

void tst_PackBrowser::init()
{
    QTest::failOnWarning();
    m_console.clear();
    pack::Configuration configuration;
    configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
    configuration.pages = QStringLiteral(KNOCK_RESOURCES "/pack");
    configuration.categories = QStringLiteral(KNOCK_RESOURCES "/phrases/categories.json");
    configuration.files = m_folder.path();
    m_pack = std::make_unique<Pack>(configuration, m_clock);
    QVERIFY(m_pack->start());
    m_pack->perform(packOf(packStory(m_clock.now()), m_clock.now().addSecs(3600)));
}

void tst_PackBrowser::cleanup()
{
    m_phone.reset();
    m_pack.reset();
}

bool tst_PackBrowser::open(const QString &languages)
{
    m_phone = std::make_unique<Phone>();
    m_phone->setHandset({.size = {360, 740}, .languages = languages});
    bool ready = false;
    connect(m_phone.get(), &Phone::ready, this, [&ready] { ready = true; });
    connect(m_phone.get(), &Phone::console, this, [this](const QString &line) { m_console.append(line); });
    const QUrl link(u"https://127.0.0.1:%1/p/#%2"_s.arg(m_pack->port()).arg(QString::fromLatin1(packToken)));
    return m_phone->open(link, {}) && QTest::qWaitFor([&ready] { return ready; }, 60000);
}

bool tst_PackBrowser::says(const QString &javaScript)
{
    std::optional<bool> said;
    m_phone->waitFor(javaScript, [&said](const Result<> &yes) { said = yes.has_value(); }, std::chrono::seconds(20));
    if (QTest::qWaitFor([&said] { return said.has_value(); }, 40000) && *said)
        return true;
    qInfo().noquote() << javaScript << m_console;
    return false;
}

void tst_PackBrowser::photograph(const QString &name)
{
    const QString folder = QDir(QCoreApplication::applicationDirPath()).filePath(u"../screens"_s);
    QVERIFY(QDir().mkpath(folder));
    for (const bool dark : {false, true}) {
        m_phone->setDark(dark);
        bool taken = false;
        m_phone->screenshot(u"%1/pack-%2-%3.png"_s.arg(folder, name, dark ? u"dark"_s : u"light"_s),
                            [&taken](const Result<> &) { taken = true; });
        QTRY_VERIFY_WITH_TIMEOUT(taken, 20000);
    }
}

void tst_PackBrowser::showsTheIncidentUntilItEnds_data()
{
    QTest::addColumn<QString>("unsafe");
    QTest::addColumn<QString>("within");
    QTest::addColumn<QString>("over");
    QTest::newRow("en-GB,en") << u"DO NOT RING BACK"_s << u"within 12 m"_s << u"This page is over."_s;
    QTest::newRow("ko-KR,ko") << u"다시 전화하지 마십시오"_s << u"반경 12 m"_s << u"이 페이지는 종료되었습니다."_s;
}

void tst_PackBrowser::showsTheIncidentUntilItEnds()
{
    QFETCH(const QString, unsafe);
    QFETCH(const QString, within);
    QFETCH(const QString, over);
    QVERIFY(open(QString::fromLatin1(QTest::currentDataTag())));

    QVERIFY(hasText(u"%1-00017"_s.arg(m_clock.now().toLocalTime().date().year())));
    QVERIFY(hasText(unsafe));
    QVERIFY(hasText(within));
    QVERIFY(hasText(u"35.999700, 124.616431"_s));
    QVERIFY(hasText(u"he is <b>here</b>"_s)); // as text
    QVERIFY(says(u"document.querySelectorAll('#sketch .point').length === 1"_s));
    QVERIFY(says(u"document.getElementById('open').href.startsWith('geo:35.9997,')"_s));
    QVERIFY(says(u"document.documentElement.scrollWidth <= window.innerWidth"_s));
    photograph(QString::fromLatin1(QTest::currentDataTag()).first(2));

    m_pack->perform(
        TellPack{MessageSent{{17}, {u"2"_s, Message::Author::Operator, u"police is near"_s, m_clock.now()}}});
    QVERIFY(hasText(u"police is near"_s));

    m_pack->perform(RevokePack{{17}});
    QVERIFY(hasText(over));
    QVERIFY(says(u"!document.documentElement.outerHTML.includes('here') && location.hash === ''"_s));
    QVERIFY2(!m_console.join(u'\n').contains(u"Content Security Policy"_s), qPrintable(m_console.join(u'\n')));
}

QTEST_GUILESS_MAIN(tst_PackBrowser)
#include "tst_packbrowser.moc"
