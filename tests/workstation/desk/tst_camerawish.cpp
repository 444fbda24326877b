// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/camerawish.h"

#include <QTest>

using namespace knock;
using namespace Qt::StringLiterals;
using desk::WishOutcome;

class tst_CameraWish : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theCameraGoesOff();
    void aSnapshotIsDoneWhenItIsKept();
    void whichCameraItIsOnlyThePictureTells();
    void aRefusalIsTold();
    void aClosedPageDoesNothing();

private:
    void ask(CameraWish wish) { apply(m_incident, CameraAsked{{1}, wish, {1}, m_now}); }

    Incident m_incident;
    const QDateTime m_now = QDateTime::fromSecsSinceEpoch(1'767'325'200);
};

void tst_CameraWish::init()
{
    QTest::failOnWarning();
    m_incident = {};
    apply(m_incident, PageOpened{{1}, m_now});
}

void tst_CameraWish::theCameraGoesOff()
{
    apply(m_incident, CameraStarted{{1}, m_now});
    ask(CameraWish::Off);
    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Waiting);

    apply(m_incident, CameraStopped{{1}, m_now});

    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Done);
}

void tst_CameraWish::aSnapshotIsDoneWhenItIsKept()
{
    apply(m_incident, FileKept{{1}, FileKind::Snapshot, u"old"_s, {}, 1, m_now.addSecs(-1)});
    apply(m_incident, CameraStarted{{1}, m_now});
    ask(CameraWish::Snapshot);
    apply(m_incident, FileKept{{1}, FileKind::Photo, u"another"_s, {}, 1, m_now});
    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Waiting);

    apply(m_incident, FileKept{{1}, FileKind::Snapshot, u"new"_s, {}, 1, m_now.addSecs(1)});
    apply(m_incident, PageLeft{{1}, m_now});

    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Done);
}

void tst_CameraWish::whichCameraItIsOnlyThePictureTells()
{
    ask(CameraWish::Front);
    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Waiting);

    apply(m_incident, CameraStarted{{1}, m_now});

    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Unsure);
}

void tst_CameraWish::aRefusalIsTold()
{
    ask(CameraWish::Back);

    apply(m_incident, PermissionDecided{{1}, Permission::Camera, Decision::Denied, m_now});

    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Refused);
}

void tst_CameraWish::aClosedPageDoesNothing()
{
    ask(CameraWish::Back);

    apply(m_incident, PageLeft{{1}, m_now});

    QCOMPARE(desk::outcomeOf(m_incident), WishOutcome::Left);
}

QTEST_GUILESS_MAIN(tst_CameraWish)
#include "tst_camerawish.moc"
