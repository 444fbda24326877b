// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/tls.h"

#include <algorithm>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::web {

namespace {

std::unexpected<Error> broken(const QString &what)
{
    const unsigned long code = ERR_get_error();
    const char *reason = ERR_reason_error_string(code);
    const QString why = ERR_SYSTEM_ERROR(code) ? qt_error_string(ERR_GET_REASON(code)) : QString::fromLatin1(reason);
    ERR_clear_error();
    return failure(Error::Kind::Broken, u"%1 cannot be used: %2"_s.arg(what, why));
}

/// OpenSSL would ask for the pass phrase of a key on the terminal.
int noPassPhrase(char *, int, int, void *) { return 0; }

/// Browsers that ask for HTTP/2 as well are told that it is HTTP/1.1 here.
int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *chosenLength, const unsigned char *offered,
                   unsigned int offeredLength, void *)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char *selected = nullptr;
    const int outcome = SSL_select_next_proto(&selected, chosenLength, ours, sizeof ours - 1, offered, offeredLength);
    *chosen = selected;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

/// Empty unless there is exactly one and people can read it.
QString commonName(const X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
        return {};
    unsigned char *utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    const QString name = QString::fromUtf8(reinterpret_cast<const char *>(utf8), std::max(size, 0));
    OPENSSL_free(utf8);
    return std::ranges::all_of(name, [](QChar letter) { return letter.isPrint(); }) ? name : QString();
}

int verify(int isGood, X509_STORE_CTX *chain)
{
    // A list that has run out still names whom it names. That nobody renewed it in time must not lock every desk out.
    if (!isGood && X509_STORE_CTX_get_error(chain) == X509_V_ERR_CRL_HAS_EXPIRED) {
        X509_STORE_CTX_set_error(chain, X509_V_OK);
        isGood = 1;
    }
    if (isGood && X509_STORE_CTX_get_error_depth(chain) == 0
        && commonName(X509_STORE_CTX_get_current_cert(chain)).isEmpty()) {
        X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
        return 0;
    }
    return isGood;
}

Result<> askForCertificates(SSL_CTX *tls, const ClientCertificates &clients)
{
    const QByteArray authority = QFile::encodeName(clients.authorityFile);
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(authority.constData());
    if (!names || SSL_CTX_load_verify_file(tls, authority.constData()) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return broken(u"The certificate that client certificates are signed with"_s);
    }
    SSL_CTX_set_client_CA_list(tls, names);
    if (!clients.revokedFile.isEmpty()) {
        X509_STORE *store = SSL_CTX_get_cert_store(tls);
        X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
        const QByteArray revoked = QFile::encodeName(clients.revokedFile);
        if (!lookup || X509_load_crl_file(lookup, revoked.constData(), X509_FILETYPE_PEM) < 1)
            return broken(u"The list of revoked client certificates"_s);
        X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
    }
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | (clients.demanded ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), verify);
    // Whoever comes again shows its certificate again: it may have been revoked meanwhile.
    SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(tls, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(tls, 0);
    return {};
}

} // namespace

void FreeTls::operator()(SSL_CTX *tls) const { SSL_CTX_free(tls); }

Result<Tls> makeTls(const Configuration &configuration)
{
    ERR_clear_error();
    Tls made(SSL_CTX_new(TLS_server_method()));
    SSL_CTX *tls = made.get();
    if (!tls)
        return broken(u"TLS"_s);
    SSL_CTX_set_default_passwd_cb(tls, noPassPhrase);
    if (SSL_CTX_use_certificate_chain_file(tls, QFile::encodeName(configuration.certificateFile).constData()) != 1)
        return broken(u"The certificate"_s);
    if (SSL_CTX_use_PrivateKey_file(tls, QFile::encodeName(configuration.keyFile).constData(), SSL_FILETYPE_PEM) != 1)
        return broken(u"The key"_s);
    const bool isNew = configuration.minimumTls == TlsVersion::Tls13;
    SSL_CTX_set_min_proto_version(tls, isNew ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20"); // of TLS 1.2; those of 1.3 are all good
    SSL_CTX_set_options(tls,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
                            | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(tls, chooseProtocol, nullptr);
    if (!configuration.clients.authorityFile.isEmpty()) {
        if (const auto asked = askForCertificates(tls, configuration.clients); !asked)
            return std::unexpected(asked.error());
    }
    return made;
}

QString clientName(const SSL *tls)
{
    const X509 *certificate = SSL_get0_peer_certificate(tls);
    return certificate ? commonName(certificate) : QString();
}

} // namespace knock::web
