// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <QChar>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace knock::test {

/// A language that callers are written to in.
struct Language {
    QString code;
    QList<QChar::Script> scripts;
    QString telltale; ///< stands in every longer text of this language, but in none of another with the same script
    bool rightToLeft = false;
};

inline const QList<Language> &languages()
{
    using namespace Qt::StringLiterals;
    using enum QChar::Script;
    static const QList<Language> all{
        {u"ko"_s, {Script_Hangul}, u"요"_s},      {u"en"_s, {Script_Latin}, u"the "_s},
        {u"zh"_s, {Script_Han}, u"请"_s},         {u"vi"_s, {Script_Latin}, u"đ"_s},
        {u"th"_s, {Script_Thai}, u"ไ"_s},         {u"ja"_s, {Script_Han, Script_Hiragana, Script_Katakana}, u"い"_s},
        {u"ru"_s, {Script_Cyrillic}, u"ы"_s},     {u"uz"_s, {Script_Latin}, u"oʻ"_s},
        {u"mn"_s, {Script_Cyrillic}, u"ү"_s},     {u"id"_s, {Script_Latin}, u" yang "_s},
        {u"tl"_s, {Script_Latin}, u" ang "_s},    {u"km"_s, {Script_Khmer}, u"ក"_s},
        {u"ne"_s, {Script_Devanagari}, u"छ"_s},   {u"my"_s, {Script_Myanmar}, u"က"_s},
        {u"si"_s, {Script_Sinhala}, u"ක"_s},      {u"bn"_s, {Script_Bengali}, u"ক"_s},
        {u"ur"_s, {Script_Arabic}, u"ے"_s, true}, {u"fr"_s, {Script_Latin}, u"ê"_s},
        {u"es"_s, {Script_Latin}, u"¿"_s},        {u"ar"_s, {Script_Arabic}, u"ة"_s, true},
    };
    return all;
}

/// Words from which somebody who looks over the caller's shoulder learns who is at the other end.
inline QStringList policeWords()
{
    using namespace Qt::StringLiterals;
    return {u"112"_s,       u"119"_s,     u"police"_s,  u"경찰"_s,    u"警察"_s,  u"公安"_s,
            u"cảnh sát"_s,  u"công an"_s, u"ตำรวจ"_s,   u"полиц"_s,   u"милиц"_s, u"politsiya"_s,
            u"militsiya"_s, u"цагдаа"_s,  u"polisi"_s,  u"pulis"_s,   u"ប៉ូលិស"_s,   u"នគរបាល"_s,
            u"प्रहरी"_s,     u"पुलिस"_s,    u"ရဲတပ်"_s,     u"ရဲစခန်း"_s,   u"පොලිස"_s,  u"পুলিশ"_s,
            u"پولیس"_s,     u"gendarm"_s, u"policía"_s, u"policia"_s, u"شرطة"_s};
}

/// And words of alarm, which a text may not hold that is to look like any other.
inline QStringList alarmWords()
{
    using namespace Qt::StringLiterals;
    return policeWords() + QStringList{u"help"_s,       u"emergency"_s, u"violence"_s,   u"sos "_s,    u"신고"_s,
                                       u"긴급"_s,       u"폭력"_s,      u"구조"_s,       u"报警"_s,    u"报案"_s,
                                       u"紧急"_s,       u"緊急"_s,      u"通報"_s,       u"khẩn"_s,    u"ฉุกเฉิน"_s,
                                       u"экстрен"_s,    u"помощ"_s,     u"favqulodda"_s, u"yordam"_s,  u"яаралтай"_s,
                                       u"darurat"_s,    u"bantuan"_s,   u"saklolo"_s,    u"tulong"_s,  u"បន្ទាន់"_s,
                                       u"ជំនួយ"_s,        u"सहयोग"_s,     u"အရေးပေါ်"_s,    u"හදිසි"_s,     u"জরুরি"_s,
                                       u"সাহায্য"_s,     u"ہنگامی"_s,    u"مدد"_s,        u"urgence"_s, u"secours"_s,
                                       u"emergencia"_s, u"auxilio"_s,   u"طوارئ"_s,      u"مساعدة"_s};
}

/// \returns the first of \a words in \a text, or nothing.
inline QString firstOf(const QStringList &words, const QString &text)
{
    const auto found
        = std::ranges::find_if(words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    return found == words.end() ? QString() : *found;
}

/// \returns what is wrong with a text for people, or nothing.
inline QString textFault(const QString &text, qsizetype longest)
{
    using namespace Qt::StringLiterals;
    // Two marks without a width shape the letters of some scripts; every other one may only mislead.
    const auto isHidden = [](QChar c) {
        return c.category() == QChar::Other_Control
            || (c.category() == QChar::Other_Format && c != QChar(0x200c) && c != QChar(0x200d));
    };
    if (text.trimmed().isEmpty())
        return u"is empty"_s;
    if (text.size() > longest)
        return u"has %1 units"_s.arg(text.size());
    if (std::ranges::any_of(text, isHidden))
        return u"holds a hidden character"_s;
    return {};
}

/// \returns whether a letter of \a text belongs to the language's script.
inline bool speaks(const Language &language, const QString &text)
{
    return std::ranges::any_of(text, [&](QChar c) { return c.isLetter() && language.scripts.contains(c.script()); });
}

/// \returns whether a letter of \a text belongs to another script.
inline bool speaksOther(const Language &language, const QString &text)
{
    return std::ranges::any_of(text, [&](QChar c) {
        return c.isLetter() && c.script() > QChar::Script_Common && !language.scripts.contains(c.script());
    });
}

/// \returns the object of a file below resources/; empty when there is none.
inline QJsonObject readResource(const QString &path)
{
    QFile file(QStringLiteral(KNOCK_RESOURCES) + u'/' + path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace knock::test
