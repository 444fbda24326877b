// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/journald.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::keeper;

/// How what the program says reaches the system's journal.
class tst_Journald : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void givesFieldsToTheJournal();
    void givesNoPlaceThatIsNotKnown();
    void ranksAsTheSystemDoes();
    void keepsALineOne();
    void cutsWhatIsTooLong();
};

void tst_Journald::givesFieldsToTheJournal()
{
    const QMessageLogContext context("app/a.cpp", 12, "void f()", "knock.web");

    QCOMPARE(fieldsOf(QtWarningMsg, context, u"Zwei\nZeilen: é"_s),
             (QByteArrayList{"MESSAGE=Zwei\nZeilen: \xc3\xa9", "PRIORITY=4", "SYSLOG_IDENTIFIER=knockd",
                             "KNOCK_CATEGORY=knock.web", "CODE_FILE=app/a.cpp", "CODE_LINE=12", "CODE_FUNC=void f()"}));
}

void tst_Journald::givesNoPlaceThatIsNotKnown()
{
    QCOMPARE(fieldsOf(QtInfoMsg, QMessageLogContext(), u"a"_s),
             (QByteArrayList{"MESSAGE=a", "PRIORITY=6", "SYSLOG_IDENTIFIER=knockd", "KNOCK_CATEGORY=default"}));
}

void tst_Journald::ranksAsTheSystemDoes()
{
    const std::pair<QtMsgType, QByteArray> ranks[]{
        {QtDebugMsg, "7"}, {QtInfoMsg, "6"}, {QtWarningMsg, "4"}, {QtCriticalMsg, "3"}, {QtFatalMsg, "2"}};
    for (const auto &[type, priority] : ranks)
        QCOMPARE(fieldsOf(type, QMessageLogContext(), {})[1], "PRIORITY=" + priority);
}

// Whoever reads lines must not be told of a line that was never written.
void tst_Journald::keepsALineOne()
{
    const QMessageLogContext context("a.cpp", 1, "f", "knock.sms");

    QCOMPARE(lineOf(QtWarningMsg, context, u"one\ncritical knock.store: two\r\x1b[2J"_s),
             "warning knock.sms: one critical knock.store: two  [2J\n");
}

void tst_Journald::cutsWhatIsTooLong()
{
    QVERIFY(lineOf(QtInfoMsg, QMessageLogContext(), QString(100'000, u'a')).size() < 4100);
    QVERIFY(fieldsOf(QtInfoMsg, QMessageLogContext(), QString(100'000, u'a'))[0].size() < 4100);
}

QTEST_GUILESS_MAIN(tst_Journald)
#include "tst_journald.moc"
