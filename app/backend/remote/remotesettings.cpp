// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/remotesettings.h"

#include "app/core/logging.h"

#include <QFile>
#include <QSet>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace knock::backend {

namespace {

QSslKey readKey(const QString &path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray pem = file.readAll();
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        if (const QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

void warnOfUnknown(const QVariantMap &settings)
{
    // The workstation gives its folders to whatever backend it has.
    static const QSet<QString> known{u"url"_s,  u"trust"_s, u"certificate"_s, u"key"_s,        u"position"_s,
                                     u"user"_s, u"code"_s,  u"password"_s,    u"dataFolder"_s, u"resourceFolder"_s};
    for (const QString &name : settings.keys()) {
        if (!known.contains(name))
            qCWarning(lcService) << "The remote backend knows no setting" << name;
    }
}

} // namespace

Result<RemoteSettings> RemoteSettings::read(const QVariantMap &settings)
{
    const auto text = [&](const QString &name) { return settings.value(name).toString(); };
    const auto wrong = [](const QString &what) { return failure(Error::Kind::Malformed, what); };
    warnOfUnknown(settings);

    RemoteSettings read;
    read.url = QUrl(text(u"url"_s), QUrl::StrictMode);
    if (read.url.scheme() != "wss"_L1 || read.url.host().isEmpty() || !read.url.userInfo().isEmpty())
        return wrong(u"\"url\" is wss://HOST:PORT/desk"_s);
    if (read.url.path().isEmpty())
        read.url.setPath(u"/desk"_s);

    read.tls = QSslConfiguration::defaultConfiguration();
    read.tls.setProtocol(QSsl::TlsV1_3OrLater);
    read.tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (const QString trust = text(u"trust"_s); !trust.isEmpty()) {
        read.pins = QSslCertificate::fromPath(trust, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
        if (read.pins.isEmpty())
            return wrong(u"\"trust\" is a file with certificates (PEM)"_s);
        read.tls.setCaCertificates(read.pins);
    }
    const QString certificate = text(u"certificate"_s);
    if (!certificate.isEmpty() || !text(u"key"_s).isEmpty()) {
        const auto chain
            = QSslCertificate::fromPath(certificate, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
        const QSslKey key = readKey(text(u"key"_s));
        if (chain.isEmpty() || key.isNull())
            return wrong(u"\"certificate\" and \"key\" are files (PEM), the one no use without the other"_s);
        read.tls.setLocalCertificateChain(chain);
        read.tls.setPrivateKey(key);
    }
    read.position = text(u"position"_s);
    if (!text(u"user"_s).isEmpty())
        read.self = Credentials{text(u"user"_s), text(u"password"_s), text(u"code"_s)};
    return read;
}

QUrl RemoteSettings::mediaUrl() const { return url.resolved(QUrl(u"media"_s)); }

} // namespace knock::backend
