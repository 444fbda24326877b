// SPDX-License-Identifier: Apache-2.0
#include "ui/map/finder.h"

#include "ui/kit/measured.h"
#include "ui/map/fixtext.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

QString wordsOf(const AddressBook::Place &place)
{
    QStringList parts{place.name, place.address};
    parts.removeAll(QString());
    parts << FixText::distance(place.away);
    return parts.join(u" · "_s);
}

} // namespace

Finder::Finder(Ways ways, QWidget *parent)
    : QFrame(parent)
    , m_ways(std::move(ways))
    , m_line(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_hint(new QLabel(this))
{
    constexpr int longest = 100;
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_line->setMaxLength(longest);
    keepTargetHeight({m_line});
    m_line->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_hint->setWordWrap(true);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(6, 6, 6, 6);
    all->setSpacing(4);
    all->addWidget(m_line);
    all->addWidget(m_list);
    all->addWidget(m_hint);
    connect(m_line, &QLineEdit::textChanged, this, &Finder::find);
    connect(m_list, &QListWidget::itemClicked, this, &Finder::look);
    m_list->hide();
    retranslate();
    hide();
}

void Finder::open()
{
    show();
    raise();
    find(); // what is near may have changed
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void Finder::reset()
{
    m_looked.reset();
    updateHint();
}

bool Finder::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool isStep = key->modifiers() == Qt::NoModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down);
    if (!isEnter && !isStep && key->key() != Qt::Key_Escape)
        return QFrame::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (isStep)
        step(key->key() == Qt::Key_Up ? -1 : 1);
    else if (!isEnter)
        Q_EMIT left();
    else if (key->modifiers().testFlag(Qt::ControlModifier))
        place();
    else
        look();
    return true;
}

void Finder::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void Finder::find()
{
    m_found = m_ways.search(m_line->text());
    m_list->clear();
    for (const AddressBook::Place &place : m_found)
        m_list->addItem(wordsOf(place));
    m_list->setCurrentRow(0);
    m_list->setVisible(!m_found.empty());
    const int rows = int(m_found.size());
    m_list->setFixedHeight(rows * std::max(m_list->sizeHintForRow(0), 20) + 2 * m_list->frameWidth());
    m_looked.reset();
    updateHint();
}

void Finder::look()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= int(m_found.size()))
        return;
    m_looked = m_found.at(size_t(row));
    Q_EMIT looked(*m_looked);
    updateHint();
}

void Finder::place()
{
    if (m_looked && m_ways.mayPlace())
        Q_EMIT placed(AddressBook::Place(*m_looked)); // what follows forgets it here
}

void Finder::step(int rows)
{
    m_list->setCurrentRow(std::clamp(m_list->currentRow() + rows, 0, std::max(0, m_list->count() - 1)));
    m_line->setAccessibleDescription(m_list->currentItem() ? m_list->currentItem()->text() : QString());
    reset();
}

void Finder::retranslate()
{
    m_line->setPlaceholderText(tr("Address or name"));
    m_line->setAccessibleName(tr("Address or name"));
    m_list->setAccessibleName(tr("Addresses"));
    updateHint();
}

void Finder::updateHint()
{
    if (!m_ways.hasBook)
        m_hint->setText(tr("There are no addresses here. Importing the map anew makes them."));
    else if (m_looked)
        m_hint->setText(m_ways.mayPlace() ? tr("Ctrl+Enter: the caller is here") : QString());
    else if (!m_found.empty())
        m_hint->setText(tr("Enter: show on the map"));
    else
        m_hint->setText(m_line->text().trimmed().isEmpty() ? QString() : tr("Nothing is found."));
    m_hint->setVisible(!m_hint->text().isEmpty());
    adjustSize();
}

} // namespace knock::ui
