// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/keptfile.h"
#include "ui/kept/keptrows.h"
#include "ui/kept/player.h"
#include "ui/picture/picture.h"

#include <QFrame>
#include <QStandardItemModel>

class QAction;
class QKeyEvent;
class QListView;
class QPushButton;

namespace knock::ui {

class ElidedLabel;
class Note;
class PictureView;

/// What is kept of the incident in hand, to be heard and seen again: beside the call, and never over it. Opened by a
/// person, and only then does it take the keyboard.
///
/// Nothing is fetched before somebody wants it, for every play is written down. Every picture opens blurred, however
/// the last one was left. What was fetched is forgotten when the sheet is put away or another incident is in hand.
class KeptSheet final : public QFrame
{
    Q_OBJECT
public:
    /// \a headset may be null. \a putAway is the action that puts the sheet away.
    KeptSheet(desk::Desk &desk, const sound::Headset *headset, QAction *putAway, QWidget *parent);

    void open();
    /// True when it was open.
    bool putAway();

    [[nodiscard]] const Player &player() const { return m_player; }
    [[nodiscard]] bool isBlurred() const { return m_picture.isBlurred(); }
    /// Where the picture is painted; empty while none is.
    [[nodiscard]] QRect pictureRect() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void playChosen();
    void take(const QByteArray &bytes);
    void stop();
    void fail(const QString &why);
    bool use(const QKeyEvent &key);
    void toggleBlur();
    void refresh();
    void retranslate();
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString insteadText() const;
    [[nodiscard]] QString blurText() const;

    desk::Desk &m_desk;
    QAction *m_putAway;
    desk::KeptFile m_file;
    Picture m_picture;
    Player m_player;
    std::vector<KeptRow> m_rows;
    QStandardItemModel m_model;
    std::optional<KeptRow> m_chosen; ///< what is fetched, played or shown
    int m_times = 0; ///< something was chosen
    int m_percent = 0; ///< of it, that was fetched

    QWidget *m_left;
    ElidedLabel *m_title;
    QListView *m_list;
    ElidedLabel *m_state;
    Note *m_note;
    PictureView *m_view;
    QPushButton *m_play;
    QPushButton *m_pause;
    QPushButton *m_back;
    QPushButton *m_on;
    QPushButton *m_blur;
    QPushButton *m_close;
};

} // namespace knock::ui
