// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/story.h"

#include "app/core/chat.h"

#include <algorithm>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::demonstration {

namespace {

constexpr qint64 largestFile = 100'000;
constexpr qsizetype mostCallers = 10;
constexpr qsizetype mostPresses = 20;
constexpr qsizetype mostLines = 50;
constexpr double longestTime = 3'600; // seconds

std::unexpected<Error> broken(const QString &what)
{
    return failure(Error::Kind::Malformed, u"The story is broken: "_s + what);
}

/// Reads one object, field by field, and remembers the first that is not as it must be.
class Fields
{
public:
    explicit Fields(const QJsonValue &value)
        : m_object(value.toObject())
    {
        if (!value.isObject())
            m_wrong = u"an object is missing"_s;
    }

    [[nodiscard]] bool has(const QString &name) const { return m_object.contains(name); }
    [[nodiscard]] QJsonArray list(const QString &name, qsizetype most)
    {
        const QJsonArray array = m_object.value(name).toArray();
        check(!has(name) || (m_object.value(name).isArray() && array.size() <= most), name);
        return array;
    }
    [[nodiscard]] std::chrono::milliseconds time(const QString &name)
    {
        const double seconds = number(name, 0, longestTime);
        return std::chrono::milliseconds(qRound64(seconds * 1'000));
    }
    [[nodiscard]] double number(const QString &name, double least, double most)
    {
        const QJsonValue value = m_object.value(name);
        const double number = value.toDouble(least);
        check(value.isDouble() && number >= least && number <= most, name);
        return number;
    }
    [[nodiscard]] QString text(const QString &name, const QRegularExpression &form)
    {
        const QString text = m_object.value(name).toString();
        check(form.match(text).hasMatch(), name);
        return text;
    }
    void check(bool isRight, const QString &name)
    {
        if (!isRight && m_wrong.isEmpty())
            m_wrong = name;
    }
    [[nodiscard]] const QString &wrong() const { return m_wrong; }

private:
    QJsonObject m_object;
    QString m_wrong;
};

const QRegularExpression &telephoneNumber()
{
    static const QRegularExpression form(u"^[0-9]{1,20}$"_s);
    return form;
}

std::vector<Press> pressesFrom(Fields &fields, const QString &name)
{
    static const QRegularExpression key(u"^[0-9*#]$"_s);
    std::vector<Press> presses;
    for (const QJsonValue &value : fields.list(name, mostPresses)) {
        Fields press(value);
        const QString text = press.text(u"key"_s, key);
        const std::chrono::milliseconds after = press.time(u"after"_s);
        fields.check(press.wrong().isEmpty(), name);
        if (press.wrong().isEmpty())
            presses.push_back({text.front(), after});
    }
    return presses;
}

CallerPart callerFrom(Fields &fields)
{
    CallerPart part;
    part.number = fields.text(u"number"_s, telephoneNumber());
    part.ringsAfter = fields.time(u"ringsAfter"_s);
    if (fields.has(u"hangsUpAfter"_s))
        part.hangsUpAfter = fields.time(u"hangsUpAfter"_s);
    part.whenAnswered = pressesFrom(fields, u"whenAnswered"_s);
    part.afterPrompt = pressesFrom(fields, u"afterPrompt"_s);
    return part;
}

PhonePart phoneFrom(Fields &fields)
{
    // A name without any separator: the file lies in the folder of tracks and nowhere else.
    static const QRegularExpression fileName(u"^([0-9A-Za-z-]+\\.csv)?$"_s);
    PhonePart part;
    part.number = fields.text(u"number"_s, telephoneNumber());
    part.place = {fields.number(u"latitude"_s, -90, 90), fields.number(u"longitude"_s, -180, 180),
                  Metres{fields.number(u"accuracy"_s, 0, 100'000)}};
    part.track = fields.text(u"track"_s, fileName);
    part.opensAfter = fields.time(u"opensAfter"_s);
    part.walksAfter = fields.time(u"walksAfter"_s);
    part.speaksAfter = fields.time(u"speaksAfter"_s);
    part.answersAfter = fields.time(u"answersAfter"_s);
    for (const QJsonValue &line : fields.list(u"lines"_s, mostLines)) {
        const QString text = line.toString();
        fields.check(!text.trimmed().isEmpty() && text.size() <= Message::longest, u"lines"_s);
        part.lines.append(text);
    }
    return part;
}

} // namespace

Result<Story> Story::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, file.errorString());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.read(largestFile), &error);
    if (document.isNull())
        return broken(error.errorString());

    Story story;
    Fields fields(document.object());
    for (const QJsonValue &value : fields.list(u"callers"_s, mostCallers)) {
        Fields caller(value);
        story.callers.push_back(callerFrom(caller));
        fields.check(caller.wrong().isEmpty(), u"callers: "_s + caller.wrong());
    }
    Fields phone(document[u"phone"_s]);
    story.phone = phoneFrom(phone);
    fields.check(phone.wrong().isEmpty(), u"phone: "_s + phone.wrong());
    fields.check(std::ranges::contains(story.callers, story.phone.number, &CallerPart::number), u"phone: number"_s);
    if (!fields.wrong().isEmpty())
        return broken(fields.wrong());
    return story;
}

} // namespace knock::demonstration
