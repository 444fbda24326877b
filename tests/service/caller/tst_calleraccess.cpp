// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// Whether everybody can use the page, as WCAG 2.2 (level AA) has it: measured by audit.js in every state the page has.
class tst_CallerAccess : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void everybodyCanUseIt_data();
    void everybodyCanUseIt();
    void everyLanguageFits();
    void findsWhatIsToBeFound();

private:
    struct State {
        const char *name;
        bool (*reach)(tst_CallerAccess &);
    };
    static const std::vector<State> &states();
    [[nodiscard]] static Handset handset();
    [[nodiscard]] bool beginAs(LinkKind kind, const Handset &handset = tst_CallerAccess::handset())
    {
        admit(kind);
        return begin(handset);
    }
    [[nodiscard]] bool hasBoth() // the phone has answered what it was asked
    {
        return pageSays(u"document.querySelector('#place').innerText && document.querySelector('#camera').innerText"_s)
            && comes<PermissionSaid>([](const PermissionSaid &said) { return said.permission == Permission::Camera; });
    }
    [[nodiscard]] bool show(const QString &selector)
    {
        m_phone->tap(selector);
        return pageSays(u"!document.querySelector('#panel').hidden && document.querySelector('#panel').firstChild"_s);
    }
    [[nodiscard]] bool cover()
    {
        m_phone->tap(u"#cover"_s);
        return pageSays(u"document.querySelectorAll('.suggestions button').length > 0"_s);
    }

    [[nodiscard]] QJsonObject measure(const QString &language = u"ko"_s)
    {
        return QJsonDocument::fromJson(valueOf(u"audit('%1')"_s.arg(language)).toUtf8()).object();
    }
    [[nodiscard]] bool resize(const QSize &size)
    {
        m_phone->resize(size);
        return pageSays(u"document.documentElement.clientWidth === %1"_s.arg(size.width()));
    }
    [[nodiscard]] QStringList measureIn(const QString &view, QJsonObject &worst);
    [[nodiscard]] QStringList walk(int controls);
    [[nodiscard]] QJsonObject tab();
};

tst_CallerAccess::Handset tst_CallerAccess::handset()
{
    QFile audit(QStringLiteral(KNOCK_AUDIT));
    return {.script = audit.open(QIODevice::ReadOnly) ? QString::fromUtf8(audit.readAll()) : QString()};
}

const std::vector<tst_CallerAccess::State> &tst_CallerAccess::states()
{
    using House = tst_CallerAccess;
    static const std::vector<State> all{
        {"start", [](House &house) { return house.open(handset()); }},
        {"talk",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live) || !house.hasBoth())
                 return false;
             house.m_phone->type(u"#line"_s, u"문이 잠겼어요"_s);
             house.say(u"o-1"_s, u"혼자 있나요?"_s);
             house.m_caller->perform(ShowTyping{{1}});
             return house.pageSays(u"document.querySelectorAll('#chat p').length === 2"_s);
         }},
        {"refused",
         [](House &house) {
             Handset neither = handset();
             neither.givesPlace = neither.givesCamera = false;
             return house.beginAs(LinkKind::Live, neither) && house.hasBoth();
         }},
        {"help",
         [](House &house) { return house.beginAs(LinkKind::Live) && house.hasBoth() && house.show(u"#help"_s); }},
        {"phrases",
         [](House &house) {
             return house.beginAs(LinkKind::Live) && house.hasBoth() && house.show(u"#phrases"_s)
                 && house.pageSays(u"document.querySelectorAll('#panel button').length > 20"_s);
         }},
        {"other app",
         [](House &house) {
             Handset inside = handset();
             inside.agent = u"Mozilla/5.0 (Linux; Android 14; SM-A165N) Chrome/131.0.0.0 Mobile KAKAOTALK/25.1.0"_s;
             return house.beginAs(LinkKind::Live, inside) && house.hasBoth() && house.show(u"#help"_s);
         }},
        {"location",
         [](House &house) {
             if (!house.beginAs(LinkKind::Location)
                 || !house.pageSays(u"document.querySelector('#place').innerText === strings.text('place.on')"_s))
                 return false;
             house.m_caller->perform(SteerCamera{{1}, CameraWish::Front});
             return house.pageSays(u"!document.querySelector('#cameraAgain').hidden"_s);
         }},
        {"upload",
         [](House &house) {
             return house.beginAs(LinkKind::Upload) && house.pageSays(u"!document.querySelector('#fileRow').hidden"_s);
         }},
        {"too long",
         [](House &house) {
             return house.beginAs(LinkKind::Live) && house.hasBoth()
                 && !house
                         .valueOf(u"document.querySelector('#line').value = 'a'.repeat(1001);"
                                  " document.querySelector('#say button').click(); 'done'"_s)
                         .isEmpty()
                 && house.pageSays(u"document.querySelector('#notice').innerText"_s);
         }},
        {"lost",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live) || !house.hasBoth())
                 return false;
             house.m_caller.reset();
             return house.pageSays(u"document.querySelector('#link').className === 'warn'"_s);
         }},
        {"covered", [](House &house) { return house.beginAs(LinkKind::Live) && house.hasBoth() && house.cover(); }},
        {"searched",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live) || !house.hasBoth() || !house.cover())
                 return false;
             house.m_phone->type(u"#query"_s, u"서울 날씨"_s);
             return house.pageSays(u"document.querySelectorAll('#results article').length > 0"_s);
         }},
        {"found nothing",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live) || !house.hasBoth() || !house.cover())
                 return false;
             house.m_phone->type(u"#query"_s, u"ㅁㄴㅇㄹ"_s);
             return house.pageSays(u"document.querySelectorAll('#results > p').length > 0"_s);
         }},
        {"black",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live) || !house.hasBoth())
                 return false;
             house.m_phone->tap(u"#dark"_s);
             return house.pageSays(u"Boolean(document.querySelector('#black'))"_s);
         }},
        {"left",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live))
                 return false;
             house.m_phone->tap(u"#leave"_s);
             return house.pageSays(u"document.querySelectorAll('.suggestions button').length > 0"_s);
         }},
        {"ended",
         [](House &house) {
             if (!house.beginAs(LinkKind::Live))
                 return false;
             house.m_caller->perform(RevokeTokens{{1}});
             return house.pageSays(u"!document.querySelector('#end').hidden"_s);
         }},
        {"without a link",
         [](House &house) {
             return house.open(handset(), QString())
                 && house.pageSays(u"document.querySelectorAll('.suggestions button').length > 0"_s);
         }},
    };
    return all;
}

void tst_CallerAccess::everybodyCanUseIt_data()
{
    QTest::addColumn<int>("state");
    for (size_t n = 0; n < states().size(); ++n)
        QTest::newRow(states()[n].name) << static_cast<int>(n);
}

/// What is found, with \a view before each; \a worst keeps the figures that are the worst so far.
QStringList tst_CallerAccess::measureIn(const QString &view, QJsonObject &worst)
{
    const QJsonObject now = measure();
    for (const auto &name : {"contrast"_L1, "target"_L1})
        worst[name] = std::min(worst[name].toDouble(1000), now[name].toDouble(1000));
    for (const auto &name : {"texts"_L1, "controls"_L1})
        worst[name] = std::max(worst[name].toInt(), now[name].toInt());
    QStringList findings = now["findings"_L1].toVariant().toStringList();
    if (!now.contains("findings"_L1))
        findings.append(u"nothing was measured"_s);
    for (QString &finding : findings)
        finding.prepend(view + u": "_s);
    return findings;
}

QJsonObject tst_CallerAccess::tab()
{
    bool isDone = false;
    m_phone->press(u"Tab"_s, [&isDone](const Result<> &) { isDone = true; });
    if (!QTest::qWaitFor([&isDone] { return isDone; }, 30000))
        return {};
    return QJsonDocument::fromJson(valueOf(u"audit.focused()"_s).toUtf8()).object();
}

/// Goes once round the page by the Tab key.
QStringList tst_CallerAccess::walk(int controls)
{
    QStringList findings;
    QList<int> order;
    for (int presses = 0; presses < controls + 3 && order.size() < controls; ++presses) {
        const QJsonObject at = tab();
        if (at["at"_L1].toInt(-1) < 0) // between the end of the page and its beginning
            continue;
        order.append(at["at"_L1].toInt());
        findings += at["findings"_L1].toVariant().toStringList();
    }
    for (qsizetype n = 0; n < order.size(); ++n) {
        if (order[n] != (order[0] + n) % controls)
            findings.append(u"order by Tab: %1 comes after %2"_s.arg(order[n]).arg(order[n - 1]));
    }
    if (order.size() < controls)
        findings.append(u"Tab reaches %1 of %2"_s.arg(order.size()).arg(controls));
    return findings;
}

void tst_CallerAccess::everybodyCanUseIt()
{
    QFETCH(const int, state);
    QVERIFY(states()[static_cast<size_t>(state)].reach(*this));
    QJsonObject worst;

    QVERIFY(resize({360, 740}));
    QStringList findings = measureIn(u"360"_s, worst);
    const int controls = worst["controls"_L1].toInt();
    findings += walk(controls);
    m_phone->setDark(true);
    QVERIFY(pageSays(u"matchMedia('(prefers-color-scheme: dark)').matches"_s));
    findings += measureIn(u"360 dark"_s, worst);
    findings += walk(controls);
    m_phone->setDark(false);
    QVERIFY(resize({320, 568}));
    findings += measureIn(u"320"_s, worst);
    QVERIFY(resize({180, 370})); // 360 x 740 at 200 %
    findings += measureIn(u"200 %"_s, worst);
    QVERIFY(resize({320, 568}));
    (void)valueOf(u"audit.space()"_s);
    findings += measureIn(u"spaced"_s, worst);

    qInfo().noquote() << QString::fromLatin1(QTest::currentDataTag()).leftJustified(16)
                      << u"%1 texts, contrast >= %2, %3 controls, >= %4 px"_s.arg(worst["texts"_L1].toInt(), 2)
                             .arg(worst["contrast"_L1].toDouble(), 5, 'f', 2)
                             .arg(controls, 2)
                             .arg(controls > 0 ? worst["target"_L1].toDouble() : 0, 0, 'f', 0);
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u"\n"_s)));
}

void tst_CallerAccess::everyLanguageFits()
{
    QVERIFY(beginAs(LinkKind::Live));
    QVERIFY(hasBoth());
    QVERIFY(resize({320, 568}));
    const QStringList languages = valueOf(u"Object.keys(strings.names).join()"_s).split(u',');
    QStringList findings;

    for (const QString &language : languages) {
        (void)valueOf(u"strings.load('%1').then(() => 'done')"_s.arg(language));
        for (const QString &finding : measure(language)["findings"_L1].toVariant().toStringList())
            findings.append(language + u": "_s + finding);
    }

    QCOMPARE(languages.size(), 20);
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u"\n"_s)));
}

/// Everything that is measured is found where it is wrong.
void tst_CallerAccess::findsWhatIsToBeFound()
{
    QVERIFY(beginAs(LinkKind::Live));
    QVERIFY(hasBoth());
    QVERIFY(tab()["findings"_L1].toArray().isEmpty());
    const std::pair<QString, QString> broken[]{
        {u"contrast #link"_s, u"$('#link').style.color = '#aaaaaa'"_s},
        {u"target #leave"_s, u"$('#leave').style.minHeight = '40px'; $('#leave').style.padding = '0'"_s},
        {u"name #line"_s, u"$('[for=line]').remove()"_s},
        {u"edge #help"_s, u"$('#help').style.borderColor = 'transparent'"_s},
        {u"order #cover"_s, u"$('#cover').tabIndex = 1"_s},
        {u"order #leave"_s, u"$('#leave').style.order = -1; $('#leave').style.marginBottom = '0'"_s},
        {u"reflow the page"_s, u"$('#name').style.minWidth = '500px'"_s},
        {u"language en"_s, u"document.documentElement.lang = 'en'"_s},
        {u"language ko rtl"_s, u"document.documentElement.lang = 'ko'; document.documentElement.dir = 'rtl'"_s},
        {u"title the page"_s, u"document.title = ''"_s},
        {u"zoom the page"_s, u"$('meta[name=viewport]').content += ', user-scalable=no'"_s},
        {u"id help"_s, u"$('#dark').id = 'help'"_s},
    };
    const auto found = [this] { return measure()["findings"_L1].toVariant().toStringList(); };

    for (const auto &[finding, script] : broken) {
        QVERIFY2(found().filter(finding).isEmpty(), qPrintable(finding));
        (void)valueOf(u"(() => { const $ = what => document.querySelector(what); %1; })()"_s.arg(script));
        QVERIFY2(!found().filter(finding).isEmpty(), qPrintable(finding + u" is not among "_s + found().join(u", "_s)));
    }

    const QString focused = u"audit.focused()"_s;
    (void)valueOf(u"document.querySelector('#line').focus()"_s);
    QVERIFY(!valueOf(focused).contains(u"#line"));
    (void)valueOf(u"document.querySelector('#line').style.outline = 'none'"_s);
    QVERIFY(valueOf(focused).contains(u"focus #line"));
    (void)valueOf(u"document.body.append(Object.assign(document.createElement('div'), {id: 'black'}))"_s);
    QVERIFY(valueOf(focused).contains(u"hidden #line"));
}

QTEST_GUILESS_MAIN(tst_CallerAccess)
#include "tst_calleraccess.moc"
