// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/panekeys.h"

#include <algorithm>
#include <QKeySequence>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

std::vector<QKeyCombination> digits(Qt::KeyboardModifiers with = {})
{
    std::vector<QKeyCombination> keys;
    for (int key = Qt::Key_1; key <= Qt::Key_9; ++key)
        keys.emplace_back(with, Qt::Key(key));
    return keys;
}

const std::vector<PaneKey> &rows()
{
    static const char *const everywhere = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Everywhere");
    static const char *const map = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Map");
    static const char *const finder = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Address search");
    static const char *const queue = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Queue");
    static const char *const questions = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Questions");
    static const char *const camera = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Camera");
    static const char *const chat = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Chat");
    static const char *const phrases = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Phrase book");
    static const char *const alerts = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "List of alerts");
    static const char *const kept = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "What is kept");
    static const char *const sheets = QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Order, link, closing");
    static const std::vector<PaneKey> table{
        {everywhere,
         {Qt::Key_Tab, Qt::SHIFT | Qt::Key_Tab},
         QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Next control, one back")},
        {queue, {Qt::Key_Up, Qt::Key_Down}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Row above, row below")},
        {queue,
         {Qt::Key_Return, Qt::Key_Enter},
         QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Take the first that was found")},
        {questions, digits(), QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Mark the question as asked")},
        {camera,
         {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down},
         QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Move the magnified picture")},
        {chat, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Send the line")},
        {chat, digits(Qt::AltModifier), QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Say one of the first nine phrases")},
        {phrases, digits(), QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Say the phrase beside the number")},
        {phrases, {Qt::Key_Up, Qt::Key_Down}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Phrase above, phrase below")},
        {phrases, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Say the marked phrase")},
        {sheets, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Do what is written")},
        {alerts, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Take the alert in hand")},
        {kept, {Qt::Key_Up, Qt::Key_Down}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Row above, row below")},
        {kept, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Play or show the row")},
        {kept, {Qt::Key_Space}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Pause, or go on")},
        {kept, {Qt::Key_Left, Qt::Key_Right}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "5 seconds back, 5 seconds on")},
        {kept, {Qt::Key_B}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Clear or blur the kept picture")},
        {map,
         {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down},
         QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Move the map")},
        {map, {Qt::Key_Plus, Qt::Key_Equal}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Closer")},
        {map, {Qt::Key_Minus}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Farther")},
        {map, {Qt::Key_Home}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "All sources")},
        {map, {Qt::Key_M}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Measure from the caller, or end it")},
        {map, {Qt::CTRL | Qt::Key_C}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Copy the coordinates")},
        {map, {Qt::CTRL | Qt::SHIFT | Qt::Key_C}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Choose how to copy them")},
        {finder, {Qt::Key_Up, Qt::Key_Down}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Place above, place below")},
        {finder, {Qt::Key_Return, Qt::Key_Enter}, QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Look at the place")},
        {finder,
         {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter},
         QT_TRANSLATE_NOOP("knock::ui::PaneKeys", "Say that the caller is there")},
    };
    return table;
}

} // namespace

std::span<const PaneKey> PaneKeys::table() { return rows(); }

bool PaneKeys::contains(QKeyCombination key)
{
    return std::ranges::any_of(rows(), [key](const PaneKey &row) { return std::ranges::contains(row.keys, key); });
}

QString PaneKeys::keys(const PaneKey &row)
{
    const auto name = [](QKeyCombination key) -> QString {
        switch (key.toCombined()) {
        case Qt::Key_Left:
            return u"←"_s;
        case Qt::Key_Right:
            return u"→"_s;
        case Qt::Key_Up:
            return u"↑"_s;
        case Qt::Key_Down:
            return u"↓"_s;
        default:
            return QKeySequence(key).toString(QKeySequence::NativeText);
        }
    };
    constexpr size_t few = 4;
    if (row.keys.size() > few)
        return u"%1-%2"_s.arg(name(row.keys.front()), name(row.keys.back().key()));
    QStringList names;
    for (const QKeyCombination key : row.keys) {
        // The second Enter of a keyboard needs no word of its own.
        if (key.key() != Qt::Key_Enter)
            names.append(name(key));
    }
    return names.join(u' ');
}

} // namespace knock::ui
