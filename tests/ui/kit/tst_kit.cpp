// SPDX-License-Identifier: Apache-2.0
#include "app/core/command.h"
#include "tests/support/manualclock.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/glyph.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/languages.h"
#include "ui/kit/statecolours.h"
#include "ui/kit/words.h"

#include <QAction>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Kit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void everyTextCanBeRead_data();
    void everyTextCanBeRead();
    void aPaleTextWouldBeFound();
    void statesStayApartForEveryEye_data();
    void statesStayApartForEveryEye();
    void redAndGreenOfOneLightnessWouldBeFound();
    void everyGlyphIsDrawn();
    void clocksCountMinutesAndHours();
    void clocksFollowTheTick();
    void aGridFillsItsRowsEvenly_data();
    void aGridFillsItsRowsEvenly();
    void aButtonShowsItsActionAndKey();
    void aNarrowButtonGivesItsKeyUpFirst();
    void aButtonThatIsSwitchedOffLetsTheFocusGo();
    void languagesHaveNames();
    void aTextsLengthIsTold();
    void theKnockIsToldAsFacts();
    void everyRefusalSaysWhatToDo();
};

void tst_Kit::everyTextCanBeRead_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");
    for (const auto &[name, scheme] : {std::pair("dark", ui::Scheme::Dark), std::pair("light", ui::Scheme::Light)}) {
        const ui::StateColours &c = ui::stateColours(scheme);
        const std::pair<const char *, QColor> grounds[]{
            {"window", c.window}, {"raised", c.raised}, {"selected", c.selected}};
        const std::pair<const char *, QColor> texts[]{{"text", c.text},   {"muted", c.muted},     {"accent", c.accent},
                                                      {"alarm", c.alarm}, {"warning", c.warning}, {"good", c.good}};
        for (const auto &[groundName, ground] : grounds) {
            for (const auto &[textName, text] : texts)
                QTest::addRow("%s %s on %s", name, textName, groundName) << text << ground << 4.5;
        }
        QTest::addRow("%s on accent", name) << c.onAccent << c.accentFill << 4.5;
        QTest::addRow("%s on alarm", name) << c.onAlarm << c.alarmFill << 4.5;
        // 1.4.11: what shows that something is a control, is in hand or has the focus.
        for (const auto &[groundName, ground] : grounds)
            QTest::addRow("%s edge of a field on %s", name, groundName) << c.edge << ground << 3.0;
        QTest::addRow("%s chosen row of a list", name) << c.accentFill << c.raised << 3.0;
        QTest::addRow("%s next step's button", name) << c.accentFill << c.window << 3.0;
        QTest::addRow("%s button on the alarm", name) << c.onAlarm << c.alarmFill << 3.0;
    }
}

void tst_Kit::everyTextCanBeRead()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    QFETCH(double, least);

    const double found = ui::contrast(text, ground);

    QVERIFY2(found >= least, qPrintable(QString::number(found)));
}

void tst_Kit::aPaleTextWouldBeFound()
{
    QVERIFY(ui::contrast(Qt::black, Qt::white) > 20.9);
    QVERIFY(ui::contrast(QColor(0x777777), Qt::white) < 4.5);
}

using Matrix = std::array<std::array<double, 3>, 3>;

/// What an eye without one of its three kinds of cones sees (Machado, Oliveira, Fernandes 2009, severity 1), in
/// linear red, green and blue.
static constexpr Matrix protan{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
static constexpr Matrix deutan{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
static constexpr Matrix tritan{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

/// CIE 1976 L*a*b* of \a colour (D65) as the eye of \a eye sees it.
static std::array<double, 3> seen(const QColor &colour, const Matrix &eye)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const std::array light{linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
    std::array<double, 3> c{};
    for (size_t i = 0; i < 3; ++i)
        c[i] = std::clamp(eye[i][0] * light[0] + eye[i][1] * light[1] + eye[i][2] * light[2], 0.0, 1.0);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
    const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
    const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double distance(const QColor &one, const QColor &other, const Matrix &eye)
{
    const auto a = seen(one, eye);
    const auto b = seen(other, eye);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

constexpr double apart = 12; // about five times what an eye just tells apart

void tst_Kit::statesStayApartForEveryEye_data()
{
    QTest::addColumn<Matrix>("eye");
    QTest::addColumn<ui::Scheme>("scheme");
    for (const auto &[name, scheme] : {std::pair("dark", ui::Scheme::Dark), std::pair("light", ui::Scheme::Light)}) {
        QTest::addRow("%s protan", name) << protan << scheme;
        QTest::addRow("%s deutan", name) << deutan << scheme;
        QTest::addRow("%s tritan", name) << tritan << scheme;
    }
}

void tst_Kit::statesStayApartForEveryEye()
{
    QFETCH(Matrix, eye);
    QFETCH(ui::Scheme, scheme);
    const ui::StateColours &c = ui::stateColours(scheme);
    const std::pair<const char *, QColor> states[]{
        {"accent", c.accent}, {"alarm", c.alarm}, {"warning", c.warning}, {"good", c.good}};

    for (const auto &[oneName, one] : states) {
        for (const auto &[otherName, other] : states) {
            const double found = distance(one, other, eye);
            QVERIFY2(
                oneName == otherName || found >= apart,
                qPrintable(u"%1 %2: %3"_s.arg(QLatin1StringView(oneName), QLatin1StringView(otherName)).arg(found)));
        }
    }
}

void tst_Kit::redAndGreenOfOneLightnessWouldBeFound()
{
    QVERIFY(distance(QColor(0xffa394), QColor(0x84db97), deutan) < apart);
    QVERIFY(distance(QColor(0xffa394), QColor(0x84db97), tritan) > 2 * apart);
}

void tst_Kit::everyGlyphIsDrawn()
{
    for (int i = 0; i <= static_cast<int>(ui::lastGlyph); ++i) {
        const QImage drawn = ui::glyphPixmap(static_cast<ui::Glyph>(i), Qt::red, 24, 1).toImage();
        bool red = false;
        for (int y = 0; y < drawn.height(); ++y) {
            for (int x = 0; x < drawn.width(); ++x)
                red = red || (drawn.pixelColor(x, y).alpha() > 200 && drawn.pixelColor(x, y).red() > 200);
        }
        QVERIFY2(red, qPrintable(QString::number(i)));
    }
}

void tst_Kit::clocksCountMinutesAndHours()
{
    const QDateTime from = ManualClock().now();

    QCOMPARE(ui::elapsedText(from, from.addMSecs(999)), u"00:00"_s);
    QCOMPARE(ui::elapsedText(from, from.addSecs(161)), u"02:41"_s);
    QCOMPARE(ui::elapsedText(from, from.addSecs(3599)), u"59:59"_s);
    QCOMPARE(ui::elapsedText(from, from.addSecs(3761)), u"1:02:41"_s);
    QCOMPARE(ui::elapsedText(from, from.addSecs(-5)), u"00:00"_s);
}

void tst_Kit::clocksFollowTheTick()
{
    ManualClock clock;
    ui::Ticker ticker(clock);
    ui::ElapsedLabel label(ticker);
    label.setSince(clock.now());
    QCOMPARE(label.text(), u"00:00"_s);

    clock.advance(12s);
    ticker.tick();

    QCOMPARE(label.text(), u"00:12"_s);
    label.setSince({});
    QCOMPARE(label.text(), QString());
}

void tst_Kit::aGridFillsItsRowsEvenly_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("columns");
    QTest::newRow("wide") << 2000 << 11;
    QTest::newRow("just one row") << 11 * 100 + 10 * 4 << 11;
    QTest::newRow("two rows") << 11 * 100 + 10 * 4 - 1 << 6;
    QTest::newRow("three rows") << 500 << 4;
    QTest::newRow("narrower than one") << 10 << 1;
}

void tst_Kit::aGridFillsItsRowsEvenly()
{
    QFETCH(int, width);

    QTEST(ui::EvenGrid::columnsFor(11, 100, width, 4), "columns");
}

void tst_Kit::aButtonShowsItsActionAndKey()
{
    QAction action(u"Send &link"_s);
    action.setShortcut(Qt::Key_F5);
    ui::KeyButton button(&action);
    int triggered = 0;
    connect(&action, &QAction::triggered, this, [&] { ++triggered; });

    QCOMPARE(button.text(), u"Send link  F5"_s);
    QCOMPARE(button.accessibleName(), u"Send link"_s);
    QVERIFY(button.sizeHint().height() >= 28);
    button.click();
    QCOMPARE(triggered, 1);
    action.setEnabled(false);
    QVERIFY(!button.isEnabled());
}

void tst_Kit::aNarrowButtonGivesItsKeyUpFirst()
{
    QAction action(u"Back camera"_s);
    action.setIconText(u"Back"_s);
    action.setShortcut(Qt::CTRL | Qt::Key_1);
    QWidget window;
    ui::KeyButton button(&action, &window);
    button.setNarrow();
    window.show();
    button.resize(400, 30);
    QCOMPARE(button.text(), u"Back  Ctrl+1"_s);
    QCOMPARE(button.toolTip(), QString());

    button.resize(button.minimumSizeHint());

    QCOMPARE(button.text(), u"Back"_s);
    QCOMPARE(button.toolTip(), u"Ctrl+1"_s);
    QCOMPARE(button.accessibleName(), u"Back camera"_s);
    QVERIFY(button.sizeHint().width() <= button.width());
    button.resize(400, 30);
    QCOMPARE(button.text(), u"Back  Ctrl+1"_s);
}

void tst_Kit::languagesHaveNames()
{
    QCOMPARE(ui::Languages::of(u"vi-VN"_s), u"vi"_s);
    QCOMPARE(ui::Languages::of(u"fil"_s), u"tl"_s);
    QCOMPARE(ui::Languages::of(u"de-DE"_s), QString());
    QCOMPARE(ui::Languages::name(u"zh-Hant-TW"_s), u"Chinese"_s);
    QCOMPARE(ui::Languages::name(u"ar"_s), u"Arabic"_s);
    QCOMPARE(ui::Languages::name(u"de-DE"_s), u"de-DE"_s);
}

void tst_Kit::aTextsLengthIsTold()
{
    QCOMPARE(ui::Words::of(SmsLength{SmsLength::Gsm7, 64, 1, 96}), u"64 of 160 characters (7-bit), 1 part"_s);
    QCOMPARE(ui::Words::of(SmsLength{SmsLength::Ucs2, 71, 2, 63}), u"71 of 134 characters (UCS-2), 2 parts"_s);
}

void tst_Kit::aButtonThatIsSwitchedOffLetsTheFocusGo()
{
    QWidget window;
    QAction first(u"First"_s);
    QAction second(u"Second"_s);
    ui::KeyButton one(&first, &window);
    ui::KeyButton two(&second, &window);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    one.setFocus();
    QVERIFY(one.hasFocus());

    first.setEnabled(false);

    QVERIFY(!two.hasFocus());
}

void tst_Kit::theKnockIsToldAsFacts()
{
    QCOMPARE(ui::Words::knock(u"59"_s, 1600ms, false), u"2 presses (5, 9), 1.6 s after the prompt"_s);
    QCOMPARE(ui::Words::knock(u"1"_s, -300ms, false), u"1 press (1), during the prompt"_s);
    QVERIFY(ui::Words::knock(QString(500, u'1'), 0ms, true).size() < 150);
    QCOMPARE(ui::Words::knock(u"1111111"_s, 200ms, true),
             u"7 presses (1, 1, 1, 1, 1, 1, 1), 0.2 s after the prompt, as many as a phone in a pocket makes"_s);
    QCOMPARE(ui::Words::press(
                 {1, u'5', {Carrier::Event, Carrier::Tone}, Dbm0{-12}, true, QDateTime({2026, 1, 2}, {3, 40, 14})}),
             u"5 by packet and tone, -12 dBm0, 03:40:14"_s);
}

void tst_Kit::everyRefusalSaysWhatToDo()
{
    const QStringList commands{AnswerCall::name,    AskToPress::name,  ConfirmSilentCall::name, DismissKnock::name,
                               SendInvite::name,    SendMessage::name, OrderUnit::name,         HangUp::name,
                               CloseIncident::name, AskCamera::name,   WriteNote::name,         Classify::name,
                               u"somethingNew"_s};
    for (const QString &command : commands) {
        for (int kind = 0; kind <= static_cast<int>(Error::Kind::Broken); ++kind) {
            const QString words = ui::Words::of(Refused{{1}, {1}, command, {static_cast<Error::Kind>(kind), {}}, {}});
            QVERIFY2(words.contains(u". "_s) || words.contains(u": "_s), qPrintable(command));
        }
    }
}

QTEST_MAIN(tst_Kit)
#include "tst_kit.moc"
