// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpfile.h"

#include <functional>
#include <map>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

constexpr qint64 longestFile = 64 * 1024;
constexpr double longestTimeout = 20; // seconds: both gateways must have their tries within a minute

bool take(const QJsonValue &value, QString &out)
{
    out = value.toString();
    return value.isString();
}

bool take(const QJsonValue &value, QByteArray &out)
{
    out = value.toString().toLatin1();
    return value.isString();
}

bool take(const QJsonValue &value, bool &out)
{
    out = value.toBool();
    return value.isBool();
}

bool take(const QJsonValue &value, std::chrono::milliseconds &out)
{
    const double seconds = value.toDouble();
    out = std::chrono::milliseconds(qRound(seconds * 1000));
    return seconds >= 1 && seconds <= longestTimeout;
}

bool take(const QJsonValue &value, QStringList &out)
{
    for (const QJsonValue &item : value.toArray())
        out << item.toString();
    return value.isArray() && !out.contains(QString());
}

bool take(const QJsonValue &value, QList<std::pair<QByteArray, QString>> &out)
{
    const QJsonObject headers = value.toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        out.emplace_back(header.key().toLatin1(), header.value().toString());
    return value.isObject();
}

/// A body of JSON may be written as such.
bool takeBody(const QJsonValue &value, HttpForm &form)
{
    if (value.isString())
        return take(value, form.body);
    form.body = QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    form.contentType = "application/json";
    return value.isObject();
}

} // namespace

Result<HttpForm> readHttpForm(const QByteArray &json, const QString &section, bool hasReports)
{
    QJsonParseError error;
    const QJsonObject file = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Kind::Malformed, error.errorString());
    if (!file.value(section).isObject())
        return failure(Error::Kind::Malformed, u"there is no \"%1\""_s.arg(section));

    HttpForm form;
    form.name = section == "gateway"_L1 ? u"http"_s : u"http2"_s;
    form.contentType = "application/x-www-form-urlencoded";
    const std::map<QString, std::function<bool(const QJsonValue &)>> takers{
        {u"name"_s, [&](const QJsonValue &v) { return take(v, form.name); }},
        {u"method"_s, [&](const QJsonValue &v) { return take(v, form.method); }},
        {u"url"_s, [&](const QJsonValue &v) { return take(v, form.url); }},
        {u"headers"_s, [&](const QJsonValue &v) { return take(v, form.headers); }},
        {u"contentType"_s, [&](const QJsonValue &v) { return take(v, form.contentType); }},
        {u"body"_s, [&](const QJsonValue &v) { return takeBody(v, form); }},
        {u"timeout"_s, [&](const QJsonValue &v) { return take(v, form.timeout); }},
        {u"repeatable"_s, [&](const QJsonValue &v) { return take(v, form.isRepeatable); }},
        {u"answerId"_s, [&](const QJsonValue &v) { return take(v, form.answerId); }},
        {u"reportId"_s, [&](const QJsonValue &v) { return take(v, form.reportId); }},
        {u"reportState"_s, [&](const QJsonValue &v) { return take(v, form.reportState); }},
        {u"delivered"_s, [&](const QJsonValue &v) { return take(v, form.delivered); }},
        {u"failed"_s, [&](const QJsonValue &v) { return take(v, form.failed); }},
    };
    const QJsonObject words = file.value(section).toObject();
    for (auto word = words.begin(); word != words.end(); ++word) {
        const auto taker = takers.find(word.key());
        if (taker == takers.end())
            return failure(Error::Kind::Malformed, u"unknown word \"%1\""_s.arg(word.key()));
        if (!taker->second(word.value()))
            return failure(Error::Kind::Malformed, u"\"%1\" has an impossible value"_s.arg(word.key()));
    }
    if (const auto good = form.check(hasReports); !good)
        return std::unexpected(good.error());
    return form;
}

Result<HttpForm> loadHttpForm(const QString &path, const QString &section, bool hasReports)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    if (file.size() > longestFile)
        return failure(Error::Kind::Malformed, u"%1 is too large"_s.arg(path));
    const Result<HttpForm> form = readHttpForm(file.readAll(), section, hasReports);
    if (!form)
        return failure(form.error().kind, u"%1, \"%2\": %3"_s.arg(path, section, form.error().detail));
    return form;
}

} // namespace knock::sms
