// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"

#include <QApplication>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

/// What is asked of the caller's phone, by keys alone.
class tst_PageKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void theCameraIsSteeredByKeys();
    void phrasesAreChosenByKeys();
    void aLinkIsChosenByKeys();
    void fFollowsTheCallerUnlessOneWrites();

private:
    void key(Qt::Key which, Qt::KeyboardModifiers with = {}) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, which, with);
    }

    std::unique_ptr<House> m_house;
};

void tst_PageKeys::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

void tst_PageKeys::theCameraIsSteeredByKeys()
{
    const IncidentId id{1};
    m_house->story.ring(id);
    m_house->story.answer(id);
    m_house->story.invite(id);
    key(Qt::Key_1, Qt::ControlModifier);
    QVERIFY2(m_house->backend.sent.empty(), "no page is open");
    m_house->story.open(id);

    for (const Qt::Key which : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4})
        key(which, Qt::ControlModifier);

    QCOMPARE(m_house->backend.sent,
             (std::vector<Command>{AskCamera{id, CameraWish::Back}, AskCamera{id, CameraWish::Front},
                                   AskCamera{id, CameraWish::Off}, AskCamera{id, CameraWish::Snapshot}}));
}

void tst_PageKeys::phrasesAreChosenByKeys()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    m_house->story.open({1}, u"th-TH"_s);

    key(Qt::Key_F9, Qt::ShiftModifier);
    key(Qt::Key_Escape);
    QVERIFY(m_house->backend.sent.empty());
    key(Qt::Key_F9, Qt::ShiftModifier);
    key(Qt::Key_3);

    QCOMPARE(m_house->sent<SendMessage>().size(), 1U);
    QVERIFY(!m_house->sent<SendMessage>().front().phrase.isEmpty());
    QCOMPARE(m_house->backend.sent.size(), 1U);
}

void tst_PageKeys::aLinkIsChosenByKeys()
{
    m_house->story.ring({1});
    m_house->story.answer({1});

    key(Qt::Key_F5, Qt::ShiftModifier);
    key(Qt::Key_Down);
    key(Qt::Key_Down);
    key(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{SendInvite{{1}, LinkKind::Upload, {}}}));
}

void tst_PageKeys::fFollowsTheCallerUnlessOneWrites()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.invite({1});
    key(Qt::Key_F);
    QCOMPARE(m_house->follows, 1);

    key(Qt::Key_F9);
    key(Qt::Key_F);

    QCOMPARE(m_house->follows, 1);
    QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"f"_s);
}

QTEST_MAIN(tst_PageKeys)
#include "tst_pagekeys.moc"
