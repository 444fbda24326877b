// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/securetransport.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr qint64 longestFile = 1 << 20;

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.read(longestFile) : QByteArray();
}

struct Certificate {
    QByteArray chain;
    QByteArray key;
};

Result<Certificate> read(const QString &certificateFile, const QString &keyFile)
{
    Certificate certificate{.chain = contentOf(certificateFile), .key = contentOf(keyFile)};
    if (certificate.chain.isEmpty() || certificate.key.isEmpty()) {
        return failure(Error::Kind::NotFound, u"no certificate for calls over TLS"_s);
    }
    return certificate;
}

Result<> use(tls &context, const Certificate &certificate)
{
    const int error = tls_set_certificate_pem(&context, certificate.chain.constData(),
                                              static_cast<size_t>(certificate.chain.size()),
                                              certificate.key.constData(), static_cast<size_t>(certificate.key.size()));
    if (error != 0) {
        return failure(Error::Kind::Malformed, u"a certificate for calls over TLS that cannot be used"_s);
    }
    return {};
}

Result<Held<tls>> contextOf(const Certificate &certificate)
{
    Held<tls> context;
    if (tls_alloc(std::out_ptr(context), TLS_METHOD_SSLV23, nullptr, nullptr) != 0) {
        return failure(Error::Kind::Broken, u"no TLS for calls"_s);
    }
    if (const Result<> used = use(*context, certificate); !used) {
        return std::unexpected(used.error());
    }
    return context;
}

} // namespace

Result<Held<tls>> secureContext(const QString &certificateFile, const QString &keyFile)
{
    return read(certificateFile, keyFile).and_then(contextOf);
}

// What cannot be used would leave the context without a key, so it is tried on another one first.
Result<> renew(tls &context, const QString &certificateFile, const QString &keyFile)
{
    const Result<Certificate> certificate = read(certificateFile, keyFile);
    if (!certificate) {
        return std::unexpected(certificate.error());
    }
    if (const auto tried = contextOf(*certificate); !tried) {
        return std::unexpected(tried.error());
    }
    return use(context, *certificate);
}

} // namespace knock::telephony
