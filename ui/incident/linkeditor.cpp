// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/linkeditor.h"

#include "ui/kit/keybutton.h"
#include "ui/kit/languages.h"
#include "ui/kit/measured.h"
#include "ui/kit/words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace knock::ui {

LinkEditor::LinkEditor(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_kind(new QComboBox(this))
    , m_language(new QComboBox(this))
    , m_send(new QPushButton(this))
    , m_last(new QLabel(this))
{
    for (const LinkKind kind : {LinkKind::Live, LinkKind::Location, LinkKind::Upload})
        m_kind->addItem(QString(), QVariant::fromValue(kind));
    m_language->addItem(QString(), QString());
    for (const QLatin1StringView language : Languages::all)
        m_language->addItem(QString(), QString(language));
    m_label->setBuddy(m_kind);
    m_last->setWordWrap(true);
    for (QComboBox *choice : {m_kind, m_language})
        choice->installEventFilter(this);
    keepTargetHeight({m_kind, m_language, m_send});
    m_send->setFocusPolicy(Qt::TabFocus);
    m_send->setAutoDefault(true);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setVerticalSpacing(0);
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(m_kind, 0, 1);
    grid->addWidget(m_language, 0, 2);
    grid->addWidget(m_send, 0, 3);
    grid->addWidget(m_last, 1, 1, 1, 3);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    connect(m_send, &QPushButton::clicked, this, &LinkEditor::accept);
    connect(m_language, &QComboBox::activated, this, [this] { m_isChosen = true; });
    retranslate();
    hide();
}

void LinkEditor::open(const Incident &incident)
{
    m_sent = incident.invite;
    if (!m_isChosen)
        m_language->setCurrentIndex(std::max(0, m_language->findData(Languages::of(incident.language))));
    retranslate();
    show();
    m_kind->setFocus(Qt::ShortcutFocusReason);
}

void LinkEditor::reset()
{
    hide();
    m_kind->setCurrentIndex(0);
    m_language->setCurrentIndex(0);
    m_isChosen = false;
}

void LinkEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool LinkEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LinkEditor::accept()
{
    Q_EMIT accepted(m_kind->currentData().value<LinkKind>(), m_language->currentData().toString());
}

void LinkEditor::retranslate()
{
    for (int i = 0; i < m_kind->count(); ++i)
        m_kind->setItemText(i, Words::of(m_kind->itemData(i).value<LinkKind>()));
    m_language->setItemText(0, tr("Agency's language"));
    for (int i = 1; i < m_language->count(); ++i)
        m_language->setItemText(i, Languages::name(m_language->itemData(i).toString()));
    m_label->setText(tr("Link:"));
    m_kind->setAccessibleName(tr("Kind of link"));
    m_kind->view()->setAccessibleName(tr("Kind of link"));
    m_language->setAccessibleName(tr("Language of the text"));
    m_language->view()->setAccessibleName(tr("Language of the text"));
    m_send->setText(tr("Send this link  Enter"));
    m_send->setAccessibleName(tr("Send this link"));
    if (!m_sent) {
        m_last->setText(tr("No text was sent yet"));
        return;
    }
    QStringList facts{Words::of(m_sent->kind), Languages::name(m_sent->language), Words::of(smsLength(m_sent->text))};
    facts.removeAll(QString());
    m_last->setText(tr("Last text: %1").arg(facts.join(u" · "_s)));
}

} // namespace knock::ui
