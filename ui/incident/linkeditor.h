// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace knock::ui {

/// A link of another kind or in another language, chosen in place: Enter sends it, Esc puts it away.
class LinkEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit LinkEditor(QWidget *parent);

    /// Proposes the language of the caller's page, and a live link, unless the person chose otherwise before.
    void open(const Incident &incident);
    /// For another incident.
    void reset();

Q_SIGNALS:
    /// An empty \a language is the agency's own.
    void accepted(knock::LinkKind kind, const QString &language);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void accept();
    void retranslate();

    QLabel *m_label;
    QComboBox *m_kind;
    QComboBox *m_language;
    QPushButton *m_send;
    QLabel *m_last; ///< how long the last text was
    std::optional<InviteSent> m_sent; ///< that text
    bool m_isChosen = false; ///< the language, by a person
};

} // namespace knock::ui
