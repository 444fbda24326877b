// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/queuemodel.h"
#include "ui/kit/glyph.h"
#include "ui/kit/statecolours.h"

#include <QCoreApplication>

namespace knock::ui {

/// How one row of the queue is said and drawn.
struct QueueLook {
    QString word;
    Glyph glyph = Glyph::Ringing;
    QColor StateColours::*tone = &StateColours::text;
};

/// The words of the queue.
class QueueWords
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::QueueWords)
public:
    /// A ringing call changes its word, glyph and colour after 10, 15 and 20 seconds.
    [[nodiscard]] static QueueLook look(desk::QueueModel::State state, std::chrono::seconds age);
    [[nodiscard]] static QueueLook look(const QModelIndex &row, const QDateTime &now);
    /// What is known of the call, from many words to few: "silent before · 2 presses · cell", "2× cell", "cell". What
    /// the number did before is also said by a glyph. Never empty.
    [[nodiscard]] static QStringList facts(const QModelIndex &row);
    /// True when each of \a words is part of what is said of the call: its incident's or its own number, its state,
    /// where it is known from. Of a masked number only the whole is found, not the digits that are hidden.
    [[nodiscard]] static bool matches(const QStringList &words, const Incident &incident, desk::QueueModel::State state,
                                      const QString &number);
    /// The whole row for those who hear it.
    [[nodiscard]] static QString spoken(const QModelIndex &row, const QDateTime &now);
};

} // namespace knock::ui
