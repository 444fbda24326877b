// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/roles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// Who may what, as the table of roles.h says.
class tst_Roles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachRoleHasWhatTheTableSays_data();
    void eachRoleHasWhatTheTableSays();
    void severalRolesAddUp();
};

void tst_Roles::eachRoleHasWhatTheTableSays_data()
{
    QTest::addColumn<Roles>("roles");
    QTest::addColumn<QString>("may");

    QTest::newRow("nobody") << Roles() << u""_s;
    QTest::newRow("call-taker") << Roles{Role::CallTaker} << u"see ask lookUp"_s;
    QTest::newRow("supervisor") << Roles{Role::Supervisor} << u"see ask lookUp export"_s;
    QTest::newRow("trainer") << Roles{Role::Trainer} << u""_s;
    QTest::newRow("administrator") << Roles{Role::Administrator} << u""_s;
    QTest::newRow("auditor") << Roles{Role::Auditor} << u"lookUp audit export"_s;
}

void tst_Roles::eachRoleHasWhatTheTableSays()
{
    QFETCH(const Roles, roles);
    QFETCH(const QString, may);

    QStringList granted;
    if (dispatch::maySeeCallers(roles))
        granted << u"see"_s;
    if (dispatch::mayAsk(roles, AnswerCall{{1}}))
        granted << u"ask"_s;
    if (dispatch::mayAsk(roles, LookUp{{1}}))
        granted << u"lookUp"_s;
    if (dispatch::mayReadAudit(roles))
        granted << u"audit"_s;
    if (dispatch::mayExport(roles))
        granted << u"export"_s;

    QCOMPARE(granted.join(u' '), may);
}

void tst_Roles::severalRolesAddUp()
{
    const Roles both{Role::Auditor, Role::CallTaker};

    QVERIFY(dispatch::maySeeCallers(both));
    QVERIFY(dispatch::mayReadAudit(both));
    QVERIFY(dispatch::mayAsk(both, CloseIncident{{1}, CloseReason::Other, {}}));
}

QTEST_GUILESS_MAIN(tst_Roles)
#include "tst_roles.moc"
