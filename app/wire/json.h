// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/wire/fields.h"

#include <chrono>
#include <format>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace knock::wire {

// Values to JSON and back, by their shapes: for the codecs of this folder alone.

template <typename T>
concept Shaped = requires { Shape<T>::fields; };

// ---- values to JSON

/// As Qt::ISODateWithMs in UTC, but without printf: two of them in each event took a tenth of the service thread.
inline QString timeText(const QDateTime &value)
{
    using namespace std::chrono;
    if (!value.isValid())
        return {};
    const sys_time<milliseconds> at{milliseconds(value.toMSecsSinceEpoch())};
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(at - day);
    const std::string text = std::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()),
                                         unsigned(date.month()), unsigned(date.day()), time.hours().count(),
                                         time.minutes().count(), time.seconds().count(), time.subseconds().count());
    return QString::fromLatin1(text);
}

inline QJsonValue toJson(const QString &value) { return value; }
inline QJsonValue toJson(const QByteArray &value) { return QString::fromLatin1(value.toBase64()); }
inline QJsonValue toJson(QChar value) { return QString(value); }
inline QJsonValue toJson(bool value) { return value; }
inline QJsonValue toJson(double value) { return value; }
inline QJsonValue toJson(quint64 value) { return qint64(value); }
inline QJsonValue toJson(const QDateTime &value) { return timeText(value); }
inline QJsonValue toJson(std::chrono::milliseconds value) { return qint64(value.count()); }

template <typename Tag>
QJsonValue toJson(Id<Tag> value)
{
    return toJson(value.value);
}

template <typename T>
    requires std::is_enum_v<T>
QJsonValue toJson(T value)
{
    return QLatin1StringView(Words<T>::words.at(size_t(value)));
}

template <typename T>
    requires requires(T unit) { unit.value = 1.0; }
QJsonValue toJson(T unit)
{
    return unit.value;
}

template <Shaped T>
QJsonObject toJson(const T &value);

template <typename... Kinds>
QJsonObject toJson(const std::variant<Kinds...> &message);

template <typename Owner, typename Type>
void put(QJsonObject &object, const Owner &owner, const Field<Owner, Type> &field)
{
    object.insert(field.name, toJson(owner.*field.member));
}

template <typename Owner, typename Type>
void put(QJsonObject &object, const Owner &owner, const Field<Owner, std::optional<Type>> &field)
{
    if (const auto &value = owner.*field.member)
        object.insert(field.name, toJson(*value));
}

template <typename Owner, typename Type>
void put(QJsonObject &object, const Owner &owner, const Field<Owner, std::vector<Type>> &field)
{
    QJsonArray array;
    for (const Type &value : owner.*field.member)
        array.append(toJson(value));
    object.insert(field.name, array);
}

template <Shaped T>
QJsonObject toJson(const T &value)
{
    QJsonObject object;
    std::apply([&](const auto &...field) { (put(object, value, field), ...); }, Shape<T>::fields);
    return object;
}

// ---- JSON to values; false: the value is of another kind

inline bool fromJson(const QJsonValue &json, QString &value)
{
    value = json.toString();
    return json.isString();
}

inline bool fromJson(const QJsonValue &json, QByteArray &value)
{
    auto bytes = QByteArray::fromBase64Encoding(json.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    value = std::move(bytes.decoded);
    return json.isString() && bytes.decodingStatus == QByteArray::Base64DecodingStatus::Ok;
}

inline bool fromJson(const QJsonValue &json, QChar &value)
{
    const QString text = json.toString();
    value = text.isEmpty() ? QChar() : text.front();
    return text.size() == 1;
}

inline bool fromJson(const QJsonValue &json, bool &value)
{
    value = json.toBool();
    return json.isBool();
}

inline bool fromJson(const QJsonValue &json, double &value)
{
    value = json.toDouble();
    return json.isDouble();
}

inline bool fromJson(const QJsonValue &json, QDateTime &value)
{
    value = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    return value.isValid();
}

inline bool fromJson(const QJsonValue &json, std::chrono::milliseconds &value)
{
    value = std::chrono::milliseconds(json.toInteger());
    return json.isDouble();
}

inline bool fromJson(const QJsonValue &json, quint64 &value)
{
    const qint64 number = json.toInteger(-1);
    value = quint64(number);
    return number >= 0;
}

template <typename Tag>
bool fromJson(const QJsonValue &json, Id<Tag> &value)
{
    return fromJson(json, value.value);
}

template <typename T>
    requires std::is_enum_v<T>
bool fromJson(const QJsonValue &json, T &value)
{
    const QString word = json.toString();
    for (size_t i = 0; i < Words<T>::words.size(); ++i) {
        if (word == QLatin1StringView(Words<T>::words[i])) {
            value = T(i);
            return true;
        }
    }
    return false;
}

template <typename T>
    requires requires(T unit) { unit.value = 1.0; }
bool fromJson(const QJsonValue &json, T &unit)
{
    unit.value = json.toDouble();
    return json.isDouble();
}

template <Shaped T>
bool fromJson(const QJsonValue &json, T &value);

template <typename... Kinds>
bool fromJson(const QJsonValue &json, std::variant<Kinds...> &message);

template <typename Owner, typename Type>
bool take(const QJsonObject &object, Owner &owner, const Field<Owner, Type> &field)
{
    return fromJson(object.value(field.name), owner.*field.member);
}

template <typename Owner, typename Type>
bool take(const QJsonObject &object, Owner &owner, const Field<Owner, std::optional<Type>> &field)
{
    const QJsonValue json = object.value(field.name);
    return json.isUndefined() || fromJson(json, (owner.*field.member).emplace());
}

template <typename Owner, typename Type>
bool take(const QJsonObject &object, Owner &owner, const Field<Owner, std::vector<Type>> &field)
{
    const QJsonValue json = object.value(field.name);
    (owner.*field.member).clear();
    for (const QJsonValue &value : json.toArray()) {
        if (!fromJson(value, (owner.*field.member).emplace_back()))
            return false;
    }
    return json.isUndefined() || json.isArray();
}

template <Shaped T>
bool fromJson(const QJsonValue &json, T &value)
{
    const QJsonObject object = json.toObject();
    return std::apply([&](const auto &...field) { return (take(object, value, field) && ...); }, Shape<T>::fields);
}

// ---- messages

inline constexpr QLatin1StringView type{"type"};

template <typename... Kinds>
QJsonObject toJson(const std::variant<Kinds...> &message)
{
    return std::visit(
        [](const auto &kind) {
            QJsonObject object = toJson(kind);
            object.insert(type, kind.name);
            return object;
        },
        message);
}

template <typename Variant>
QByteArray encodeAny(const Variant &message)
{
    return QJsonDocument(toJson(message)).toJson(QJsonDocument::Compact);
}

template <typename Kind, typename Variant>
bool decodeAs(const QJsonObject &object, const QString &name, std::optional<Result<Variant>> &out)
{
    if (name != Kind::name)
        return false;
    Kind kind;
    if (fromJson(object, kind))
        out = Variant(std::move(kind));
    else
        out = failure(Error::Kind::Malformed, QStringLiteral("a field of %1 is missing or of another kind").arg(name));
    return true;
}

template <typename... Kinds>
Result<std::variant<Kinds...>> decodeObject(const QJsonObject &object, std::variant<Kinds...> *)
{
    const QString name = object.value(type).toString();
    std::optional<Result<std::variant<Kinds...>>> out;
    if ((decodeAs<Kinds>(object, name, out) || ...))
        return *std::move(out);
    return failure(Error::Kind::Malformed, QStringLiteral("a message of unknown type"));
}

template <typename... Kinds>
bool fromJson(const QJsonValue &json, std::variant<Kinds...> &message)
{
    auto decoded = decodeObject(json.toObject(), &message);
    if (decoded)
        message = *std::move(decoded);
    return decoded.has_value();
}

template <typename... Kinds>
Result<std::variant<Kinds...>> decodeAny(const QByteArray &bytes, std::variant<Kinds...> *kinds)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Kind::Malformed, error.errorString());
    return decodeObject(document.object(), kinds);
}

template <typename... Kinds>
QStringList namesOf(std::variant<Kinds...> *)
{
    return {QString(Kinds::name)...};
}

template <typename... Kinds>
bool isOneOf(QStringView name, std::variant<Kinds...> *)
{
    return ((name == Kinds::name) || ...);
}

} // namespace knock::wire
