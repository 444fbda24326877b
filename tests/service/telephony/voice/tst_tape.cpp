// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/tape.h"

#include <array>
#include <QTest>
#include <vector>

using namespace knock;
using telephony::Tape;

/// Both directions of a call side by side, by the clock.
class tst_Tape : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPieceIsASecondOfBothSides();
    void piecesFollowEachOtherByTheClock();
    void whatDoesNotComeIsSilence();
    void aStallDoesNotMakeTheRecordingShorter();
    void aBurstThatIsTooLateIsCut();
    void theRestIsTheLastPiece();

private:
    static std::vector<qint16> all(qint16 value, size_t count = 160) { return std::vector<qint16>(count, value); }
    static qint16 at(const QByteArray &samples, qsizetype pair, int side)
    {
        qint16 sample = 0;
        std::memcpy(&sample, samples.constData() + pair * 4 + side * 2, 2);
        return sample;
    }
    static qsizetype pairs(const LineTape &piece) { return piece.samples.size() / 4; }

    const QDateTime m_begin{QDate(2026, 1, 2), QTime(3, 40), QTimeZone::UTC};
};

void tst_Tape::aPieceIsASecondOfBothSides()
{
    Tape tape(m_begin);
    std::optional<LineTape> piece;
    for (int n = 1; n <= 50; ++n) {
        QVERIFY(!piece);
        tape.heard(all(7));
        piece = tape.said(m_begin.addMSecs(20 * n), all(9));
    }

    QVERIFY(piece);
    QCOMPARE(piece->at, m_begin);
    QVERIFY(!piece->isLast);
    QCOMPARE(pairs(*piece), 8000);
    QCOMPARE(at(piece->samples, 4000, 0), 7);
    QCOMPARE(at(piece->samples, 4000, 1), 9);
}

void tst_Tape::piecesFollowEachOtherByTheClock()
{
    Tape tape(m_begin);
    std::vector<LineTape> pieces;
    for (int n = 1; n <= 150; ++n) {
        if (auto piece = tape.said(m_begin.addMSecs(20 * n), all(9)))
            pieces.push_back(*piece);
    }

    QCOMPARE(pieces.size(), 3U);
    QCOMPARE(pieces.at(2).at, m_begin.addSecs(2));
}

void tst_Tape::whatDoesNotComeIsSilence()
{
    Tape tape(m_begin);
    tape.heard(all(7));
    (void)tape.said(m_begin.addMSecs(20), all(9));
    (void)tape.said(m_begin.addMSecs(40), all(9));

    const LineTape rest = tape.rest();
    QCOMPARE(at(rest.samples, 159, 0), 7);
    QCOMPARE(at(rest.samples, 160, 0), 0);
}

void tst_Tape::aStallDoesNotMakeTheRecordingShorter()
{
    Tape tape(m_begin);
    (void)tape.said(m_begin.addMSecs(20), all(9));
    (void)tape.said(m_begin.addMSecs(520), all(9));

    QVERIFY(std::abs(pairs(tape.rest()) - 520 * 8) <= 160);
}

void tst_Tape::aBurstThatIsTooLateIsCut()
{
    Tape tape(m_begin);
    tape.heard(all(1, 1600));
    tape.heard(all(2, 1600));
    (void)tape.said(m_begin.addMSecs(20), all(9));

    QCOMPARE(at(tape.rest().samples, 0, 0), 2);
}

void tst_Tape::theRestIsTheLastPiece()
{
    Tape tape(m_begin);
    (void)tape.said(m_begin.addMSecs(20), all(9));

    const LineTape rest = tape.rest();
    QVERIFY(rest.isLast);
    QCOMPARE(pairs(rest), 160);
    QVERIFY(tape.rest().samples.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Tape)
#include "tst_tape.moc"
