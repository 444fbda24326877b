// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/language.h"

#include "app/core/logging.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace knock::ui {

// Whatever the computer's own language is: the panes that are made next read their words by this one.
Language::Language() { QLocale::setDefault(QLocale(QLocale::English)); }

Language::~Language()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

void Language::use(Tongue tongue)
{
    if (tongue == m_tongue)
        return;
    m_tongue = tongue;
    const bool korean = tongue == Tongue::Korean;
    // First of all: taking a translator away makes every pane read its words anew, some of them by the locale.
    QLocale::setDefault(korean ? QLocale(QLocale::Korean, QLocale::SouthKorea) : QLocale(QLocale::English));
    QCoreApplication::removeTranslator(&m_qt);
    QCoreApplication::removeTranslator(&m_own);
    if (!korean)
        return;
    if (m_qt.load(u"qtbase_ko"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(u":/i18n/knock_ko.qm"_s))
        QCoreApplication::installTranslator(&m_own);
    else
        qCCritical(lcUi) << "The Korean words are not in the program";
}

Language::Tongue Language::ofSystem()
{
    return QLocale::system().language() == QLocale::Korean ? Tongue::Korean : Tongue::English;
}

} // namespace knock::ui
