// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/languages.h"

#include "app/core/language.h"

#include <algorithm>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr auto names = std::to_array<const char *>({
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Korean"),    QT_TRANSLATE_NOOP("knock::ui::Languages", "English"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Chinese"),   QT_TRANSLATE_NOOP("knock::ui::Languages", "Vietnamese"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Thai"),      QT_TRANSLATE_NOOP("knock::ui::Languages", "Japanese"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Russian"),   QT_TRANSLATE_NOOP("knock::ui::Languages", "Uzbek"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Mongolian"), QT_TRANSLATE_NOOP("knock::ui::Languages", "Indonesian"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Tagalog"),   QT_TRANSLATE_NOOP("knock::ui::Languages", "Khmer"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Nepali"),    QT_TRANSLATE_NOOP("knock::ui::Languages", "Burmese"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Sinhala"),   QT_TRANSLATE_NOOP("knock::ui::Languages", "Bengali"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Urdu"),      QT_TRANSLATE_NOOP("knock::ui::Languages", "French"),
    QT_TRANSLATE_NOOP("knock::ui::Languages", "Spanish"),   QT_TRANSLATE_NOOP("knock::ui::Languages", "Arabic"),
});
static_assert(names.size() == Languages::all.size());

} // namespace

QString Languages::of(const QString &tag)
{
    const QString language = languageOf(tag);
    return std::ranges::contains(all, language) ? language : QString();
}

QString Languages::name(const QString &tag)
{
    const auto found = std::ranges::find(all, languageOf(tag));
    return found == all.end() ? tag : tr(names.at(static_cast<size_t>(found - all.begin())));
}

QString Languages::ofScreen()
{
    const QString language = of(QLocale().bcp47Name());
    return language.isEmpty() ? u"en"_s : language;
}

} // namespace knock::ui
