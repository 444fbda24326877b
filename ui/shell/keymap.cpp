// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/keymap.h"

#include "ui/kit/panekeys.h"

#include <algorithm>
#include <QKeySequence>
#include <QMetaEnum>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

const ActionRow &rowOf(ActionId id) { return *std::ranges::find(Actions::table(), id, &ActionRow::id); }

QString settingOf(ActionId id)
{
    return u"keys/"_s + QLatin1StringView(QMetaEnum::fromType<ActionId>().valueToKey(static_cast<int>(id)));
}

/// What a text field, a menu or the window system does with keys.
bool belongsToFields(QKeyCombination key)
{
    using enum QKeySequence::StandardKey;
    if (isTyped(key))
        return true;
    const Qt::KeyboardModifiers with = key.keyboardModifiers() & ~Qt::ShiftModifier;
    // With Alt and a letter a menu is opened.
    if (with == Qt::AltModifier && key.key() < Qt::Key_Escape)
        return true;
    constexpr auto always
        = std::to_array({Qt::Key_Escape, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Enter, Qt::Key_Backspace,
                         Qt::Key_Delete, Qt::Key_Insert, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown,
                         Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Menu});
    if (std::ranges::contains(always, key.key()) || key == (Qt::ALT | Qt::Key_F4))
        return true;
    constexpr auto edits = std::to_array({Copy, Cut, Paste, Undo, Redo, SelectAll});
    return std::ranges::any_of(
        edits, [key](auto edit) { return QKeySequence::keyBindings(edit).contains(QKeySequence(key)); });
}

bool isFree(ActionId id, QKeyCombination key)
{
    return rowOf(id).key == key || (!PaneKeys::contains(key) && !belongsToFields(key));
}

} // namespace

std::optional<QKeyCombination> KeyMap::of(ActionId id) const
{
    const auto chosen = m_chosen.find(id);
    return chosen == m_chosen.end() ? rowOf(id).key : chosen->second;
}

std::optional<ActionId> KeyMap::holder(QKeyCombination key, ActionId besides) const
{
    for (const ActionRow &row : Actions::table()) {
        if (row.id != besides && of(row.id) == key)
            return row.id;
    }
    return std::nullopt;
}

std::optional<KeyMap::Refusal> KeyMap::choose(ActionId id, QKeyCombination key)
{
    if (!isFree(id, key))
        return Refusal{};
    if (const auto other = holder(key, id))
        return Refusal{other};
    if (rowOf(id).key == key)
        m_chosen.erase(id);
    else
        m_chosen.insert_or_assign(id, key);
    return std::nullopt;
}

std::optional<KeyMap::Refusal> KeyMap::reset(ActionId id)
{
    const auto own = rowOf(id).key;
    if (const auto other = own ? holder(*own, id) : std::nullopt)
        return Refusal{other};
    m_chosen.erase(id);
    return std::nullopt;
}

std::vector<ActionId> KeyMap::read(const QSettings &settings)
{
    m_chosen.clear();
    std::vector<ActionId> refused;
    for (const ActionRow &row : Actions::table()) {
        const QVariant written = settings.value(settingOf(row.id));
        if (!written.isValid())
            continue;
        const QKeySequence key(written.toString(), QKeySequence::PortableText);
        if (key.count() == 1 && key[0].key() != Qt::Key_unknown && isFree(row.id, key[0]))
            m_chosen.emplace(row.id, key[0]);
        else
            refused.push_back(row.id);
    }
    // Whoever takes a step back may meet another one at the own key; in the end all of them stand as in the table.
    while (true) {
        const auto twice = std::ranges::find_if(
            m_chosen, [this](const auto &entry) { return holder(entry.second, entry.first).has_value(); });
        if (twice == m_chosen.end())
            return refused;
        const QKeyCombination key = twice->second;
        std::erase_if(m_chosen, [&](const auto &entry) {
            if (entry.second == key)
                refused.push_back(entry.first);
            return entry.second == key;
        });
    }
}

void KeyMap::write(QSettings &settings) const
{
    settings.remove(u"keys"_s);
    for (const auto &[id, key] : m_chosen)
        settings.setValue(settingOf(id), QKeySequence(key).toString(QKeySequence::PortableText));
}

} // namespace knock::ui
