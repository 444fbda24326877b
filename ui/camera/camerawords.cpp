// SPDX-License-Identifier: Apache-2.0
// What the pane says: a part of CameraPane.
#include "app/workstation/desk/camerawish.h"
#include "ui/camera/camerapane.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <QLocale>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::ui {

QString CameraPane::caption() const
{
    QStringList parts{stateText(), viewText(), coverText(), viewersText()};
    parts.removeAll({});
    return parts.join(u"   "_s);
}

QString CameraPane::stateText() const
{
    if (!isFrozen())
        return streamText();
    const QString frozen = tr("‖ frozen %1").arg(elapsedText(m_frozen, m_ticker.now()));
    return isLive() ? tr("%1, behind it: %2").arg(frozen, streamText()) : tr("%1, the stream has ended").arg(frozen);
}

QString CameraPane::streamText() const
{
    if (!isLive()) {
        const auto use = incident() ? incident()->cameraUse : std::nullopt;
        if (use && use->decision == Decision::Denied)
            return tr("✕ camera denied on the phone");
        if (use && use->decision == Decision::Lacking)
            return tr("✕ the phone has no camera for the page");
        if (!seen() || !seen()->stopped)
            return tr("○ no camera yet");
        return tr("■ stopped %1").arg(elapsedText(m_ticker.now() - *seen()->stopped));
    }
    if (!frame().isValid())
        return tr("◌ waiting for the first picture");
    const QString size = u"%1x%2"_s.arg(frame().width()).arg(frame().height());
    if (incident()->path == PicturePath::Stills)
        return tr("● stills %1").arg(size) + stillText();
    if (m_rate < 0)
        return tr("● live %1").arg(size);
    if (m_rate == 0)
        return tr("◍ live %1, the picture stands still").arg(size);
    return tr("● live %1 %2 fps").arg(size).arg(m_rate) + healthText();
}

/// What is bad says so in words; what was told too long ago is not said.
QString CameraPane::healthText() const
{
    constexpr auto fresh = 3s;
    constexpr auto late = 1000ms;
    constexpr double heavy = 5; // percent; from there on pictures stand still now and then
    if (!m_health || m_ticker.now() - m_healthAt > fresh)
        return {};
    QString text;
    if (m_health->delay && *m_health->delay < late)
        text = u" · "_s + tr("%1 ms").arg(m_health->delay->count());
    else if (m_health->delay)
        text = u" · "_s + tr("▲ late by %1 s").arg(QLocale().toString(double(m_health->delay->count()) / 1000, 'f', 1));
    const int lost = qRound(m_health->lostPercent);
    return text + u" · "_s + (m_health->lostPercent < heavy ? tr("loss %1 %") : tr("▲ heavy loss %1 %")).arg(lost);
}

/// Nothing tells how long a still was on its way: only how long it has been here.
QString CameraPane::stillText() const
{
    constexpr auto late = 5s;
    const auto age
        = std::chrono::floor<std::chrono::seconds>(std::max<std::chrono::milliseconds>(0ms, m_ticker.now() - m_came));
    return u" · "_s + (age < late ? tr("came %1 s ago") : tr("▲ came %1 s ago")).arg(age.count());
}

QString CameraPane::viewText() const
{
    const Picture::View &view = m_picture.view();
    QStringList parts;
    if (view.zoom > 1)
        parts << tr("zoom %1x").arg(view.zoom);
    if (view.turns != 0)
        parts << tr("turned %1°").arg(90 * view.turns);
    return frame().isValid() ? parts.join(u' ') : QString();
}

QString CameraPane::coverText() const
{
    if (isBlanked())
        return tr("▬ blanked");
    if (!frame().isValid() && !isLive())
        return {};
    if (isBlurred())
        return m_blur && !m_blur->shortcut().isEmpty() ? tr("▒ blurred: %1 clears").arg(keyText(m_blur))
                                                       : tr("▒ blurred");
    return tr("◉ seen clear for %1").arg(elapsedText(seen() ? seen()->exposed : 0ms));
}

/// Who is looked at by more than the one at this desk.
QString CameraPane::viewersText() const
{
    const int seats = isLive() ? m_desk.viewers(m_incident) : 0;
    return seats > 1 ? tr("◎ %1 seats watch").arg(seats) : QString();
}

QString CameraPane::markText() const
{
    return isFrozen() ? tr("‖ FROZEN %1").arg(elapsedText(m_frozen, m_ticker.now())) : QString();
}

QString CameraPane::kept() const
{
    if (!incident())
        return {};
    const QString sound = Words::kept(incident()->recordings);
    const bool hasCamera = incident()->live
        || std::ranges::any_of(incident()->recordings, [](const auto &one) { return isOfCamera(one.began.file); });
    return hasCamera ? sound + u"   "_s + Words::keptOfCamera(incident()->recordings) : sound;
}

QString CameraPane::asked() const
{
    if (!incident() || !incident()->wish)
        return {};
    const CameraAsked &wish = *incident()->wish;
    const QString asked = tr("Asked %1: %2").arg(wish.at.toLocalTime().toString(u"HH:mm:ss"_s), Words::of(wish.wish));
    switch (desk::outcomeOf(*incident())) {
    case desk::WishOutcome::Waiting:
        return tr("%1 - not yet").arg(asked);
    case desk::WishOutcome::Done:
        return tr("%1 - done").arg(asked);
    case desk::WishOutcome::Unsure:
        return tr("%1 - see the picture").arg(asked);
    case desk::WishOutcome::Refused:
        return tr("%1 - refused on the phone").arg(asked);
    case desk::WishOutcome::Left:
        return tr("%1 - the page is closed").arg(asked);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace knock::ui
