// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/incidentbook.h"
#include "tests/support/manualclock.h"
#include "tests/support/outcome.h"

#include <QTest>

namespace knock::test {

/// The rules, and one call told to them in few words.
class BookFixture : public QObject
{
protected:
    using Outcome = dispatch::Outcome;

    void begin()
    {
        QTest::failOnWarning();
        m_rules = {};
        m_rules.linkBase = QStringLiteral("https://knock.invalid/");
        m_rules.composeText
            = [](LinkKind, const QString &, const QString &link) { return QStringLiteral("open ") + link; };
        m_rules.makeToken = [this] { return QStringLiteral("token%1").arg(++m_tokens); };
        m_tokens = 0;
        m_book.emplace(m_clock, m_rules);
    }

    Outcome take(const dispatch::Input &input) { return m_book->take(input); }
    Outcome ask(const Command &command, SeatId seat = {1}) { return m_book->take(dispatch::Asked{seat, command}); }
    void ring() { m_id = first<CallArrived>(take(dispatch::Rang{m_line, QStringLiteral("01012345678")})).incident; }
    void ringAndAnswer()
    {
        ring();
        (void)ask(AnswerCall{m_id});
    }
    void askWaiting()
    {
        m_rules.askWhileWaiting = true;
        m_book.emplace(m_clock, m_rules);
    }
    void prompt()
    {
        (void)ask(AskToPress{m_id});
        m_clock.advance(std::chrono::seconds(4));
        (void)take(dispatch::PromptPlayed{m_line});
    }
    Outcome press(QChar key, std::chrono::milliseconds later = std::chrono::milliseconds(600))
    {
        m_clock.advance(later);
        return take(dispatch::Pressed{m_line, ++m_presses, key, Carrier::Event, {}, m_clock.now()});
    }
    void knock()
    {
        ringAndAnswer();
        prompt();
        (void)press(u'5');
        (void)press(u'9');
    }

    ManualClock m_clock;
    dispatch::Rules m_rules;
    std::optional<dispatch::IncidentBook> m_book;
    int m_tokens = 0;
    quint64 m_presses = 0;
    const LineId m_line{40};
    IncidentId m_id;
};

} // namespace knock::test
