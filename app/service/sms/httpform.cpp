// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpform.h"

#include <algorithm>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

using Escape = QString (*)(const QString &);

QString asItIs(const QString &text) { return text; }

QString inAnAddress(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

QString inJson(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(2).chopped(2)); // without ["..."]
}

constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";
constexpr auto plain = "text/plain";

/// What the content type is without its parameters.
QByteArray bare(const QByteArray &contentType) { return contentType.split(';').first().trimmed().toLower(); }

const QRegularExpression &anyMark()
{
    static const QRegularExpression mark(u"\\{([a-z]+)\\}"_s);
    return mark;
}

/// In one go, so that a mark within a caller's number or text stays what it is.
QString filled(const QString &pattern, const HttpForm::Marks &marks, Escape escape)
{
    QString out;
    qsizetype from = 0;
    for (const QRegularExpressionMatch &mark : anyMark().globalMatch(pattern)) {
        const QStringView name = mark.capturedView(1);
        const QString &value = name == u"number" ? marks.number
            : name == u"text"                    ? marks.text
            : name == u"id"                      ? marks.id
                                                 : marks.report;
        out += QStringView(pattern).sliced(from, mark.capturedStart() - from);
        out += escape(value);
        from = mark.capturedEnd();
    }
    out += QStringView(pattern).sliced(from);
    return out;
}

bool isOnOneLine(const QString &value)
{
    return std::ranges::none_of(value, [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool isHere(const QString &host) { return host == "localhost"_L1 || QHostAddress(host).isLoopback(); }

} // namespace

QUrl HttpForm::urlWith(const Marks &marks) const { return QUrl(filled(url, marks, inAnAddress), QUrl::StrictMode); }

QByteArray HttpForm::bodyWith(const Marks &marks) const
{
    const QByteArray type = bare(contentType);
    return filled(body, marks, type == json ? inJson : type == form ? inAnAddress : asItIs).toUtf8();
}

QByteArray HttpForm::headerWith(const QString &value, const Marks &marks) const
{
    return filled(value, marks, asItIs).toUtf8();
}

bool HttpForm::asksForReports() const
{
    const auto asks = [](const QString &value) { return value.contains("{report}"_L1); };
    return asks(url) || asks(body) || std::ranges::any_of(headers, [&](const auto &h) { return asks(h.second); });
}

Result<> HttpForm::check(bool hasReports) const
{
    static const QRegularExpression nameForm(u"\\A[a-z0-9-]{1,20}\\z"_s);
    static const QRegularExpression headerForm(u"\\A[A-Za-z0-9-]{1,60}\\z"_s);
    static const QStringList known{u"number"_s, u"text"_s, u"id"_s, u"report"_s};
    const auto wrong = [](const QString &what) { return failure(Error::Kind::Malformed, what); };

    QString all = url + u'\n' + body;
    for (const auto &[header, value] : headers) {
        if (!headerForm.match(QString::fromLatin1(header)).hasMatch() || !isOnOneLine(value))
            return wrong(u"a header is no header"_s);
        if (value.contains("{text}"_L1))
            return wrong(u"the text cannot stand in a header"_s);
        all += u'\n' + value;
    }
    for (const QRegularExpressionMatch &mark : anyMark().globalMatch(all)) {
        if (!known.contains(mark.captured(1)))
            return wrong(u"there is no mark %1"_s.arg(mark.captured()));
    }

    if (!nameForm.match(name).hasMatch())
        return wrong(u"the name is not 1 to 20 small letters, digits and hyphens"_s);
    if (method != "GET" && method != "POST")
        return wrong(u"the method is neither GET nor POST"_s);
    if (method == "GET" && !body.isEmpty())
        return wrong(u"a GET has no body"_s);
    const QByteArray type = bare(contentType);
    if (method == "POST" && type != json && type != form && type != plain)
        return wrong(u"the content type is none of %1, %2, %3"_s.arg(QLatin1StringView(json), QLatin1StringView(form),
                                                                     QLatin1StringView(plain)));
    const QUrl address = urlWith({u"0"_s, u"0"_s, u"0"_s, u"0"_s});
    if (!address.isValid() || address.host().isEmpty() || url.section(u'/', 0, 2).contains(u'{'))
        return wrong(u"the url is no address, or not on a fixed host"_s);
    if (!address.userInfo().isEmpty())
        return wrong(u"a password belongs into the header Authorization, not into the url"_s);
    const bool isPlainGood = isPlainAllowed || isHere(address.host());
    if (address.scheme() != "https"_L1 && !(address.scheme() == "http"_L1 && isPlainGood))
        return wrong(u"the url is neither https nor on this machine"_s);
    if (!all.contains("{number}"_L1) || !all.contains("{text}"_L1))
        return wrong(u"{number} and {text} must stand somewhere"_s);
    if (!answerId.startsWith(u'/') && !QRegularExpression(answerId).isValid())
        return wrong(u"\"answerId\" is neither a JSON pointer nor an expression"_s);
    if (asksForReports() && !hasReports)
        return wrong(u"{report} needs the setting \"reportPort\""_s);
    if (isRepeatable && !all.contains("{id}"_L1))
        return wrong(u"\"repeatable\" needs {id}"_s);
    return {};
}

} // namespace knock::sms
