// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"

#include "app/wire/fields.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::wire {

namespace {

template <typename T>
concept Shaped = requires { Shape<T>::fields; };

// ---- values to JSON

QJsonValue toJson(const QString &value) { return value; }
QJsonValue toJson(QChar value) { return QString(value); }
QJsonValue toJson(bool value) { return value; }
QJsonValue toJson(double value) { return value; }
QJsonValue toJson(quint64 value) { return qint64(value); }
QJsonValue toJson(const QDateTime &value) { return value.toUTC().toString(Qt::ISODateWithMs); }
QJsonValue toJson(std::chrono::milliseconds value) { return qint64(value.count()); }

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

bool fromJson(const QJsonValue &json, QString &value)
{
    value = json.toString();
    return json.isString();
}

bool fromJson(const QJsonValue &json, QChar &value)
{
    const QString text = json.toString();
    value = text.isEmpty() ? QChar() : text.front();
    return text.size() == 1;
}

bool fromJson(const QJsonValue &json, bool &value)
{
    value = json.toBool();
    return json.isBool();
}

bool fromJson(const QJsonValue &json, double &value)
{
    value = json.toDouble();
    return json.isDouble();
}

bool fromJson(const QJsonValue &json, QDateTime &value)
{
    value = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    return value.isValid();
}

bool fromJson(const QJsonValue &json, std::chrono::milliseconds &value)
{
    value = std::chrono::milliseconds(json.toInteger());
    return json.isDouble();
}

bool fromJson(const QJsonValue &json, quint64 &value)
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

constexpr auto type = "type"_L1;

template <typename Variant>
QByteArray encodeAny(const Variant &message)
{
    return std::visit(
        [](const auto &kind) {
            QJsonObject object = toJson(kind);
            object.insert(type, kind.name);
            return QJsonDocument(object).toJson(QJsonDocument::Compact);
        },
        message);
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
        out = failure(Error::Kind::Malformed, u"a field of %1 is missing or of another kind"_s.arg(name));
    return true;
}

template <typename... Kinds>
Result<std::variant<Kinds...>> decodeAny(const QByteArray &bytes, std::variant<Kinds...> *)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Kind::Malformed, error.errorString());
    const QJsonObject object = document.object();
    const QString name = object.value(type).toString();
    std::optional<Result<std::variant<Kinds...>>> out;
    if ((decodeAs<Kinds>(object, name, out) || ...))
        return *std::move(out);
    return failure(Error::Kind::Malformed, u"a message of unknown type"_s);
}

} // namespace

QByteArray encode(const Event &event) { return encodeAny(event); }
Result<Event> decodeEvent(const QByteArray &bytes) { return decodeAny(bytes, static_cast<Event *>(nullptr)); }
QByteArray encode(const Command &command) { return encodeAny(command); }
Result<Command> decodeCommand(const QByteArray &bytes) { return decodeAny(bytes, static_cast<Command *>(nullptr)); }

} // namespace knock::wire
