// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/authority.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace knock::test {

namespace {

constexpr long day = 24 * 60 * 60;

template <typename Write>
QByteArray pemOf(Write write)
{
    BIO *bio = BIO_new(BIO_s_mem());
    write(bio);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    const QByteArray pem(data, size);
    BIO_free(bio);
    return pem;
}

void extend(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Authority::Authority(const QByteArray &name)
    : m_key(EVP_EC_gen("P-256"))
    , m_certificate(make(m_key.get(), name, 1, true))
{
}

Authority::Certificate Authority::make(EVP_PKEY *key, const QByteArray &commonName, long number, bool isAuthority) const
{
    Certificate made(X509_new());
    X509 *certificate = made.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), number);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), day);
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>("Test"), -1, -1, 0);
    if (!commonName.isEmpty())
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char *>(commonName.constData()),
                                   static_cast<int>(commonName.size()), -1, 0);
    X509_set_issuer_name(certificate, isAuthority ? subject : X509_get_subject_name(m_certificate.get()));
    X509_set_pubkey(certificate, key);
    extend(certificate, NID_basic_constraints, isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!isAuthority)
        extend(certificate, NID_ext_key_usage, "clientAuth");
    X509_sign(certificate, m_key.get(), EVP_sha256());
    return made;
}

QByteArray Authority::certificate() const
{
    return pemOf([this](BIO *bio) { PEM_write_bio_X509(bio, m_certificate.get()); });
}

Authority::Identity Authority::issue(const QByteArray &commonName)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate made = make(key.get(), commonName, ++m_last, false);
    const QByteArray pem = pemOf([&made](BIO *bio) { PEM_write_bio_X509(bio, made.get()); });
    const QByteArray keyPem
        = pemOf([&key](BIO *bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    return {QSslCertificate(pem), QSslKey(keyPem, QSsl::Ec), m_last};
}

QByteArray Authority::list(const QList<Identity> &revoked, int days) const
{
    const std::unique_ptr<X509_CRL, Free> made(X509_CRL_new());
    X509_CRL *list = made.get();
    X509_CRL_set_version(list, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list, X509_get_subject_name(m_certificate.get()));
    ASN1_TIME *at = X509_gmtime_adj(nullptr, -2 * day);
    X509_CRL_set1_lastUpdate(list, at);
    for (const Identity &identity : revoked) {
        X509_REVOKED *entry = X509_REVOKED_new();
        ASN1_INTEGER *number = ASN1_INTEGER_new();
        ASN1_INTEGER_set(number, identity.number);
        X509_REVOKED_set_serialNumber(entry, number);
        X509_REVOKED_set_revocationDate(entry, at);
        X509_CRL_add0_revoked(list, entry);
        ASN1_INTEGER_free(number);
    }
    X509_gmtime_adj(at, days * day);
    X509_CRL_set1_nextUpdate(list, at);
    ASN1_TIME_free(at);
    X509_CRL_sort(list);
    X509_CRL_sign(list, m_key.get(), EVP_sha256());
    return pemOf([list](BIO *bio) { PEM_write_bio_X509_CRL(bio, list); });
}

} // namespace knock::test
