// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/phraselist.h"

#include "ui/chat/phrasedelegate.h"
#include "ui/kit/languages.h"
#include "ui/kit/measured.h"
#include "ui/kit/note.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

using namespace Qt::StringLiterals;

namespace knock::ui {

PhraseList::PhraseList(const desk::PhraseBook &book, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_news(new Note(this))
    , m_about(new QLabel(this))
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
{
    keepTargetHeight({m_search});
    m_search->installEventFilter(this);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PhraseDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::TabFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(m_about);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(4);
    column->addWidget(m_news);
    column->addLayout(row);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &PhraseList::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    retranslate();
    hide();
}

void PhraseList::open(const QString &theirs)
{
    m_theirs = theirs;
    m_news->clear();
    m_search->clear();
    retranslate();
    show();
    m_search->setFocus(Qt::ShortcutFocusReason);
}

void PhraseList::tell(const QString &line)
{
    constexpr qsizetype longest = 80;
    const QString text = line.simplified();
    m_news->say(Note::Tone::Next, Glyph::Chat,
                tr("The caller wrote: %1").arg(text.size() > longest ? text.first(longest) + u'…' : text));
}

void PhraseList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && isVisible())
        retranslate();
}

bool PhraseList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    return pressed(key->key(), key->modifiers()) || QWidget::eventFilter(watched, event);
}

bool PhraseList::pressed(int key, Qt::KeyboardModifiers modifiers)
{
    const int marked = m_list->currentIndex().row();
    if (key >= Qt::Key_1 && key <= Qt::Key_9 && !(modifiers & ~(Qt::KeypadModifier | Qt::AltModifier))) {
        choose(key - Qt::Key_1);
        return true;
    }
    switch (key) {
    case Qt::Key_Up:
        mark(marked - 1);
        return true;
    case Qt::Key_Down:
        mark(marked + 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(marked);
        return true;
    default:
        return false;
    }
}

void PhraseList::choose(int row)
{
    if (row >= 0 && row < m_model.rowCount())
        Q_EMIT chosen(m_model.index(row, 0).data(PhraseRole).toString());
}

void PhraseList::mark(int row)
{
    m_list->setCurrentIndex(m_model.index(std::clamp(row, 0, std::max(0, m_model.rowCount() - 1)), 0));
}

void PhraseList::search()
{
    const QString own = Languages::ofScreen();
    const QString wanted = m_search->text().trimmed();
    m_model.clear();
    for (const QString &phrase : m_book.phrases()) {
        const QString ours = m_book.text(phrase, own);
        const QString theirs = m_book.text(phrase, m_theirs);
        if (!ours.contains(wanted, Qt::CaseInsensitive) && !theirs.contains(wanted, Qt::CaseInsensitive))
            continue;
        const int number = m_model.rowCount() < numbered ? m_model.rowCount() + 1 : 0;
        auto *item = new QStandardItem;
        item->setData(phrase, PhraseRole);
        item->setData(number, NumberRole);
        item->setData(ours, OwnRole);
        item->setData(m_theirs == own ? QString() : theirs, TheirRole);
        item->setData(PhraseDelegate::spoken(number, ours, m_theirs == own ? QString() : theirs),
                      Qt::AccessibleTextRole);
        m_model.appendRow(item);
    }
    mark(0);
}

void PhraseList::retranslate()
{
    m_search->setPlaceholderText(tr("1-9, or search"));
    m_search->setAccessibleName(tr("Search the phrase book"));
    m_list->setAccessibleName(tr("Phrase book"));
    const QString language = Languages::name(m_theirs);
    m_about->setText(m_book.phrases().isEmpty()       ? tr("There is no phrase book")
                         : m_book.isDrafted(m_theirs) ? tr("%1, machine-drafted").arg(language)
                                                      : language);
    search();
}

} // namespace knock::ui
