// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/phrasebook.h"

#include "app/core/chat.h"
#include "app/core/language.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::desk {

namespace {

constexpr qint64 largestFile = 256 * 1024;

Result<QJsonObject> objectIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"%1: %2"_s.arg(path, file.errorString()));
    QJsonParseError wrong;
    const QJsonDocument json = QJsonDocument::fromJson(file.read(largestFile), &wrong);
    if (!json.isObject())
        return failure(Error::Kind::Malformed, u"%1: %2"_s.arg(path, wrong.errorString()));
    return json.object();
}

} // namespace

Result<PhraseBook> PhraseBook::read(const QString &folder)
{
    const QDir place(folder);
    const auto list = objectIn(place.filePath(u"book.json"_s));
    if (!list)
        return std::unexpected(list.error());
    PhraseBook book;
    for (const QJsonValue &row : list->value("phrases"_L1).toArray()) {
        const QString id = row["id"_L1].toString();
        const QString by = row["by"_L1].toString();
        if (id.isEmpty() || id.size() > Message::longestPhrase)
            return failure(Error::Kind::Malformed, u"a phrase has an id that is empty or too long"_s);
        if (by == "operator"_L1 || by == "both"_L1)
            book.m_phrases << id;
    }
    for (const QString &name : place.entryList({u"*.json"_s}, QDir::Files)) {
        if (name == "book.json"_L1)
            continue;
        if (const auto added = book.add(name.chopped(5), place.filePath(name)); !added)
            return std::unexpected(added.error());
    }
    return book;
}

Result<> PhraseBook::add(const QString &language, const QString &file)
{
    const auto object = objectIn(file);
    if (!object)
        return std::unexpected(object.error());
    Words words{object->value("checked"_L1).toBool(), {}};
    const QJsonObject texts = object->value("texts"_L1).toObject();
    for (auto text = texts.begin(); text != texts.end(); ++text) {
        if (text->toString().isEmpty() || text->toString().size() > Message::longest)
            return failure(Error::Kind::Malformed, u"%1: a text is empty or too long"_s.arg(file));
        words.texts.insert(text.key(), text->toString());
    }
    m_words.insert(language, std::move(words));
    return {};
}

QString PhraseBook::languageFor(const QString &tag) const
{
    const QString language = languageOf(tag);
    return m_words.contains(language) ? language : QString();
}

QString PhraseBook::text(const QString &phrase, const QString &language) const
{
    const auto words = m_words.constFind(language);
    return words == m_words.constEnd() ? QString() : words->texts.value(phrase);
}

bool PhraseBook::isDrafted(const QString &language) const
{
    const auto words = m_words.constFind(language);
    return words != m_words.constEnd() && !words->checked;
}

} // namespace knock::desk
