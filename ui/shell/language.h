// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTranslator>

namespace knock::ui {

/// The language on the screen, changed while the program runs: every pane hears QEvent::LanguageChange.
class Language
{
public:
    enum class Tongue { English, Korean };

    Language();
    ~Language();
    Q_DISABLE_COPY_MOVE(Language)

    void use(Tongue tongue);
    [[nodiscard]] Tongue tongue() const { return m_tongue; }

    /// That of the system, where it is one of ours.
    [[nodiscard]] static Tongue ofSystem();

private:
    Tongue m_tongue = Tongue::English;
    QTranslator m_own;
    QTranslator m_qt; ///< the words of Qt's own menus
};

} // namespace knock::ui
