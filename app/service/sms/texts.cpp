// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/texts.h"

#include "app/core/language.h"

#include <algorithm>
#include <array>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

constexpr qint64 longestFile = 64 * 1024;
constexpr auto linkMark = "{link}"_L1;
constexpr auto fallback = "en"_L1;
constexpr std::array<std::pair<LinkKind, QLatin1StringView>, 3> kindNames{
    {{LinkKind::Live, "live"_L1}, {LinkKind::Location, "location"_L1}, {LinkKind::Upload, "upload"_L1}}};

Result<> check(const QString &text)
{
    if (text.count(linkMark) != 1)
        return failure(Error::Kind::Malformed, u"the link must stand in it once"_s);
    if (text.size() - linkMark.size() + Texts::longestLink > longestText)
        return failure(Error::Kind::Malformed, u"it is too long"_s);
    if (std::ranges::any_of(text, [](QChar c) { return c.category() == QChar::Other_Control; }))
        return failure(Error::Kind::Malformed, u"it holds a control character"_s);
    return {};
}

} // namespace

Result<Texts> Texts::load(const QString &path, const QString &preset)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    if (file.size() > longestFile)
        return failure(Error::Kind::Malformed, u"%1 is too large"_s.arg(path));

    Result<Texts> texts = parse(file.readAll(), preset);
    if (!texts)
        return failure(texts.error().kind, u"%1: %2"_s.arg(path, texts.error().detail));
    return texts;
}

Result<Texts> Texts::parse(const QByteArray &json, const QString &preset)
{
    QJsonParseError error;
    const QJsonObject presets = QJsonDocument::fromJson(json, &error).object().value("presets"_L1).toObject();
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Kind::Malformed, error.errorString());
    if (!presets.contains(preset))
        return failure(Error::Kind::Malformed, u"there is no preset '%1'"_s.arg(preset));

    Texts texts;
    const QJsonObject kinds = presets.value(preset).toObject();
    for (const auto &[kind, name] : kindNames) {
        QHash<QString, QString> &words = texts.m_texts[kind];
        const QJsonObject languages = kinds.value(name).toObject();
        for (auto entry = languages.begin(); entry != languages.end(); ++entry) {
            const QString text = entry.value().toString();
            if (const auto good = check(text); !good)
                return failure(good.error().kind,
                               u"the text '%1' in '%2': %3"_s.arg(name, entry.key(), good.error().detail));
            words.insert(entry.key(), text);
        }
        if (!words.contains(fallback))
            return failure(Error::Kind::Malformed, u"there is no English text '%1'"_s.arg(name));
    }
    return texts;
}

QString Texts::compose(LinkKind kind, const QString &language, const QString &link) const
{
    const QHash<QString, QString> &words = m_texts.at(kind);
    const QString wanted = languageOf(language);
    QString text = words.value(words.contains(wanted) ? wanted : QString(fallback));
    return text.replace(linkMark, link);
}

} // namespace knock::sms
