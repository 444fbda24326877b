// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/phrasebook.h"

#include <QStandardItemModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace knock::ui {

class Note;

/// The phrases an operator can say, in both languages. Letters search; the numbers from 1 to 9 say what stands beside
/// them, Enter the one that is marked.
class PhraseList final : public QWidget
{
    Q_OBJECT
public:
    enum Role {
        PhraseRole = Qt::UserRole,
        NumberRole, ///< from 1 to 9; 0 for none
        OwnRole, ///< in the reader's language
        TheirRole ///< in the caller's; empty where it is the same language
    };

    static constexpr qsizetype numbered = 9; ///< as many as there are digits

    /// \a book outlives the list.
    PhraseList(const desk::PhraseBook &book, QWidget *parent);

    /// All phrases anew, in the language of the screen and in \a theirs.
    void open(const QString &theirs);
    /// The caller said \a line, which the list hides.
    void tell(const QString &line);

Q_SIGNALS:
    void chosen(const QString &phrase);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool pressed(int key, Qt::KeyboardModifiers modifiers);
    void choose(int row);
    void mark(int row);
    void search();
    void retranslate();

    const desk::PhraseBook &m_book;
    QString m_theirs;
    QStandardItemModel m_model;
    Note *m_news;
    QLabel *m_about; ///< the caller's language, and who has read its words
    QLineEdit *m_search;
    QListView *m_list;
};

} // namespace knock::ui
