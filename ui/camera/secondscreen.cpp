// SPDX-License-Identifier: Apache-2.0
#include "ui/camera/secondscreen.h"

#include "ui/picture/pictureview.h"

#include <algorithm>
#include <QGuiApplication>
#include <QLabel>
#include <QVBoxLayout>

namespace knock::ui {

SecondScreen::SecondScreen(Picture &picture, QWidget *parent)
    : QWidget(parent, Qt::Window | Qt::FramelessWindowHint | Qt::WindowDoesNotAcceptFocus)
    , m_view(new PictureView(picture, this))
    , m_caption(new QLabel(this))
{
    setAttribute(Qt::WA_ShowWithoutActivating);
    setAttribute(Qt::WA_QuitOnClose, false);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->setWordWrap(true);
    m_caption->setContentsMargins(8, 4, 8, 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_caption);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, [this](const QScreen *screen) {
        if (screen == m_on)
            hide();
    });
}

void SecondScreen::open(QScreen *desk)
{
    const QList<QScreen *> screens = QGuiApplication::screens();
    const auto other = std::ranges::find_if(screens, [desk](const QScreen *screen) { return screen != desk; });
    m_coversDesk = other == screens.end();
    m_on = m_coversDesk ? desk : *other;
    setScreen(m_on);
    setGeometry(m_on->geometry());
    setWindowState(Qt::WindowFullScreen); // showFullScreen() would activate it
    show();
}

void SecondScreen::say(const QString &instead, const QString &mark, const QString &caption)
{
    m_view->say(instead, mark);
    m_caption->setText(m_coversDesk ? caption + tr("   The same key again: back to the desk") : caption);
    setWindowTitle(tr("Caller's camera"));
}

} // namespace knock::ui
