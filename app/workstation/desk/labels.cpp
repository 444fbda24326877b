// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/labels.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::desk {

namespace {

Result<std::vector<Label>> read(const QString &file, const QString &list, qsizetype most, qsizetype longest)
{
    const auto malformed
        = [&](const QString &why) { return failure(Error::Kind::Malformed, u"\"%1\": %2"_s.arg(list, why)); };
    QFile json(file);
    if (!json.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, json.errorString());
    const QJsonArray rows = QJsonDocument::fromJson(json.readAll()).object().value(list).toArray();
    if (rows.isEmpty() || rows.size() > most)
        return malformed(u"there must be one to %1"_s.arg(most));

    std::vector<Label> labels;
    for (const QJsonValue &row : rows) {
        Label label;
        const QJsonObject object = row.toObject();
        for (const QString &name : object.keys()) {
            const QString text = object.value(name).toString();
            if (text.isEmpty() || text.size() > longest)
                return malformed(u"a text is empty or too long"_s);
            if (name == "id"_L1)
                label.id = text;
            else
                label.words.insert(name, text);
        }
        if (label.id.isEmpty() || !label.words.contains(u"en"_s))
            return malformed(u"each needs \"id\" and \"en\""_s);
        labels.push_back(std::move(label));
    }
    return labels;
}

} // namespace

QString Label::in(const QString &language) const { return words.value(language, words.value(u"en"_s)); }

// The service takes no longer texts.
Result<std::vector<Label>> readQuestions(const QString &file) { return read(file, u"questions"_s, 9, 200); }
Result<std::vector<Label>> readCategories(const QString &file) { return read(file, u"categories"_s, 60, 60); }

} // namespace knock::desk
