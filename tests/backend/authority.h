// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <QSslCertificate>
#include <QSslKey>

namespace knock::test {

/// Somebody who vouches for others: a certificate of its own, and those it has signed.
class Authority
{
public:
    struct Issued {
        QSslCertificate certificate;
        QSslKey key;
    };

    explicit Authority(const QByteArray &name)
        : m_key(EVP_EC_gen("P-256"))
        , m_own(make(name, m_key.get(), {{NID_basic_constraints, "critical,CA:TRUE"}}, 30))
    {
    }

    [[nodiscard]] QSslCertificate certificate() const { return read(m_own.get()); }

    /// For \a host, good for so many \a days from now on; less than none: until so many days ago.
    [[nodiscard]] Issued issue(const QByteArray &host, int days = 30) const
    {
        const Key key(EVP_EC_gen("P-256"));
        const Certificate made = make(host, key.get(), {{NID_subject_alt_name, "DNS:" + host}}, days);
        const std::unique_ptr<BIO, Free<BIO_free_all>> bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        return {read(made.get()), QSslKey(contents(bio.get()), QSsl::Ec)};
    }

private:
    template <auto function>
    struct Free {
        template <typename T>
        void operator()(T *object) const
        {
            function(object);
        }
    };
    using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
    using Certificate = std::unique_ptr<X509, Free<X509_free>>;

    Certificate make(const QByteArray &name, EVP_PKEY *key, const std::vector<std::pair<int, QByteArray>> &extensions,
                     int days) const
    {
        static long serial = 1;
        Certificate made(X509_new());
        X509_set_version(made.get(), X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -365L * 24 * 3600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), days * 24L * 3600);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
        X509_set_issuer_name(made.get(), X509_get_subject_name(m_own ? m_own.get() : made.get()));
        X509_set_pubkey(made.get(), key);
        for (const auto &[kind, value] : extensions) {
            X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.constData());
            X509_add_ext(made.get(), extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(made.get(), m_key.get(), EVP_sha256());
        return made;
    }

    static QByteArray contents(BIO *bio)
    {
        char *data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        return QByteArray(data, size);
    }
    static QSslCertificate read(X509 *certificate)
    {
        const std::unique_ptr<BIO, Free<BIO_free_all>> bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(bio.get(), certificate);
        return QSslCertificate(contents(bio.get()));
    }

    Key m_key;
    Certificate m_own;
};

} // namespace knock::test
