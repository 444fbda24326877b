// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/story.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/phraselist.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

namespace knock::test {

/// The pane on a service of which the test says every word, with two answered calls; the first is this seat's
/// and in hand.
struct ChatHouse {
    ChatHouse()
    {
        for (const quint64 id : {1U, 2U}) {
            story.ring({id});
            story.answer({id}, {id == 1 ? 1U : 7U});
            story.invite({id});
        }
        desk.select({1});
        pane.resize(300, 400);
        pane.show();
    }

    /// The commands of one kind that were sent.
    template <typename T>
    [[nodiscard]] std::vector<T> sent() const
    {
        std::vector<T> found;
        for (const Command &command : backend.sent) {
            if (const auto *it = std::get_if<T>(&command))
                found.push_back(*it);
        }
        return found;
    }
    /// The chat as it is heard.
    [[nodiscard]] QStringList lines() const
    {
        QStringList spoken;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            spoken.append(list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString());
        return spoken;
    }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = pane.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }

    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk{backend};
    Story story{backend, clock};
    ui::Ticker ticker{clock};
    desk::PhraseBook book = desk::PhraseBook::read(QStringLiteral(KNOCK_RESOURCES "/phrases/book")).value();
    QAction phrases{QStringLiteral("Phrases")};
    ui::ChatPane pane{desk, ticker, book, &phrases};
    QLineEdit *line = named<QLineEdit>(QStringLiteral("Line to the caller"));
    QListView *list = named<QListView>(QStringLiteral("Chat with the caller"));
    ui::PhraseList *open = pane.findChild<ui::PhraseList *>();

    template <typename T>
    T *named(const QString &name)
    {
        const auto all = pane.findChildren<T *>();
        const auto found = std::ranges::find(all, name, &QWidget::accessibleName);
        return found == all.end() ? nullptr : *found;
    }
};

} // namespace knock::test
