// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/outbox.h"

#include <QTest>

using namespace knock::web;
using namespace std::chrono_literals;

using Deliveries = std::vector<std::vector<int>>;

/// What is said when, and together with what.
class tst_Outbox final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void deliversAtOnceAfterAPause();
    void gathersWhatMayWait();
    void waitsForNoMoreThanEnough();
    void takesAlongWhatWaits();
    void deliversWhatWaitsWhenTold();
    void losesNothingAfterAnEarlyDelivery();
    void holdsNobodyUpAtTheEnd();

private:
    [[nodiscard]] Outbox::Word word(int number)
    {
        return [this, number] { m_said.push_back(number); };
    }

    /// Long enough that nothing runs out between two lines of a test.
    static constexpr auto patience = 1s;

    std::unique_ptr<boost::asio::io_context> m_io;
    std::unique_ptr<Outbox> m_outbox;
    std::vector<int> m_said; ///< of the delivery at hand
    Deliveries m_deliveries;
};

void tst_Outbox::init()
{
    m_deliveries.clear();
    m_outbox.reset();
    m_io = std::make_unique<boost::asio::io_context>(1);
    const auto deliver = [this](const std::vector<Outbox::Word> &words) {
        m_said.clear();
        for (const Outbox::Word &each : words)
            each();
        m_deliveries.push_back(m_said);
    };
    m_outbox = std::make_unique<Outbox>(*m_io, deliver, patience);
}

void tst_Outbox::deliversAtOnceAfterAPause()
{
    m_outbox->sayInTime(word(1));

    QCOMPARE(m_deliveries, Deliveries({{1}}));
}

void tst_Outbox::gathersWhatMayWait()
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 1; i <= 4; ++i)
        m_outbox->sayInTime(word(i));
    QCOMPARE(m_deliveries, Deliveries({{1}}));

    m_io->run(); // ends when nothing is awaited any more

    QCOMPARE(m_deliveries, Deliveries({{1}, {2, 3, 4}}));
    QCOMPARE_GE(std::chrono::steady_clock::now() - begin, patience);
}

void tst_Outbox::waitsForNoMoreThanEnough()
{
    for (int i = 0; i <= int(Outbox::enough); ++i)
        m_outbox->sayInTime(word(i));

    QCOMPARE(m_deliveries.size(), 2);
    QCOMPARE(m_deliveries.at(1).size(), Outbox::enough);
}

void tst_Outbox::takesAlongWhatWaits()
{
    for (int i = 1; i <= 3; ++i)
        m_outbox->sayInTime(word(i));
    m_outbox->say(word(4));

    QCOMPARE(m_deliveries, Deliveries({{1}, {2, 3, 4}}));
}

void tst_Outbox::deliversWhatWaitsWhenTold()
{
    m_outbox->sayInTime(word(1));
    m_outbox->sayInTime(word(2));

    m_outbox->flush();
    m_outbox->flush();

    QCOMPARE(m_deliveries, Deliveries({{1}, {2}}));
}

void tst_Outbox::losesNothingAfterAnEarlyDelivery()
{
    m_outbox->sayInTime(word(1));
    m_outbox->sayInTime(word(2));
    m_outbox->say(word(3));
    m_outbox->sayInTime(word(4));

    m_io->run();

    QCOMPARE(m_deliveries, Deliveries({{1}, {2, 3}, {4}}));
}

void tst_Outbox::holdsNobodyUpAtTheEnd()
{
    m_outbox->sayInTime(word(1));
    m_outbox->sayInTime(word(2));

    m_outbox->end();
    m_io->run();

    QCOMPARE(m_deliveries, Deliveries({{1}}));
}

QTEST_GUILESS_MAIN(tst_Outbox)
#include "tst_outbox.moc"
