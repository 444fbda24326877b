// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// The talk on the page: marks, answers by one key, phrases, languages.
class tst_CallerLines : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void marksWhatBecameOfALine();
    void tellsWhatWasRead();
    void showsWhoWrites();
    void answersByOneCharacter();
    void goesOnWhenTheNetworkComesBack();
    void speaksTheLanguageOfThePhone_data();
    void speaksTheLanguageOfThePhone();
    void sendsPhrasesByTheirName();
    void changesTheLanguage();
    void asksAgainInTheSameVisit();
};

void tst_CallerLines::marksWhatBecameOfALine()
{
    QVERIFY(begin());
    m_phone->type(u"#line"_s, u"도와주세요"_s);
    QVERIFY(pageSays(u"document.querySelector('#chat small').innerText.endsWith('· 보냄')"_s));

    m_caller->perform(ShowRead{{1}, m_chat.front().id});

    QVERIFY(pageSays(u"document.querySelector('#chat small').innerText.endsWith('· 읽음')"_s));
}

void tst_CallerLines::tellsWhatWasRead()
{
    QVERIFY(begin());

    say(u"o-1"_s, u"다쳤나요?"_s);

    QVERIFY(comes<Seen>([](const Seen &seen) { return seen.message == "o-1"_L1 && seen.read; }));
    QCOMPARE(count<Seen>(), 1);
}

void tst_CallerLines::showsWhoWrites()
{
    QVERIFY(begin());
    bool isTyping = false;
    connect(m_caller.get(), &caller::Caller::typing, this, [&isTyping] { isTyping = true; });

    m_caller->perform(ShowTyping{{1}});
    QVERIFY(pageSays(u"document.querySelector('#typing').innerText === '답장을 쓰고 있습니다…'"_s));
    m_phone->type(u"#line"_s, u"네"_s);

    QTRY_VERIFY_WITH_TIMEOUT(isTyping, 30000);
    QVERIFY(pageSays(u"document.querySelector('#typing').innerText === ''"_s));
}

void tst_CallerLines::answersByOneCharacter()
{
    QVERIFY(begin());

    for (const QString &key : {u"1"_s, u"2"_s, u"3"_s, u"0"_s}) {
        m_phone->tap(u"[data-answer='%1']"_s.arg(key));
        QVERIFY(comes<Said>([&key](const Said &said) { return said.text == key; }));
    }

    QCOMPARE(valueOf(u"document.querySelector('[data-answer=\"2\"]').innerText"_s), u"2 아니요"_s);
}

void tst_CallerLines::goesOnWhenTheNetworkComesBack()
{
    QVERIFY(begin());
    m_inputs.clear();
    m_phone->setOffline(true);
    QVERIFY(pageSays(u"!navigator.onLine"_s));
    m_phone->type(u"#line"_s, u"아직 있어요"_s);
    QVERIFY(pageSays(u"document.querySelectorAll('#chat .caller').length === 1"_s));

    m_phone->setOffline(false);

    QVERIFY(comes<Said>([](const Said &said) { return said.text == u"아직 있어요"; }));
    QCOMPARE(valueOf(u"document.querySelectorAll('#chat .caller').length"_s), u"1"_s);
}

void tst_CallerLines::speaksTheLanguageOfThePhone_data()
{
    QTest::addColumn<QString>("languages");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("direction");
    QTest::newRow("vi") << u"vi-VN,en"_s << u"vi"_s << u"ltr"_s;
    QTest::newRow("Filipino") << u"fil-PH,en"_s << u"tl"_s << u"ltr"_s;
    QTest::newRow("Urdu") << u"ur-PK,en"_s << u"ur"_s << u"rtl"_s;
    QTest::newRow("the second") << u"de-DE,ar"_s << u"ar"_s << u"rtl"_s;
    QTest::newRow("none of ours") << u"de-DE"_s << u"en"_s << u"ltr"_s;
}

void tst_CallerLines::speaksTheLanguageOfThePhone()
{
    QFETCH(const QString, languages);
    QFETCH(const QString, language);
    QFETCH(const QString, direction);

    QVERIFY(begin({.languages = languages}));

    QCOMPARE(valueOf(u"document.documentElement.lang"_s), language);
    QCOMPARE(valueOf(u"document.documentElement.dir"_s), direction);
    QCOMPARE(inputs<Opened>().front().language, languages.section(u',', 0, 0));
    photograph(u"talk-"_s + language);
}

void tst_CallerLines::sendsPhrasesByTheirName()
{
    QVERIFY(begin({.languages = u"ur"_s}));
    QVERIFY(
        pageSays(u"document.querySelector('#tools') && fetch('/caller/phrases/ur.json').then(answer => answer.ok)"_s));
    const QString own
        = valueOf(u"fetch('/caller/phrases/ur.json').then(a => a.json()).then(b => b.texts['cannot-talk'])"_s);
    QVERIFY(!own.isEmpty());

    m_phone->tap(u"#phrases"_s);
    QVERIFY(pageSays(u"document.querySelectorAll('#panel button').length > 20"_s));
    photograph(u"phrases"_s);
    m_phone->evaluate(
        u"[...document.querySelectorAll('#panel button')].find(each => each.innerText === %1).click()"_s.arg(
            u"'%1'"_s.arg(own)),
        [](const Result<QJsonValue> &) { });

    QVERIFY(comes<Said>([&own](const Said &said) { return said.phrase == "cannot-talk"_L1 && said.text == own; }));
    say(u"o-1"_s, u"아니요."_s, u"no"_s);
    const QString no = valueOf(u"fetch('/caller/phrases/ur.json').then(a => a.json()).then(b => b.texts.no)"_s);
    QVERIFY(pageSays(u"document.querySelector('#chat .operator span').innerText === '%1'"_s.arg(no)));
}

void tst_CallerLines::changesTheLanguage()
{
    QVERIFY(begin());
    QCOMPARE(valueOf(u"document.querySelectorAll('#language option').length"_s), u"20"_s);

    m_phone->evaluate(u"document.querySelector('#language').value = 'ar';"
                      " document.querySelector('#language').dispatchEvent(new Event('change'))"_s,
                      [](const Result<QJsonValue> &) { });

    QVERIFY(pageSays(u"document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar'"_s));
    QVERIFY(pageSays(u"document.querySelector('#link').innerText === strings.text('link.open')"_s));
    QVERIFY(pageSays(u"document.documentElement.scrollWidth <= window.innerWidth"_s));
}

void tst_CallerLines::asksAgainInTheSameVisit()
{
    QVERIFY(begin());
    m_phone->type(u"#line"_s, u"하나"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));

    m_phone->reload();

    QTRY_COMPARE_WITH_TIMEOUT(count<Opened>(), 2, 30000);
    QVERIFY(pageSays(u"document.querySelectorAll('#chat .caller').length === 1"_s));
    QCOMPARE(inputs<Opened>().front().incident, inputs<Opened>().back().incident);
}

QTEST_GUILESS_MAIN(tst_CallerLines)
#include "tst_callerlines.moc"
