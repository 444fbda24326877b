// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/questions.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::desk {

namespace {

constexpr qsizetype most = 9;
constexpr qsizetype longest = 200; // characters; the service takes no longer ones

} // namespace

QString CardQuestion::in(const QString &language) const { return words.value(language, words.value(u"en"_s)); }

Result<std::vector<CardQuestion>> readQuestions(const QString &file)
{
    QFile json(file);
    if (!json.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, json.errorString());
    const QJsonArray rows = QJsonDocument::fromJson(json.readAll()).object().value("questions"_L1).toArray();
    if (rows.isEmpty() || rows.size() > most)
        return failure(Error::Kind::Malformed, u"a card has one to nine questions"_s);

    std::vector<CardQuestion> questions;
    for (const QJsonValue &row : rows) {
        CardQuestion question;
        const QJsonObject object = row.toObject();
        for (const QString &name : object.keys()) {
            const QString text = object.value(name).toString();
            if (text.isEmpty() || text.size() > longest)
                return failure(Error::Kind::Malformed, u"a question has a text that is empty or too long"_s);
            if (name == "id"_L1)
                question.id = text;
            else
                question.words.insert(name, text);
        }
        if (question.id.isEmpty() || !question.words.contains(u"en"_s))
            return failure(Error::Kind::Malformed, u"a question needs \"id\" and \"en\""_s);
        questions.push_back(std::move(question));
    }
    return questions;
}

} // namespace knock::desk
