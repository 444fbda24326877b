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

} // namespace

Result<Held<tls>> secureContext(const QString &certificateFile, const QString &keyFile)
{
    const QByteArray certificate = contentOf(certificateFile);
    const QByteArray key = contentOf(keyFile);
    if (certificate.isEmpty() || key.isEmpty()) {
        return failure(Error::Kind::NotFound, u"no certificate for calls over TLS"_s);
    }
    Held<tls> context;
    int error = tls_alloc(std::out_ptr(context), TLS_METHOD_SSLV23, nullptr, nullptr);
    if (error == 0) {
        error = tls_set_certificate_pem(context.get(), certificate.constData(), static_cast<size_t>(certificate.size()),
                                        key.constData(), static_cast<size_t>(key.size()));
    }
    if (error != 0) {
        return failure(Error::Kind::Malformed, u"a certificate for calls over TLS that cannot be used"_s);
    }
    return context;
}

} // namespace knock::telephony
