// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/firstcode.h"
#include "app/service/identity/outbox.h"
#include "app/service/identity/rolenames.h"
#include "tests/support/manualclock.h"

#include <future>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::identity;
using knock::test::ManualClock;

/// The file itself: who is in it, and what each change leaves for the journal.
class tst_Users : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_file.reset(); }
    void theFileIsItsOwnersAlone();
    void aFileThatOthersMayReadIsClosed();
    void refusesWhatIsNoFileOfUsers();
    void refusesAFileOfANewerKnock();
    void refusesAFolderThatIsNotThere();
    void namesAreTheSameHoweverTyped_data();
    void namesAreTheSameHoweverTyped();
    void readsRoles_data();
    void readsRoles();
    void keepsAUser();
    void aNameIsTakenOnce();
    void changesNobodyWhoIsNotThere();
    void everyChangeIsEntered();
    void whatFailsIsNotEntered();
    void entriesKeepTheirOrderAndGoWhenTheyAreKept();
    void everyKindOfEntryComesBackAsItWas();
    void twoAtOnceLoseNothing();
    void aFirstCodeWorksOnceAndForAnHour();
    void aNewFirstCodeVoidsTheOneBefore();
    void thereIsNoFirstCodeWhereThereAreUsers();

private:
    QString path() const { return m_folder->filePath(u"users.db"_s); }
    std::vector<Audit> entries() { return entriesAfter(*m_file, 0, 1000).value().entries; }
    UserChanged change(const QString &user, const QString &what) const
    {
        return {u"root"_s, user, what, m_clock.now()};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<UserFile> m_file;
    ManualClock m_clock;
};

void tst_Users::init()
{
    QTest::failOnWarning();
    m_clock = {};
    m_folder = std::make_unique<QTemporaryDir>();
    auto file = UserFile::open(path());
    QVERIFY2(file, qPrintable(file ? QString() : file.error().detail));
    m_file = std::make_unique<UserFile>(std::move(*file));
}

void tst_Users::theFileIsItsOwnersAlone()
{
    QVERIFY(Users(*m_file).add(u"kim"_s, {Role::CallTaker}, {}, u"root"_s, m_clock.now()));

    for (const QString &name : {u"users.db"_s, u"users.db-wal"_s})
        QCOMPARE(QFile::permissions(m_folder->filePath(name)) & 0x0077, QFile::Permissions());
}

void tst_Users::aFileThatOthersMayReadIsClosed()
{
    m_file.reset();
    QVERIFY(QFile::setPermissions(path(), QFile::permissions(path()) | QFile::ReadOther | QFile::ReadGroup));

    QVERIFY(UserFile::open(path()));

    QCOMPARE(QFile::permissions(path()) & 0x0077, QFile::Permissions());
}

void tst_Users::refusesWhatIsNoFileOfUsers()
{
    QFile file(m_folder->filePath(u"other.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();

    const auto opened = UserFile::open(file.fileName());

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Broken);
}

void tst_Users::refusesAFileOfANewerKnock()
{
    QVERIFY(m_file->run("PRAGMA user_version = 3"));
    m_file.reset();

    const auto opened = UserFile::open(path());

    QVERIFY(!opened);
    QVERIFY(opened.error().detail.contains("schema 3"_L1));
}

void tst_Users::refusesAFolderThatIsNotThere()
{
    const auto opened = UserFile::open(m_folder->filePath(u"none/users.db"_s));

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Broken);
}

void tst_Users::namesAreTheSameHoweverTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    QTest::newRow("small") << u"kim"_s << u"kim"_s;
    QTest::newRow("large") << u" KIM "_s << u"kim"_s;
    QTest::newRow("wide") << u"\uff2b\uff29\uff2d"_s << u"kim"_s;
    QTest::newRow("Korean") << u"\u1100\u1161"_s << u"\uac00"_s;
    QTest::newRow("number") << u"4711"_s << u"4711"_s;
    QTest::newRow("signs") << u"a.b-c_d@e"_s << u"a.b-c_d@e"_s;
    QTest::newRow("64") << QString(64, u'a') << QString(64, u'a');
    QTest::newRow("65") << QString(65, u'a') << QString();
    QTest::newRow("none") << u"  "_s << QString();
    QTest::newRow("two words") << u"kim lee"_s << QString();
    QTest::newRow("option") << u"-kim"_s << QString();
    QTest::newRow("filter") << u"*)(uid=*"_s << QString();
    QTest::newRow("zero") << QString(u"kim"_s + QChar(0) + u"a"_s) << QString();
}

void tst_Users::namesAreTheSameHoweverTyped()
{
    QFETCH(const QString, typed);

    QTEST(userName(typed).value_or(QString()), "name");
}

void tst_Users::readsRoles_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Roles>("roles");
    QTest::newRow("one") << u"call-taker"_s << Roles{Role::CallTaker};
    QTest::newRow("all") << u"call-taker, supervisor,trainer,administrator,auditor"_s
                         << Roles{Role::CallTaker, Role::Supervisor, Role::Trainer, Role::Administrator, Role::Auditor};
    QTest::newRow("twice") << u"auditor,auditor"_s << Roles{Role::Auditor};
    QTest::newRow("none") << u""_s << Roles{};
    QTest::newRow("unknown") << u"auditor,boss"_s << Roles{};
}

void tst_Users::readsRoles()
{
    QFETCH(const QString, text);

    const auto roles = rolesIn(text);

    QTEST(roles.value_or(Roles{}), "roles");
    if (roles)
        QCOMPARE(rolesIn(toText(*roles)), roles);
    else
        QCOMPARE(roles.error().kind, Error::Kind::Malformed);
}

void tst_Users::keepsAUser()
{
    QVERIFY(Users(*m_file).add(u"Kim"_s, {Role::Supervisor, Role::Auditor}, "hash", u"root"_s, m_clock.now()));
    m_file.reset();

    auto again = UserFile::open(path());
    QVERIFY(again);
    const auto users = Users(*again).list();

    QVERIFY(users);
    QCOMPARE(users->size(), 1UZ);
    QCOMPARE(users->front().name, u"kim"_s);
    QCOMPARE(users->front().roles, Roles({Role::Supervisor, Role::Auditor}));
    QCOMPARE(users->front().hash, "hash");
    QVERIFY(users->front().secret.isEmpty());
}

void tst_Users::aNameIsTakenOnce()
{
    Users users(*m_file);
    QVERIFY(users.add(u"kim"_s, {Role::CallTaker}, {}, u"root"_s, m_clock.now()));

    const auto again = users.add(u"KIM"_s, {Role::Administrator}, {}, u"root"_s, m_clock.now());

    QVERIFY(!again);
    QCOMPARE(again.error().kind, Error::Kind::Refused);
    QCOMPARE(users.list()->size(), 1UZ);
}

void tst_Users::changesNobodyWhoIsNotThere()
{
    Users users(*m_file);
    const QDateTime now = m_clock.now();

    QCOMPARE(users.remove(u"kim"_s, u"root"_s, now).error().kind, Error::Kind::NotFound);
    QCOMPARE(users.setRoles(u"kim"_s, {Role::Auditor}, u"root"_s, now).error().kind, Error::Kind::NotFound);
    QCOMPARE(users.setPassword(u"kim"_s, "hash", u"root"_s, now).error().kind, Error::Kind::NotFound);
    QCOMPARE(users.demandCode(u"kim"_s, u"root"_s, now).error().kind, Error::Kind::NotFound);
    QCOMPARE(users.unlock(u"* *"_s, u"root"_s, now).error().kind, Error::Kind::NotFound);
    QCOMPARE(users.revoke(7, u"root"_s, now).error().kind, Error::Kind::NotFound);
    QVERIFY(entries().empty());
}

void tst_Users::everyChangeIsEntered()
{
    Users users(*m_file);
    const QDateTime now = m_clock.now();
    QVERIFY(users.add(u"kim"_s, {Role::CallTaker}, {}, u"root"_s, now));
    QVERIFY(users.setRoles(u"kim"_s, {Role::Auditor}, u"root"_s, now));
    QVERIFY(users.setPassword(u"kim"_s, "hash", u"root"_s, now));
    QVERIFY(users.demandCode(u"kim"_s, u"root"_s, now));
    QVERIFY(users.demandNoCode(u"kim"_s, u"root"_s, now));
    QVERIFY(users.unlock(u"kim"_s, u"root"_s, now));
    QVERIFY(users.remove(u"kim"_s, u"root"_s, now));

    const std::vector<Audit> told{change(u"kim"_s, u"added"_s),        change(u"kim"_s, u"roles"_s),
                                  change(u"kim"_s, u"password"_s),     change(u"kim"_s, u"secondFactor"_s),
                                  change(u"kim"_s, u"secondFactor"_s), change(u"kim"_s, u"unlocked"_s),
                                  change(u"kim"_s, u"removed"_s)};
    QVERIFY(entries() == told);
    QVERIFY(users.list()->empty());
}

void tst_Users::whatFailsIsNotEntered()
{
    // Whatever hinders the entry hinders the change.
    QVERIFY(m_file->run("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'full'); END"));

    const auto added = Users(*m_file).add(u"kim"_s, {Role::CallTaker}, {}, u"root"_s, m_clock.now());

    QVERIFY(!added);
    QCOMPARE(added.error().kind, Error::Kind::Broken);
    QVERIFY(Users(*m_file).list()->empty());
}

void tst_Users::entriesKeepTheirOrderAndGoWhenTheyAreKept()
{
    Users users(*m_file);
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QVERIFY(users.add(name, {Role::CallTaker}, {}, u"root"_s, m_clock.now()));

    const auto first = entriesAfter(*m_file, 0, 2);
    QVERIFY(first);
    QVERIFY(first->entries == (std::vector<Audit>{change(u"a"_s, u"added"_s), change(u"b"_s, u"added"_s)}));
    const auto second = entriesAfter(*m_file, first->upTo, 2);
    QVERIFY(second);
    QVERIFY(second->entries == std::vector<Audit>{change(u"c"_s, u"added"_s)});

    QVERIFY(removeEntries(*m_file, first->upTo));
    QVERIFY(entries() == second->entries);
    QVERIFY(removeEntries(*m_file, second->upTo));
    QVERIFY(users.add(u"d"_s, {Role::CallTaker}, {}, u"root"_s, m_clock.now()));
    QVERIFY(entriesAfter(*m_file, 0, 2)->upTo > second->upTo);
}

void tst_Users::everyKindOfEntryComesBackAsItWas()
{
    const QDateTime now = m_clock.now();
    const std::vector<Entry> told{
        SignedIn{SeatId{3}, u"kim"_s, {Role::CallTaker, Role::Trainer}, u"desk 3"_s, now},
        SignInFailed{u"kim"_s, Error::Kind::Full, now},
        SignedOut{SeatId{3}, u"kim"_s, SignOut::Revoked, now},
        SeatLocked{SeatId{3}, u"kim"_s, now},
        SeatUnlocked{SeatId{3}, u"kim"_s, now},
        UserChanged{u"root"_s, u"kim"_s, u"added"_s, now},
    };
    std::vector<Audit> audit;
    for (const Entry &entry : told) {
        QVERIFY(enter(*m_file, entry));
        std::visit([&audit](const auto &one) { audit.emplace_back(one); }, entry);
    }

    QVERIFY(entries() == audit);
}

void tst_Users::twoAtOnceLoseNothing()
{
    constexpr int each = 10;
    const auto addMany = [path = path(), now = m_clock.now()](const QString &prefix) {
        auto file = UserFile::open(path);
        int added = 0;
        for (int i = 0; file && i < each; ++i)
            added += Users(*file).add(prefix + QString::number(i), {Role::CallTaker}, {}, u"root"_s, now) ? 1 : 0;
        return added;
    };
    std::future<int> other = std::async(std::launch::async, addMany, u"other"_s);

    QCOMPARE(addMany(u"one"_s), each);
    QCOMPARE(other.get(), each);

    QCOMPARE(Users(*m_file).list()->size(), 2UZ * each);
    QCOMPARE(entries().size(), 2UZ * each);
}

void tst_Users::aFirstCodeWorksOnceAndForAnHour()
{
    const auto code = makeFirstCode(*m_file, u"root"_s, m_clock.now());
    QVERIFY(code);
    QCOMPARE(code->size(), 29); // 24 letters of 5 bits in six groups
    QCOMPARE(code->count(u'-'), 5);

    QVERIFY(checkFirstCode(*m_file, *code, m_clock.now()));
    QVERIFY(checkFirstCode(*m_file, u" "_s + QString(*code).remove(u'-').toLower(), m_clock.now()));
    QVERIFY(!checkFirstCode(*m_file, code->chopped(1), m_clock.now()));
    QVERIFY(!checkFirstCode(*m_file, {}, m_clock.now()));
    m_clock.advance(1h - 1ms);
    QVERIFY(checkFirstCode(*m_file, *code, m_clock.now()));
    m_clock.advance(1ms);
    QCOMPARE(checkFirstCode(*m_file, *code, m_clock.now()).error().kind, Error::Kind::Refused);
    m_clock.advance(-1ms);
    QVERIFY(redeemFirstCode(*m_file, *code, u"kim"_s, "hash", m_clock.now()));
    QVERIFY(!redeemFirstCode(*m_file, *code, u"lee"_s, "hash", m_clock.now()));

    QCOMPARE(Users(*m_file).list()->size(), 1UZ);
    QCOMPARE(Users(*m_file).list()->front().roles, Roles{Role::Administrator});
}

void tst_Users::aNewFirstCodeVoidsTheOneBefore()
{
    const auto first = makeFirstCode(*m_file, u"root"_s, m_clock.now());
    const auto second = makeFirstCode(*m_file, u"root"_s, m_clock.now());

    QVERIFY(!checkFirstCode(*m_file, *first, m_clock.now()));
    QVERIFY(checkFirstCode(*m_file, *second, m_clock.now()));
}

void tst_Users::thereIsNoFirstCodeWhereThereAreUsers()
{
    const auto code = makeFirstCode(*m_file, u"root"_s, m_clock.now());
    QVERIFY(Users(*m_file).add(u"kim"_s, {Role::CallTaker}, {}, u"root"_s, m_clock.now()));

    QVERIFY(!checkFirstCode(*m_file, *code, m_clock.now()));
    QCOMPARE(makeFirstCode(*m_file, u"root"_s, m_clock.now()).error().kind, Error::Kind::Refused);
}

QTEST_GUILESS_MAIN(tst_Users)
#include "tst_users.moc"
