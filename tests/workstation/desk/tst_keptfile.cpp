// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/keptfile.h"
#include "tests/support/story.h"

#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

/// A file that is kept, brought to the desk piece by piece.
class tst_KeptFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_room.reset(); }

    void bringsAFileWhole();
    void asksForOnePieceAtATime();
    void anEmptyFileIsWholeToo();
    void whatIsOfAnotherFileIsLeftAlone();
    void whatWasGivenUpIsNotTold();
    void anotherFileWaitsForTheAnswerThatIsOnItsWay();
    void theRefusalOfAFileThatWasGivenUpIsNotOfTheNext();
    void aRefusalIsTold_data();
    void aRefusalIsTold();
    void aLossEndsItAndNothingBeginsAnew();
    void whatIsAskedForDuringALossFailsAtOnce();
    void aFileThatIsTooLargeIsNotFetched();
    void aRecordingThatGrowsIsReadAsItWas();
    void piecesThatMakeNoFileAreBroken_data();
    void piecesThatMakeNoFileAreBroken();

private:
    static constexpr IncidentId id{17};
    struct Room {
        FakeBackend backend;
        desk::Desk desk{backend};
        desk::KeptFile file{desk};
        QSignalSpy progress{&file, &desk::KeptFile::progress};
        QSignalSpy whole{&file, &desk::KeptFile::whole};
        QSignalSpy failed{&file, &desk::KeptFile::failed};
    };

    [[nodiscard]] std::vector<ReadFile> asked() const
    {
        std::vector<ReadFile> found;
        for (const Command &command : m_room->backend.sent) {
            if (const auto *read = std::get_if<ReadFile>(&command))
                found.push_back(*read);
        }
        return found;
    }
    /// \a size bytes of \a file from \a from on, of \a whole.
    void give(const QString &file, quint64 from, qsizetype size, quint64 whole) const
    {
        m_room->backend.give({id, file, from, whole, QByteArray(size, char('a' + from % 26))});
    }
    void refuse(Error::Kind why) const
    {
        m_room->backend.tell(Refused{id, {1}, ReadFile::name.toString(), {why, {}}, {}});
    }
    static QList<QVariantList> told(const QSignalSpy &spy) { return spy; }
    [[nodiscard]] Error::Kind why() const
    {
        return m_room->failed.size() == 1 ? m_room->failed.front().front().value<Error::Kind>() : Error::Kind(-1);
    }

    std::unique_ptr<Room> m_room;
};

void tst_KeptFile::init()
{
    QTest::failOnWarning();
    m_room = std::make_unique<Room>();
    m_room->backend.open();
}

void tst_KeptFile::bringsAFileWhole()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    QVERIFY(m_room->file.isFetching());
    give(u"17-a.mka"_s, 0, 3, 5);
    give(u"17-a.mka"_s, 3, 2, 5);

    QCOMPARE(asked(), (std::vector{ReadFile{id, u"17-a.mka"_s, 0}, ReadFile{id, u"17-a.mka"_s, 3}}));
    QCOMPARE(told(m_room->progress), QList<QVariantList>({{quint64(3), quint64(5)}}));
    QCOMPARE(told(m_room->whole), QList<QVariantList>({{"aaadd"_ba}}));
    QVERIFY(!m_room->file.isFetching());
    QVERIFY(m_room->failed.isEmpty());
}

void tst_KeptFile::asksForOnePieceAtATime()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    QCOMPARE(asked().size(), 1U);

    give(u"17-a.mka"_s, 0, 3, 9);
    QCOMPARE(asked().size(), 2U);
    give(u"17-a.mka"_s, 0, 3, 9); // twice
    QCOMPARE(asked().size(), 2U);
}

void tst_KeptFile::anEmptyFileIsWholeToo()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-a.mka"_s, 0, 0, 0);

    QCOMPARE(told(m_room->whole), QList<QVariantList>({{QByteArray()}}));
}

void tst_KeptFile::whatIsOfAnotherFileIsLeftAlone()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-b.mka"_s, 0, 3, 3);
    m_room->backend.give({{18}, u"17-a.mka"_s, 0, 3, "abc"_ba});
    m_room->backend.tell(Refused{{18}, {1}, ReadFile::name.toString(), {Error::Kind::NotFound, {}}, {}});
    m_room->backend.tell(Refused{id, {1}, AskToPress::name.toString(), {Error::Kind::Expired, {}}, {}});

    QVERIFY(m_room->file.isFetching());
    QVERIFY(m_room->whole.isEmpty() && m_room->failed.isEmpty());
    give(u"17-a.mka"_s, 0, 2, 2);
    QCOMPARE(told(m_room->whole), QList<QVariantList>({{"aa"_ba}}));
}

void tst_KeptFile::whatWasGivenUpIsNotTold()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    m_room->file.giveUp();
    QVERIFY(!m_room->file.isFetching());
    give(u"17-a.mka"_s, 0, 3, 5);

    QCOMPARE(asked().size(), 1U);
    QVERIFY(m_room->progress.isEmpty() && m_room->whole.isEmpty());
}

void tst_KeptFile::anotherFileWaitsForTheAnswerThatIsOnItsWay()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    m_room->file.fetch(id, u"17-b.mka"_s);
    QCOMPARE(asked().size(), 1U);

    give(u"17-a.mka"_s, 0, 3, 5);
    QCOMPARE(asked().back(), (ReadFile{id, u"17-b.mka"_s, 0}));
    give(u"17-b.mka"_s, 0, 2, 2);

    QCOMPARE(asked().size(), 2U);
    QCOMPARE(told(m_room->whole), QList<QVariantList>({{"aa"_ba}}));
}

void tst_KeptFile::theRefusalOfAFileThatWasGivenUpIsNotOfTheNext()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    m_room->file.fetch(id, u"17-b.mka"_s);
    refuse(Error::Kind::Expired);

    QVERIFY(m_room->failed.isEmpty());
    QCOMPARE(asked().back(), (ReadFile{id, u"17-b.mka"_s, 0}));
    refuse(Error::Kind::NotFound);
    QCOMPARE(why(), Error::Kind::NotFound);
}

void tst_KeptFile::aRefusalIsTold_data()
{
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("not kept any more") << Error::Kind::NotFound;
    QTest::newRow("time of keeping over") << Error::Kind::Expired;
    QTest::newRow("changed on the disk") << Error::Kind::Broken;
    QTest::newRow("too many") << Error::Kind::Full;
}

void tst_KeptFile::aRefusalIsTold()
{
    QFETCH(const Error::Kind, kind);
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-a.mka"_s, 0, 3, 5);
    refuse(kind);

    QCOMPARE(why(), kind);
    QVERIFY(!m_room->file.isFetching());
    give(u"17-a.mka"_s, 3, 2, 5);
    QVERIFY(m_room->whole.isEmpty());
    m_room->file.fetch(id, u"17-a.mka"_s);
    QCOMPARE(asked().back(), (ReadFile{id, u"17-a.mka"_s, 0}));
}

void tst_KeptFile::aLossEndsItAndNothingBeginsAnew()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-a.mka"_s, 0, 3, 5);
    Q_EMIT m_room->backend.lost(QDateTime::currentDateTimeUtc());
    QCOMPARE(why(), Error::Kind::Unreachable);

    Q_EMIT m_room->backend.startingOver();
    m_room->backend.open();
    QCOMPARE(asked().size(), 2U);
    give(u"17-a.mka"_s, 3, 2, 5);
    QVERIFY(m_room->whole.isEmpty());
    m_room->file.fetch(id, u"17-a.mka"_s);
    QCOMPARE(asked().back(), (ReadFile{id, u"17-a.mka"_s, 0})); // what was asked before is not waited for
}

void tst_KeptFile::whatIsAskedForDuringALossFailsAtOnce()
{
    Q_EMIT m_room->backend.lost(QDateTime::currentDateTimeUtc());
    QVERIFY(m_room->failed.isEmpty()); // nothing was being fetched
    m_room->file.fetch(id, u"17-a.mka"_s);

    QVERIFY(asked().empty());
    QCOMPARE(why(), Error::Kind::Unreachable);
    QVERIFY(!m_room->file.isFetching());
}

void tst_KeptFile::aFileThatIsTooLargeIsNotFetched()
{
    m_room->file.fetch(id, u"17-a.mkv"_s);
    give(u"17-a.mkv"_s, 0, 3, desk::KeptFile::most + 1);

    QCOMPARE(why(), Error::Kind::Full);
    QCOMPARE(asked().size(), 1U);
}

void tst_KeptFile::aRecordingThatGrowsIsReadAsItWas()
{
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-a.mka"_s, 0, 3, 5);
    give(u"17-a.mka"_s, 3, 4, 7);

    QCOMPARE(told(m_room->whole), QList<QVariantList>({{"aaadd"_ba}}));
}

void tst_KeptFile::piecesThatMakeNoFileAreBroken_data()
{
    QTest::addColumn<qsizetype>("bytes");
    QTest::addColumn<quint64>("size");
    QTest::newRow("no progress") << qsizetype(0) << quint64(5);
    QTest::newRow("became shorter") << qsizetype(1) << quint64(4);
}

void tst_KeptFile::piecesThatMakeNoFileAreBroken()
{
    QFETCH(const qsizetype, bytes);
    QFETCH(const quint64, size);
    m_room->file.fetch(id, u"17-a.mka"_s);
    give(u"17-a.mka"_s, 0, 3, 5);

    give(u"17-a.mka"_s, 3, bytes, size);

    QCOMPARE(why(), Error::Kind::Broken);
}

QTEST_MAIN(tst_KeptFile)
#include "tst_keptfile.moc"
