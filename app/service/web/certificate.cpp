// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/certificate.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QUrl>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::web {

namespace {

constexpr int validDays = 825; // more is refused by some browsers
constexpr int renewDays = 30; // a service may run for weeks until it looks here again
constexpr auto ownName = "localhost"; // whoever sees the certificate learns nothing from it

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
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

QByteArray contents(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

template <typename Read>
auto readPem(const QString &path, Read read)
{
    QFile file(path);
    QByteArray pem;
    if (file.open(QIODevice::ReadOnly))
        pem = file.read(1024 * 1024);
    const Bio bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    // The empty pass phrase keeps OpenSSL from asking for one on the terminal.
    return read(bio.get(), nullptr, nullptr, const_cast<char *>(""));
}

/// Writes beside the file and renames, so that a crash or a full disk leaves the old file or the new, never a piece;
/// the right permissions are there before the first byte.
Result<> writeFile(const QString &path, const QByteArray &bytes, QFile::Permissions permissions)
{
    const auto broken = [&path](const QString &why) {
        return failure(Error::Kind::Broken, u"Cannot write %1: %2"_s.arg(QFileInfo(path).fileName(), why));
    };
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return broken(u"its folder cannot be made"_s);
    const QString beside = path + ".new"_L1;
    QFile::remove(beside);
    QFile file(beside);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, permissions))
        return broken(file.errorString());
    const bool written = file.write(bytes) == bytes.size() && file.flush() && ::fsync(file.handle()) == 0;
    if (!written) {
        const QString why = file.errorString();
        file.close();
        QFile::remove(beside);
        return broken(why);
    }
    file.close();
    if (std::rename(QFile::encodeName(beside).constData(), QFile::encodeName(path).constData()) != 0) {
        const QString why = qt_error_string(errno);
        QFile::remove(beside);
        return broken(why);
    }
    return {};
}

bool addName(GENERAL_NAMES *names, const QString &host)
{
    const QHostAddress address(host);
    GENERAL_NAME *name = GENERAL_NAME_new();
    if (address.isNull()) {
        ASN1_IA5STRING *value = ASN1_IA5STRING_new();
        const QByteArray ascii = QUrl::toAce(host);
        ASN1_STRING_set(value, ascii.constData(), static_cast<int>(ascii.size()));
        GENERAL_NAME_set0_value(name, GEN_DNS, value);
    } else {
        ASN1_OCTET_STRING *value = a2i_IPADDRESS(address.toString().toLatin1().constData());
        GENERAL_NAME_set0_value(name, GEN_IPADD, value);
    }
    return sk_GENERAL_NAME_push(names, name) > 0;
}

bool coversName(X509 *certificate, const QString &host)
{
    const QHostAddress address(host);
    if (address.isNull()) {
        const QByteArray ascii = QUrl::toAce(host);
        return X509_check_host(certificate, ascii.constData(), size_t(ascii.size()), 0, nullptr) == 1;
    }
    return X509_check_ip_asc(certificate, address.toString().toLatin1().constData(), 0) == 1;
}

bool addExtension(X509 *certificate, int kind, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
    const bool added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

Certificate makeCertificate(EVP_PKEY *key, const QStringList &hosts, const QDateTime &now)
{
    Certificate certificate(X509_new());
    unsigned char serial[16] = {};
    if (!certificate || RAND_bytes(serial, sizeof serial) != 1)
        return {};
    serial[0] &= 0x7f; // RFC 5280, 4.1.2.2: positive
    const std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(serial, sizeof serial, nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));

    // It begins an hour ago, for a phone's clock may be slow.
    time_t begin = static_cast<time_t>(now.toSecsSinceEpoch() - 3600);
    X509_time_adj_ex(X509_getm_notBefore(certificate.get()), 0, 0, &begin);
    X509_time_adj_ex(X509_getm_notAfter(certificate.get()), validDays, 0, &begin);
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>(ownName), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), subject);

    const Names names(GENERAL_NAMES_new());
    for (const QString &host : hosts) {
        if (!addName(names.get(), host))
            return {};
    }
    const bool made = X509_set_version(certificate.get(), X509_VERSION_3) == 1
        && X509_set_pubkey(certificate.get(), key) == 1
        && X509_add1_ext_i2d(certificate.get(), NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1
        && addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature")
        && addExtension(certificate.get(), NID_ext_key_usage, "serverAuth")
        && X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : Certificate();
}

bool isOurs(X509 *certificate)
{
    char name[64] = {};
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509_NAME_get_text_by_NID(subject, NID_commonName, name, sizeof name);
    return X509_NAME_entry_count(subject) == 1 && qstrcmp(name, ownName) == 0 && X509_self_signed(certificate, 0) == 1;
}

bool lastsUntil(X509 *certificate, const QDateTime &when)
{
    time_t time = static_cast<time_t>(when.toSecsSinceEpoch());
    return X509_cmp_time(X509_get0_notAfter(certificate), &time) > 0;
}

bool coversAll(X509 *certificate, const QStringList &hosts)
{
    return std::ranges::all_of(hosts, [certificate](const QString &host) { return coversName(certificate, host); });
}

} // namespace

Result<> ensureCertificate(const QString &certificateFile, const QString &keyFile, const QStringList &hostNames,
                           const Clock &clock)
{
    QStringList hosts{QString::fromLatin1(ownName), u"127.0.0.1"_s, u"::1"_s};
    hosts += hostNames;
    hosts.removeDuplicates();
    for (const QString &host : std::as_const(hosts)) {
        if (QHostAddress(host).isNull() && QUrl::toAce(host).isEmpty())
            return failure(Error::Kind::Malformed, u"Not the name of a host: "_s + host);
    }

    const Certificate present(readPem(certificateFile, PEM_read_bio_X509));
    Key key(readPem(keyFile, PEM_read_bio_PrivateKey));
    if (!present && QFile::exists(certificateFile))
        return failure(Error::Kind::Malformed, u"The certificate file holds no certificate."_s);
    if (!key && QFile::exists(keyFile))
        return failure(Error::Kind::Malformed, u"The key file holds no key that can be read."_s);

    const bool fits = present && key && X509_check_private_key(present.get(), key.get()) == 1;
    if (present && !isOurs(present.get())) {
        if (!fits)
            return failure(Error::Kind::Broken, u"The certificate and the key do not belong together."_s);
        if (!lastsUntil(present.get(), clock.now()))
            return failure(Error::Kind::Expired, u"The certificate has run out."_s);
        return {};
    }
    if (fits && lastsUntil(present.get(), clock.now().addDays(renewDays)) && coversAll(present.get(), hosts))
        return {};

    if (!key) {
        key.reset(EVP_EC_gen("P-256"));
        const Bio pem(BIO_new(BIO_s_mem()));
        if (!key || PEM_write_bio_PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
            return failure(Error::Kind::Broken, u"No key could be made."_s);
        const auto written = writeFile(keyFile, contents(pem.get()), QFile::ReadOwner | QFile::WriteOwner);
        if (!written)
            return written;
    }
    const Certificate certificate = makeCertificate(key.get(), hosts, clock.now());
    const Bio pem(BIO_new(BIO_s_mem()));
    if (!certificate || PEM_write_bio_X509(pem.get(), certificate.get()) != 1)
        return failure(Error::Kind::Broken, u"No certificate could be made."_s);
    return writeFile(certificateFile, contents(pem.get()),
                     QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
}

} // namespace knock::web
