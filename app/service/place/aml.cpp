// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/aml.h"

#include "app/service/place/finite.h"

#include <QHash>
#include <QMessageAuthenticationCode>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::place {

namespace {

constexpr qsizetype longestText = 1000; // several SMS put together
constexpr qsizetype longestForm = 16 * 1024;

using Fields = QHash<QString, QString>;

std::optional<double> numberAt(const Fields &fields, const QString &name) { return finite(fields.value(name)); }

// Of a name that comes twice, the first counts.
void keep(Fields &fields, const QString &name, const QString &value)
{
    if (!value.isEmpty() && !fields.contains(name)) {
        fields.insert(name, value);
    }
}

Fields fieldsOfText(QStringView text)
{
    Fields fields;
    for (const QStringView field : text.split(u';')) {
        const qsizetype equals = field.indexOf(u'=');
        if (equals > 0) {
            keep(fields, field.first(equals).trimmed().toString(), field.sliced(equals + 1).trimmed().toString());
        }
    }
    return fields;
}

QString formDecoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' '))).trimmed();
}

Fields fieldsOfForm(QByteArrayView form)
{
    Fields fields;
    for (const QByteArray &field : form.toByteArray().split('&')) {
        const qsizetype equals = field.indexOf('=');
        if (equals > 0) {
            keep(fields, formDecoded(field.first(equals)), formDecoded(field.sliced(equals + 1)));
        }
    }
    return fields;
}

/// The location as it was written.
struct Written {
    QString latitude;
    QString longitude;
    std::optional<double> radius;
    std::optional<double> confidence; ///< per cent
    QDateTime at;
};

Result<Fix> fixOf(const Written &written, const QDateTime &now)
{
    if (written.latitude.isEmpty() && written.longitude.isEmpty()) {
        return failure(Error::Kind::NotFound, u"the phone knows no location"_s);
    }
    const auto latitude = finite(written.latitude);
    const auto longitude = finite(written.longitude);
    if (!latitude || !longitude) {
        return failure(Error::Kind::Malformed, u"a location without a number"_s);
    }
    Fix fix{.latitude = *latitude,
            .longitude = *longitude,
            .radius = Metres{std::max(written.radius.value_or(0), 0.0)},
            .source = Fix::Source::Aml,
            .at = written.at.isValid() && written.at <= now ? written.at : now};
    if (written.confidence && *written.confidence > 0 && *written.confidence <= 100) {
        fix.confidence = Percent{*written.confidence};
    }
    if (!fix.isValid()) {
        return failure(Error::Kind::Malformed, u"a location off the earth"_s);
    }
    return fix;
}

Result<Fix> fixOfFirstVersion(const Fields &fields, qsizetype length, const QDateTime &now)
{
    if (fields.value(u"ml"_s).toLongLong() != length) {
        return failure(Error::Kind::Malformed, u"an SMS that is not as long as it says"_s);
    }
    if (fields.value(u"pm"_s) == "N"_L1) { // its point is then the one off Africa where both degrees are 0
        return failure(Error::Kind::NotFound, u"the phone knows no location"_s);
    }
    QDateTime at = QDateTime::fromString(fields.value(u"top"_s), u"yyyyMMddHHmmss"_s);
    at.setTimeZone(QTimeZone::UTC);
    return fixOf({.latitude = fields.value(u"lt"_s),
                  .longitude = fields.value(u"lg"_s),
                  .radius = numberAt(fields, u"rd"_s),
                  .confidence = numberAt(fields, u"lc"_s),
                  .at = at},
                 now);
}

// Latitude, longitude and radius are one field here, and the time is counted from the beginning of the call.
Result<Fix> fixOfSecondVersion(const Fields &fields, const QDateTime &now)
{
    const QStringList place = fields.value(u"lo"_s).split(u',');
    bool isTime = false;
    const qint64 call = fields.value(u"et"_s).toLongLong(&isTime);
    const QDateTime began = isTime ? QDateTime::fromSecsSinceEpoch(call, QTimeZone::UTC) : now;
    return fixOf({.latitude = place.value(0),
                  .longitude = place.value(1),
                  .radius = finite(place.value(2)),
                  .confidence = numberAt(fields, u"lc"_s),
                  .at = began.addSecs(fields.value(u"lt"_s).toInt())},
                 now);
}

} // namespace

Result<Aml> amlInText(QStringView text, const QDateTime &now)
{
    const QStringView message = text.trimmed();
    if (message.size() > longestText) {
        return failure(Error::Kind::Malformed, u"an endless SMS"_s);
    }
    const Fields fields = fieldsOfText(message);
    const QString version = fields.value(u"A\"ML"_s);
    const Result<Fix> fix = version == "1"_L1 ? fixOfFirstVersion(fields, message.size(), now)
        : version == "2"_L1                   ? fixOfSecondVersion(fields, now)
                                              : failure(Error::Kind::Malformed, u"an SMS that is no AML"_s);
    return fix.transform([](const Fix &known) { return Aml{.number = {}, .fix = known}; });
}

Result<Aml> amlInForm(QByteArrayView form, const QDateTime &now)
{
    if (form.size() > longestForm) {
        return failure(Error::Kind::Malformed, u"an endless form"_s);
    }
    const Fields fields = fieldsOfForm(form);
    auto confidence = numberAt(fields, u"location_confidence"_s).or_else([&fields] {
        return numberAt(fields, u"location_certainty"_s);
    });
    if (confidence && *confidence <= 1) { // a fraction: nobody sends what is as unsure as one per cent
        confidence = *confidence * 100;
    }
    bool isTime = false;
    const qint64 time = fields.value(u"location_time"_s).toLongLong(&isTime);
    Result<Fix> fix = fixOf({.latitude = fields.value(u"location_latitude"_s),
                             .longitude = fields.value(u"location_longitude"_s),
                             .radius = numberAt(fields, u"location_accuracy"_s),
                             .confidence = confidence,
                             .at = isTime ? QDateTime::fromMSecsSinceEpoch(time, QTimeZone::UTC) : QDateTime()},
                            now);
    if (!fix) {
        return std::unexpected(fix.error());
    }
    fix->speed = numberAt(fields, u"location_speed"_s).transform([](double value) { return MetresPerSecond{value}; });
    fix->heading = numberAt(fields, u"location_bearing"_s).transform([](double value) { return Degrees{value}; });
    QString number = fields.value(u"device_number"_s);
    number.removeIf([](QChar c) { return c != u'+' && (c < u'0' || c > u'9'); });
    return Aml{.number = number, .fix = *fix};
}

bool isSignedWith(QByteArrayView key, QByteArrayView form)
{
    static constexpr QByteArrayView field("&hmac=");
    const qsizetype at = form.lastIndexOf(field);
    if (at < 0) {
        return false;
    }
    const QByteArray made = QMessageAuthenticationCode::hash(form.first(at), key, QCryptographicHash::Sha1);
    const QByteArray said = QByteArray::fromHex(form.sliced(at + field.size()).toByteArray());
    // Compared by what another hash makes of both, so that the time it takes tells nothing (RFC 2104 leaves that open).
    const auto veiled = [key](const QByteArray &code) {
        return QMessageAuthenticationCode::hash(code, key, QCryptographicHash::Sha256);
    };
    return veiled(made) == veiled(said);
}

} // namespace knock::place
