// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// What somebody beside the caller sees: a search page, nothing, or nothing any more.
class tst_CallerFaces : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void coversThePageWithOneThatWorks();
    void searchesAreSaid();
    void repliesFadeUnderTheResults();
    void threeTapsOnTheTitleCoverToo();
    void comesBackBySomethingNobodyDoesByChance();
    void aReloadStaysCovered();
    void beginsCoveredWhereTheAgencyWantsIt();
    void looksSwitchedOff();
    void leavesNothing();
    void theEndOfACoveredPageIsASearchPage();
    void aBlackPageStaysBlackAtTheEnd();

private:
    [[nodiscard]] bool isPlain()
    {
        return pageSays(u"!document.querySelector('#search, #black') && shownIs('#talk')"_s);
    }
    [[nodiscard]] static Handset handset()
    {
        return {.script = u"window.shownIs = what => { const part = document.querySelector(what);"
                          " return Boolean(part) && part.getBoundingClientRect().height > 0; };"_s};
    }
    [[nodiscard]] bool cover();
    [[nodiscard]] bool hold(const QString &selector, std::chrono::milliseconds time);
    [[nodiscard]] bool isErased();
};

bool tst_CallerFaces::cover()
{
    m_phone->tap(u"#cover"_s);
    return pageSays(u"shownIs('#search') && !shownIs('#talk')"_s)
        && comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Disguised; });
}

bool tst_CallerFaces::hold(const QString &selector, std::chrono::milliseconds time)
{
    std::optional<bool> held;
    m_phone->hold(selector, time, [&held](const Result<> &done) { held = done.has_value(); });
    return QTest::qWaitFor([&held] { return held.has_value(); }, 30000) && *held;
}

bool tst_CallerFaces::isErased()
{
    return pageSays(u"location.pathname === '/' && sessionStorage.length === 0 && localStorage.length === 0"
                    " && document.cookie === '' && !document.querySelector('#talk, #start, video')"_s)
        && pageSays(u"caches.keys().then(names => names.length === 0)"_s)
        && pageSays(u"indexedDB.databases().then(names => names.length === 0)"_s);
}

void tst_CallerFaces::coversThePageWithOneThatWorks()
{
    QVERIFY(begin(handset()));
    say(u"o-1"_s, u"혼자 있나요?"_s);
    QVERIFY(pageSays(u"document.querySelectorAll('#chat p').length === 1"_s));

    QVERIFY(cover());

    QVERIFY(pageSays(u"document.title === '찾아보기' && !document.body.innerText.includes('혼자')"_s));
    photograph(u"covered"_s);
    m_phone->type(u"#query"_s, u"3 × (2 + 5)"_s);
    QVERIFY(pageSays(u"document.querySelector('#results').innerText.includes('21')"_s));
    m_phone->evaluate(u"document.querySelector('#query').value = ''"_s, [](const Result<QJsonValue> &) { });
    m_phone->type(u"#query"_s, u"10 km"_s);
    QVERIFY(pageSays(u"document.querySelector('#results').innerText.includes('6.213712 mi')"_s));
    photograph(u"searched"_s);
}

void tst_CallerFaces::searchesAreSaid()
{
    QVERIFY(begin(handset()));
    QVERIFY(cover());

    m_phone->type(u"#query"_s, u"문이 잠겼어요"_s);

    QVERIFY(comes<Said>([](const Said &said) { return said.text == u"문이 잠겼어요"; }));
    QVERIFY(pageSays(u"document.querySelector('#results h2').innerText === '검색 결과'"_s));
    QCOMPARE(valueOf(u"document.querySelector('#aside').innerText"_s), QString());
}

void tst_CallerFaces::repliesFadeUnderTheResults()
{
    QVERIFY(begin(handset()));
    QVERIFY(cover());
    m_phone->type(u"#query"_s, u"달력"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));

    say(u"o-1"_s, u"가고 있어요"_s);

    QVERIFY(pageSays(u"document.querySelector('#aside').innerText === '가고 있어요'"_s));
    QVERIFY(comes<Seen>([](const Seen &seen) { return seen.message == "o-1"_L1 && !seen.read; }));
    QCOMPARE(count<Seen>(), 1);
    photograph(u"reply"_s);
    QVERIFY(pageSays(u"document.querySelector('#aside').innerText === ''"_s));
    QVERIFY(comes<Seen>([](const Seen &seen) { return seen.message == "o-1"_L1 && seen.read; }));
    QVERIFY(pageSays(u"!document.querySelector('#search').outerHTML.includes('가고')"_s));
}

void tst_CallerFaces::threeTapsOnTheTitleCoverToo()
{
    QVERIFY(begin(handset()));

    m_phone->evaluate(u"[1, 2, 3].forEach(() => document.querySelector('#name').click())"_s,
                      [](const Result<QJsonValue> &) { });

    QVERIFY(comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Disguised; }));
}

void tst_CallerFaces::comesBackBySomethingNobodyDoesByChance()
{
    QVERIFY(begin(handset()));
    QVERIFY(cover());
    m_phone->tap(u"#brand"_s);
    QVERIFY(pageSays(u"shownIs('#search')"_s));

    QVERIFY(hold(u"#brand"_s, 2300ms));

    QVERIFY(isPlain());
    QVERIFY(cover());
    m_phone->type(u"#query"_s, u"...."_s);
    QVERIFY(isPlain());
    QCOMPARE(count<Said>(), 0);
    QCOMPARE(valueOf(u"document.title"_s), u"안내"_s);
}

void tst_CallerFaces::aReloadStaysCovered()
{
    QVERIFY(begin(handset()));
    QVERIFY(cover());
    m_inputs.clear();

    m_phone->reload();

    QVERIFY(comes<Opened>([](const Opened &) { return true; }));
    QVERIFY(comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Disguised; }));
    QVERIFY(pageSays(u"shownIs('#search') && !shownIs('#talk') && !shownIs('#start')"_s));
    QVERIFY(comes<Located>([](const Located &) { return true; }));
}

void tst_CallerFaces::beginsCoveredWhereTheAgencyWantsIt()
{
    m_caller.reset();
    m_beginsDisguised = true;
    start();

    QVERIFY(begin(handset()));

    QVERIFY(comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Disguised; }));
    QVERIFY(pageSays(u"shownIs('#search') && !shownIs('#talk')"_s));
    QCOMPARE(count<PermissionSaid>(), 2);
    QVERIFY(hold(u"#brand"_s, 2300ms));
    QVERIFY(isPlain());
}

void tst_CallerFaces::looksSwitchedOff()
{
    QVERIFY(begin(handset()));

    m_phone->tap(u"#dark"_s);

    QVERIFY(comes<FaceShown>([](const FaceShown &shown) { return shown.face == PageFace::Black; }));
    QVERIFY(pageSays(u"document.body.innerText.trim() === '' && getComputedStyle(document.querySelector('#black'))"
                     ".cursor === 'none'"_s));
    QVERIFY(pageSays(u"document.elementFromPoint(5, 5).id === 'black' && document.elementFromPoint(300, 500).id ==="
                     " 'black'"_s));
    say(u"o-1"_s, u"거기 있나요?"_s);
    QVERIFY(comes<Seen>([](const Seen &seen) { return !seen.read; }));
    QVERIFY(pageSays(u"document.body.innerText.trim() === ''"_s));
    photograph(u"black"_s);
    QVERIFY(hold(u"#black"_s, 1300ms));
    QVERIFY(pageSays(u"shownIs('#search') && !document.querySelector('#black')"_s));
    QVERIFY(pageSays(u"document.querySelector('#aside').innerText === '거기 있나요?'"_s));
}

void tst_CallerFaces::leavesNothing()
{
    QVERIFY(begin(handset()));
    const QString before = valueOf(u"history.length"_s);
    m_phone->type(u"#line"_s, u"비밀"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);

    m_phone->tap(u"#leave"_s);

    QVERIFY(comes<Left>([](const Left &left) { return left.fled; }));
    QVERIFY(isErased());
    QVERIFY(pageSays(u"shownIs('#search') && document.title === '찾아보기'"_s));
    QVERIFY(!valueOf(u"document.documentElement.outerHTML"_s).contains(u"비밀"));
    QCOMPARE(valueOf(u"history.length"_s), before);
    photograph(u"left"_s);
    // Whatever is done there now reaches nobody.
    m_inputs.clear();
    m_phone->type(u"#query"_s, u"...."_s);
    QVERIFY(hold(u"#brand"_s, 2300ms));
    m_phone->moveTo({36.25, 124.5, Metres{20}});
    QVERIFY(pageSays(u"document.querySelector('#results').innerText.includes('....')"_s));
    QVERIFY(m_inputs.empty());
    m_phone->reload();
    QVERIFY(pageSays(u"document.readyState === 'complete' && !document.querySelector('#talk, #start')"_s));
    QVERIFY(m_inputs.empty());
}

void tst_CallerFaces::theEndOfACoveredPageIsASearchPage()
{
    QVERIFY(begin(handset()));
    QVERIFY(cover());

    m_caller->perform(RevokeTokens{{1}});

    QVERIFY(isErased());
    QVERIFY(pageSays(u"shownIs('#search')"_s));
}

void tst_CallerFaces::aBlackPageStaysBlackAtTheEnd()
{
    QVERIFY(begin(handset()));
    m_phone->tap(u"#dark"_s);
    QVERIFY(pageSays(u"shownIs('#black')"_s));

    m_caller->perform(RevokeTokens{{1}});

    QVERIFY(isErased());
    QVERIFY(pageSays(u"shownIs('#black') && document.body.innerText.trim() === ''"_s));
    m_phone->evaluate(u"[1, 2, 3].forEach(() => document.querySelector('#black').click())"_s,
                      [](const Result<QJsonValue> &) { });
    QVERIFY(pageSays(u"shownIs('#search') && !document.querySelector('#black')"_s));
}

QTEST_GUILESS_MAIN(tst_CallerFaces)
#include "tst_callerfaces.moc"
