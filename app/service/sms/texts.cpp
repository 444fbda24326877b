// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/texts.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

constexpr qint64 longestFile = 64 * 1024;
constexpr auto linkMark = "{link}"_L1;
constexpr auto fallback = "en"_L1;

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

Result<Texts> Texts::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    if (file.size() > longestFile)
        return failure(Error::Kind::Malformed, u"%1 is too large"_s.arg(path));

    Result<Texts> texts = parse(file.readAll());
    if (!texts)
        return failure(texts.error().kind, u"%1: %2"_s.arg(path, texts.error().detail));
    return texts;
}

Result<Texts> Texts::parse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject neutral = QJsonDocument::fromJson(json, &error).object().value("neutral"_L1).toObject();
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Kind::Malformed, error.errorString());

    Texts texts;
    for (auto entry = neutral.begin(); entry != neutral.end(); ++entry) {
        const QString text = entry.value().toString();
        if (const auto good = check(text); !good)
            return failure(good.error().kind, u"the text in '%1': %2"_s.arg(entry.key(), good.error().detail));
        texts.m_neutral.insert(entry.key(), text);
    }
    if (!texts.m_neutral.contains(fallback))
        return failure(Error::Kind::Malformed, u"there is no English text"_s);
    return texts;
}

QString Texts::compose(const QString &language, const QString &link) const
{
    QString text = m_neutral.value(m_neutral.contains(language) ? language : QString(fallback));
    return text.replace(linkMark, link);
}

} // namespace knock::sms
