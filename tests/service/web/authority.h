// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>

namespace knock::test {

/// Signs the certificates of clients, and takes them back.
class Authority final
{
public:
    struct Identity {
        QSslCertificate certificate;
        QSslKey key;
        long number = 0;
    };

    explicit Authority(const QByteArray &name);

    [[nodiscard]] QByteArray certificate() const; ///< PEM
    [[nodiscard]] Identity issue(const QByteArray &commonName); ///< without one if it is empty
    /// The list (PEM) of \a revoked, which runs out \a days from now.
    [[nodiscard]] QByteArray list(const QList<Identity> &revoked, int days = 1) const;

private:
    struct Free {
        void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
        void operator()(X509 *certificate) const { X509_free(certificate); }
        void operator()(X509_CRL *list) const { X509_CRL_free(list); }
    };
    using Key = std::unique_ptr<EVP_PKEY, Free>;
    using Certificate = std::unique_ptr<X509, Free>;

    [[nodiscard]] Certificate make(EVP_PKEY *key, const QByteArray &commonName, long number, bool isAuthority) const;

    Key m_key;
    Certificate m_certificate;
    long m_last = 1;
};

} // namespace knock::test
