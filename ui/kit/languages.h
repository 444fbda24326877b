// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <QCoreApplication>

namespace knock::ui {

/// The languages that callers are written to in, and what they are called.
class Languages
{
    Q_DECLARE_TR_FUNCTIONS(knock::ui::Languages)
public:
    /// As BCP 47 has them, the likeliest first.
    static constexpr std::array<QLatin1StringView, 20> all{
        QLatin1StringView("ko"), QLatin1StringView("en"), QLatin1StringView("zh"), QLatin1StringView("vi"),
        QLatin1StringView("th"), QLatin1StringView("ja"), QLatin1StringView("ru"), QLatin1StringView("uz"),
        QLatin1StringView("mn"), QLatin1StringView("id"), QLatin1StringView("tl"), QLatin1StringView("km"),
        QLatin1StringView("ne"), QLatin1StringView("my"), QLatin1StringView("si"), QLatin1StringView("bn"),
        QLatin1StringView("ur"), QLatin1StringView("fr"), QLatin1StringView("es"), QLatin1StringView("ar")};

    /// That of \a tag among them; empty when it is none of them.
    [[nodiscard]] static QString of(const QString &tag);
    /// In the person's language; for one that is none of them its tag.
    [[nodiscard]] static QString name(const QString &tag);
    /// That of the words on the screen.
    [[nodiscard]] static QString ofScreen();
};

} // namespace knock::ui
