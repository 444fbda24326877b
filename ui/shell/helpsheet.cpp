// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/helpsheet.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/note.h"
#include "ui/kit/panekeys.h"
#include "ui/shell/helprow.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

bool isModifier(int key)
{
    constexpr auto modifiers = std::to_array({Qt::Key_Shift, Qt::Key_Control, Qt::Key_Alt, Qt::Key_AltGr, Qt::Key_Meta,
                                              Qt::Key_Super_L, Qt::Key_Super_R, Qt::Key_CapsLock, Qt::Key_NumLock,
                                              Qt::Key_ScrollLock, Qt::Key_Hangul, Qt::Key_unknown});
    return key == 0 || std::ranges::contains(modifiers, key);
}

const HelpRow &rowsOf(const QListView &list) { return *static_cast<const HelpRow *>(list.itemDelegate()); }

} // namespace

HelpSheet::HelpSheet(KeyMap &keys, const Actions &actions, QWidget *parent)
    : QFrame(parent)
    , m_keys(keys)
    , m_actions(actions)
    , m_title(new QLabel(this))
    , m_list(new QListView(this))
    , m_note(new Note(this))
    , m_change(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_resetAll(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new HelpRow(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWrapping(true); // one column beside the other
    m_list->setUniformItemSizes(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_note, 1);
    buttons->addStretch();
    for (QPushButton *button : {m_change, m_reset, m_resetAll}) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoDefault(true);
        buttons->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &HelpSheet::follow);
    connect(m_list, &QListView::activated, this, &HelpSheet::ask);
    connect(m_change, &QPushButton::clicked, this, &HelpSheet::ask);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const auto id = chosen())
            settle(m_keys.reset(*id));
    });
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        m_keys.resetAll();
        settle({});
    });
    retranslate();
    hide();
}

void HelpSheet::choose()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
    if (!chosen())
        m_list->setCurrentIndex(m_model.index(1, 0));
}

QSize HelpSheet::sizeHint() const { return {rowsOf(*m_list).size().width() + 16, heightForWidth(0)}; }

int HelpSheet::heightForWidth(int width) const
{
    const QSize row = rowsOf(*m_list).size();
    const int columns = std::max(1, (width - 16) / std::max(1, row.width()));
    const int rows = (m_model.rowCount() + columns - 1) / columns;
    return rows * row.height() + m_title->sizeHint().height() + m_change->minimumHeight() + 26;
}

void HelpSheet::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        retranslate();
}

void HelpSheet::hideEvent(QHideEvent *event)
{
    stopAsking();
    m_note->clear();
    QFrame::hideEvent(event);
}

/// The key that is asked for, whatever the window would do with it otherwise.
bool HelpSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut)
        stopAsking();
    if (!m_asking || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return QFrame::eventFilter(watched, event);
    event->accept();
    const auto *key = static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::KeyPress && !isModifier(key->key()))
        take(QKeyCombination(key->modifiers() & ~Qt::KeypadModifier, Qt::Key(key->key())));
    return true;
}

void HelpSheet::ask()
{
    m_asking = chosen();
    m_list->setFocus();
    if (m_asking) {
        m_note->say(
            Note::Tone::Next, Glyph::Next,
            tr("Press the new key for “%1”; %2 leaves it.")
                .arg(m_actions[*m_asking]->text(), QKeySequence(Qt::Key_Escape).toString(QKeySequence::NativeText)));
    }
}

void HelpSheet::stopAsking()
{
    if (std::exchange(m_asking, std::nullopt))
        m_note->clear();
}

void HelpSheet::take(QKeyCombination key)
{
    const ActionId id = *m_asking;
    stopAsking();
    if (key == QKeyCombination(Qt::Key_Escape))
        return;
    settle(m_keys.choose(id, key));
}

void HelpSheet::settle(const std::optional<KeyMap::Refusal> &refusal)
{
    if (!refusal) {
        m_note->clear();
        Q_EMIT changed();
        list();
    } else if (refusal->holder) {
        m_note->say(Note::Tone::Warning, Glyph::Warning,
                    tr("Not changed: “%1” has this key.").arg(m_actions[*refusal->holder]->text()));
    } else {
        m_note->say(Note::Tone::Warning, Glyph::Warning,
                    tr("Not changed: panes, menus or text fields keep this key for themselves."));
    }
}

std::optional<ActionId> HelpSheet::chosen() const
{
    const QVariant id = m_list->currentIndex().data(IdRole);
    return id.isValid() ? std::optional(id.value<ActionId>()) : std::nullopt;
}

void HelpSheet::follow()
{
    stopAsking();
    const auto id = chosen();
    for (QPushButton *button : {m_change, m_reset}) {
        if (!id)
            button->clearFocus(); // or the next key would go to its neighbour
        button->setEnabled(id.has_value());
    }
}

void HelpSheet::addHead(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setFlags(Qt::ItemIsEnabled);
    m_model.appendRow(item);
}

void HelpSheet::addRow(const QString &key, const QString &text, const QVariant &id)
{
    auto *item = new QStandardItem(text);
    item->setData(key, KeyRole);
    item->setData(id, IdRole);
    item->setData(u"%1: %2"_s.arg(text, key), Qt::AccessibleTextRole);
    m_model.appendRow(item);
}

/// What the window does, then what the panes do where the keyboard is in them.
void HelpSheet::list()
{
    const int current = m_list->currentIndex().row();
    m_model.clear();
    QString pane = PaneKeys::pane(PaneKeys::table().front());
    addHead(pane);
    for (const ActionRow &row : Actions::table()) {
        const QString name = Actions::text(row);
        const QString key = keyText(m_actions[row.id]);
        addRow(key.isEmpty() ? tr("menu") : key, m_keys.isChosen(row.id) ? tr("%1 (changed)").arg(name) : name,
               QVariant::fromValue(row.id));
    }
    for (const PaneKey &row : PaneKeys::table()) {
        if (const QString next = PaneKeys::pane(row); next != pane)
            addHead(pane = next);
        addRow(PaneKeys::keys(row), PaneKeys::text(row));
    }
    static_cast<HelpRow *>(m_list->itemDelegate())->measure(m_model, m_list->font());
    m_list->setCurrentIndex(m_model.index(current, 0));
    m_title->setText(tr("Keys (%1 or %2 puts this away)")
                         .arg(keyText(m_actions[ActionId::Help]), keyText(m_actions[ActionId::PutAway])));
    follow();
}

void HelpSheet::retranslate()
{
    setAccessibleName(tr("Keys"));
    m_list->setAccessibleName(tr("Keys"));
    m_change->setText(tr("Change"));
    m_change->setAccessibleName(tr("Change the key"));
    m_reset->setText(tr("Default"));
    m_reset->setAccessibleName(tr("Default key"));
    m_resetAll->setText(tr("All default"));
    m_resetAll->setAccessibleName(tr("All keys as they were"));
    for (QPushButton *button : {m_change, m_reset, m_resetAll})
        button->setMinimumHeight(targetHeight(*this));
    list();
    updateGeometry();
}

} // namespace knock::ui
