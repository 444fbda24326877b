// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/story.h"
#include "ui/incident/incidentpane.h"

#include <QAction>
#include <QLabel>

namespace knock::test {

/// The pane on a service of which the test says every word, and the buttons' actions.
struct IncidentHouse {
    FakeBackend backend;
    ManualClock clock;
    desk::Desk desk{backend};
    Story story{backend, clock};
    ui::Ticker ticker{clock};
    QAction order{QStringLiteral("Order")};
    QAction answer{QStringLiteral("Answer")};
    QAction ask{QStringLiteral("Ask")};
    QAction link{QStringLiteral("Link")};
    QAction chat{QStringLiteral("Chat")};
    QAction hangUp{QStringLiteral("HangUp")};
    QAction close{QStringLiteral("Close")};
    QAction reopen{QStringLiteral("Reopen")};
    QAction earlierCall{QStringLiteral("EarlierCall")};
    ui::IncidentPane pane{desk,
                          ticker,
                          {&order, &answer, &ask, &link, &chat, &hangUp, &close, &reopen, &earlierCall},
                          {QStringLiteral("12"), QStringLiteral("7")}};

    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = pane.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
};

} // namespace knock::test
