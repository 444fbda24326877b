// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/glyph.h"

#include <functional>
#include <QAction>
#include <QHash>
#include <QKeyCombination>
#include <span>

namespace knock::ui {

Q_NAMESPACE

enum class ActionId {
    Answer,
    Ask,
    Confirm,
    Dismiss,
    GoToAlert,
    Seen,
    Order,
    Question,
    Note,
    Category,
    Code0,
    Code1,
    Code2,
    Code3,
    Code4,
    SendLink,
    ChooseLink,
    Chat,
    Phrases,
    BackCamera,
    FrontCamera,
    StopCamera,
    Snapshot,
    Hold,
    PassOn,
    CallBack,
    Mute,
    HangUp,
    Close,
    QueueUp,
    QueueDown,
    Find,
    Missed,
    Blur,
    Blank,
    FollowCaller,
    LightScheme,
    Korean,
    ResetLayout,
    Help,
    PutAway,
    CodedTalk,
    Alerts,
    Silence,
    Promote,
    FindAddress,
    EarlierCall,
    Reopen,
    PlayKept,
    ChangeKeys,
    TearOff,
    LargerText,
    SmallerText,
    Freeze,
    Turn,
    Closer,
    Farther,
    WholePicture,
    SecondScreen,
    SharePack,
    EndPack,
    Lock,
    SignOut
};
Q_ENUM_NS(ActionId) // the settings call the keys by these names

/// Puts a letter into a text field, and so is no order to the window while one writes.
[[nodiscard]] bool isTyped(QKeyCombination key);

enum class MenuId { Call, View, Help };

/// What the actions may look at when they say whether they can be used.
struct Situation {
    const desk::Desk &desk;
    bool alertElsewhere = false; ///< the strip shows an incident that is not in hand
    bool alertJudgeable = false;
    bool alertReadable = false; ///< the strip shows what needs no judgement, only to be read
    bool hasHeadset = false;
    bool severalAlerts = false;
    bool isAlarmed = false; ///< the bell has something to ring for
    int textSize = 100; ///< per cent
    bool hasGate = false; ///< people sign in
    bool hasKept = false; ///< files of the incident in hand
};

/// One line of the table from which menus, shortcuts, the help sheet and their tests are made.
struct ActionRow {
    ActionId id;
    MenuId menu;
    const char *text; ///< in English; translated in the context knock::ui::Actions
    std::optional<QKeyCombination> key;
    std::optional<Glyph> glyph;
    bool (*enabled)(const Situation &);
    /// What is sent to the service; null for an action of the window, which is told by wanted().
    std::optional<Command> (*command)(const Situation &) = nullptr;
    /// For a button whose place says the rest; null: the whole words.
    const char *brief = nullptr;
};

class KeyMap;

/// Everything that can be done, once.
class Actions final : public QObject
{
    Q_OBJECT
public:
    /// \a situation is asked each time an action is used.
    Actions(std::function<Situation()> situation, QWidget *window);

    [[nodiscard]] static std::span<const ActionRow> table();
    [[nodiscard]] static QString text(const ActionRow &row);
    [[nodiscard]] static QString brief(const ActionRow &row);

    [[nodiscard]] QAction *operator[](ActionId id) const { return m_actions.value(id); }
    /// From now on these keys.
    void use(const KeyMap &keys);
    /// Says anew which actions can be used.
    void refresh();
    void retranslate();

Q_SIGNALS:
    void asked(const knock::Command &command);
    void wanted(knock::ui::ActionId id);

private:
    std::function<Situation()> m_situation;
    QHash<ActionId, QAction *> m_actions;
};

} // namespace knock::ui
