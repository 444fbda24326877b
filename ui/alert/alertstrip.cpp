// SPDX-License-Identifier: Apache-2.0
#include "ui/alert/alertstrip.h"

#include "ui/alert/alertwords.h"
#include "ui/kit/glyph.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace knock::ui {

using desk::AlertModel;

namespace {

constexpr size_t mostCounted = 999;

/// A button that goes away under the focus would hand it to its neighbour, and the next key with it.
void offer(KeyButton *button, bool offered)
{
    if (!offered)
        button->clearFocus();
    button->setVisible(offered);
}

} // namespace

AlertStrip::AlertStrip(desk::Desk &desk, Ticker &ticker, const Actions &actions, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_model(desk)
    , m_glyph(new QLabel(this))
    , m_text(new QLabel(this))
    , m_more(new QLabel(this))
    , m_confirm(new KeyButton(actions.confirm, this))
    , m_dismiss(new KeyButton(actions.dismiss, this))
    , m_goTo(new KeyButton(actions.goTo, this))
    , m_seen(new KeyButton(actions.seen, this))
    , m_list(new KeyButton(actions.list, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(12);
    row->addWidget(m_glyph);
    row->addWidget(m_text, 1);
    row->addWidget(m_more);
    row->addWidget(m_list);
    row->addWidget(m_confirm);
    row->addWidget(m_dismiss);
    row->addWidget(m_goTo);
    row->addWidget(m_seen);

    measureBy(this, [this] {
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.15);
        large.setBold(true);
        m_text->setFont(large);
        setMinimumHeight(targetHeight(*this) + 12);
        paintColours();
    });
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    setAutoFillBackground(true);
    setFocusPolicy(Qt::NoFocus);
    m_confirm->setWeight(KeyButton::Weight::Alarm);
    m_dismiss->setWeight(KeyButton::Weight::Plain);

    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &AlertStrip::count);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &AlertStrip::follow);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &AlertStrip::follow);
    connect(&ticker, &Ticker::ticked, this, &AlertStrip::forgetOld);
    connect(&desk, &desk::Desk::selectionChanged, this, &AlertStrip::follow);
    retranslate();
    follow();
}

QString AlertStrip::text() const { return m_incident.isValid() ? m_text->text() : QString(); }

void AlertStrip::confirm()
{
    if (!m_judgeable || isTooSoon())
        return;
    const IncidentId incident = m_incident;
    // The next keys are for the caller that was just confirmed: an order must not go to another incident.
    m_desk.select(incident);
    m_desk.send(ConfirmSilentCall{incident});
}

void AlertStrip::dismiss()
{
    if (m_judgeable && !isTooSoon())
        m_desk.send(DismissKnock{m_incident});
}

void AlertStrip::markRead()
{
    if (!m_incident.isValid() || m_judgeable || isTooSoon())
        return;
    const IncidentId incident = m_incident;
    m_read.insert({incident, isLost(m_model.rowOf(incident))});
    follow();
    Q_EMIT wasRead(incident);
}

void AlertStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        paintColours();
}

void AlertStrip::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (std::exchange(m_unpainted, false))
        Q_EMIT painted(m_incident, m_text->text());
}

void AlertStrip::follow()
{
    m_read.removeIf([this](const auto &read) { return m_model.rowOf(read.first) < 0; });
    const int row = rowToShow();
    const IncidentId before = m_incident;
    const QString textBefore = m_text->text();
    m_incident = row < 0 ? IncidentId{} : m_model.index(row).data(AlertModel::IncidentRole).value<IncidentId>();
    m_judgeable = row >= 0 && !m_model.index(row).data(AlertModel::JudgedRole).toBool();
    if (m_incident != before)
        m_replacedAt = before.isValid() && m_incident.isValid() ? m_ticker.now() : QDateTime();
    retranslate();

    const bool alarmed = m_incident.isValid();
    m_glyph->setVisible(alarmed);
    offer(m_confirm, m_judgeable);
    offer(m_dismiss, m_judgeable);
    offer(m_seen, alarmed && !m_judgeable);
    // In a flood the list leads to each; both would leave the words no room on the smallest screen.
    const bool isListed = isFlooded() && hasMore();
    offer(m_list, isListed);
    offer(m_goTo, alarmed && !isListed && m_incident != m_desk.selected());
    paintColours();
    if (alarmed && (m_incident != before || m_text->text() != textBefore)) {
        m_unpainted = true;
        announce(m_text->text());
    }
    update();
    Q_EMIT changed();
}

/// A flood is told when it begins, and not again with each alert that it brings.
void AlertStrip::count()
{
    const bool before = isFlooded();
    m_came.push_back(m_ticker.now());
    if (m_came.size() > mostCounted)
        m_came.pop_front();
    if (before == isFlooded())
        return;
    retranslate();
    announce(m_more->text());
}

void AlertStrip::forgetOld()
{
    const QDateTime begin = m_ticker.now().addDuration(-span);
    const auto firstKept = std::ranges::find_if(m_came, [&](const QDateTime &at) { return at > begin; });
    if (firstKept == m_came.begin())
        return;
    m_came.erase(m_came.begin(), firstKept);
    follow();
}

void AlertStrip::retranslate()
{
    const int row = m_incident.isValid() ? m_model.rowOf(m_incident) : -1;
    m_text->setText(row < 0 ? tr("No alert") : AlertWords::of(m_model.index(row)));
    int others = -1;
    for (int other = 0; other < m_model.rowCount(); ++other)
        others += isRead(other) ? 0 : 1;
    m_more->setText(isFlooded()      ? tr("%1 alerts in %2 min").arg(m_came.size()).arg(span.count())
                        : others > 0 ? tr("and %1 more").arg(others)
                                     : QString());
    m_more->setVisible(!m_more->text().isEmpty());
    setAccessibleName(tr("Alert"));
    setAccessibleDescription(m_text->text());
    QStringList presses;
    for (const Press &press : m_model.index(std::max(row, 0)).data(AlertModel::PressesRole).value<std::vector<Press>>())
        presses.append(Words::press(press));
    m_text->setToolTip(row < 0 ? QString() : presses.join(u'\n'));
}

void AlertStrip::paintColours()
{
    const StateColours &colours = stateColours(parentWidget() ? parentWidget()->palette() : palette());
    const bool alarmed = m_incident.isValid();
    const QColor ground = alarmed ? colours.alarmFill : colours.window;
    const QColor words = alarmed ? colours.onAlarm : colours.muted;
    QPalette own = palette();
    if (own.color(QPalette::Window) != ground)
        own.setColor(QPalette::Window, ground);
    if (own.color(QPalette::WindowText) != words)
        own.setColor(QPalette::WindowText, words);
    if (own != palette())
        setPalette(own);
    const int row = m_model.rowOf(m_incident);
    const Glyph glyph = row < 0 ? Glyph::Lost : AlertWords::glyph(m_model.index(row));
    m_glyph->setPixmap(glyphPixmap(glyph, words, fontMetrics().height() + 6, devicePixelRatioF()));
}

void AlertStrip::announce(const QString &words)
{
    QAccessibleAnnouncementEvent event(this, words);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

int AlertStrip::rowToShow() const
{
    const auto isUnjudged = [this](int row) { return !m_model.index(row).data(AlertModel::JudgedRole).toBool(); };
    const int inHand = m_model.rowOf(m_desk.selected());
    if (inHand >= 0 && isUnjudged(inHand))
        return inHand;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (isUnjudged(row))
            return row;
    }
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!isRead(row))
            return row;
    }
    return -1;
}

bool AlertStrip::isRead(int row) const
{
    return m_read.contains({m_model.index(row).data(AlertModel::IncidentRole).value<IncidentId>(), isLost(row)});
}

bool AlertStrip::isLost(int row) const { return m_model.index(row).data(AlertModel::LostRole).toBool(); }

bool AlertStrip::isTooSoon() const
{
    return m_replacedAt.isValid() && m_ticker.now() < m_replacedAt.addDuration(pauseAfterChange);
}

} // namespace knock::ui
