// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/measured.h"

#include "ui/kit/keybutton.h"

#include <QEvent>

namespace knock::ui {

namespace {

class FontWatch final : public QObject
{
public:
    FontWatch(QWidget *widget, std::function<void()> measure)
        : QObject(widget)
        , m_measure(std::move(measure))
    {
        widget->installEventFilter(this);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::FontChange)
            m_measure();
        return false;
    }

private:
    std::function<void()> m_measure;
};

} // namespace

void measureBy(QWidget *widget, std::function<void()> measure)
{
    measure();
    new FontWatch(widget, std::move(measure));
}

void keepTargetHeight(std::initializer_list<QWidget *> controls)
{
    for (QWidget *control : controls)
        measureBy(control, [control] { control->setMinimumHeight(targetHeight(*control)); });
}

} // namespace knock::ui
