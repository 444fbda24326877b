// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/voice/soundcipher.h"

#include <utility>

namespace knock::telephony {

namespace {

constexpr qsizetype keyLength = 30; // 16 of the key and 14 of the salt
constexpr qint64 shortestPacket = 12;

Held<srtp> contextOf(const SoundKey &key)
{
    srtp *context = nullptr;
    const srtp_suite suite = key.suiteName.endsWith("80") ? SRTP_AES_CM_128_HMAC_SHA1_80 : SRTP_AES_CM_128_HMAC_SHA1_32;
    srtp_alloc(&context, suite, reinterpret_cast<const uint8_t *>(key.key.constData()),
               static_cast<size_t>(key.key.size()), 0);
    return Held<srtp>(context);
}

QByteArray randomKey()
{
    QByteArray key(keyLength, '\0');
    rand_bytes(reinterpret_cast<uint8_t *>(key.data()), static_cast<size_t>(key.size()));
    return key;
}

} // namespace

void SoundCipher::attach(udp_sock *socket)
{
    const auto send = [](int *error, sa *, mbuf *packet, void *self) {
        auto *out = static_cast<SoundCipher *>(self)->m_out.get();
        *error = out == nullptr ? 0 : srtp_encrypt(out, packet);
        return *error != 0; // true ends it here
    };
    const auto receive
        = [](sa *, mbuf *packet, void *self) { return static_cast<SoundCipher *>(self)->received(*packet); };
    udp_register_helper(std::out_ptr(m_helper), socket, 0, send, receive, this);
}

bool SoundCipher::agree(sdp_media &audio)
{
    if (!QByteArrayView(sdp_media_proto(&audio)).startsWith("RTP/SAVP")) {
        sdp_media_del_lattr(&audio, "crypto");
        m_theirs.reset();
        m_ours.reset();
        m_in.reset();
        m_out.reset();
        return true;
    }
    std::optional<SoundKey> offered;
    const auto take = [](const char *, const char *value, void *result) {
        auto *found = static_cast<std::optional<SoundKey> *>(result);
        *found = value == nullptr ? std::nullopt : soundKeyIn(value);
        return found->has_value(); // true ends the search
    };
    sdp_media_rattr_apply(&audio, "crypto", take, &offered);
    if (!offered || !useKey(*offered)) {
        return false;
    }
    const QByteArray value = offered->tag + ' ' + m_ours->suiteName + " inline:" + m_ours->key.toBase64();
    return sdp_media_set_lattr(&audio, true, "crypto", "%s", value.constData()) == 0;
}

// A description that is sent again brings the same key, and its context must go on counting; ours changes with the
// suite alone.
bool SoundCipher::useKey(const SoundKey &theirs)
{
    const bool isSameSuite = m_ours && m_ours->suiteName == theirs.suiteName;
    const bool isSameKey = isSameSuite && m_theirs && m_theirs->key == theirs.key;
    Held<srtp> in = isSameKey ? std::move(m_in) : contextOf(theirs);
    SoundKey ours = theirs;
    ours.key = isSameSuite ? m_ours->key : randomKey();
    Held<srtp> out = isSameSuite ? std::move(m_out) : contextOf(ours);
    if (!in || !out) {
        return false;
    }
    m_in = std::move(in);
    m_out = std::move(out);
    m_theirs = theirs;
    m_ours = std::move(ours);
    return true;
}

// True keeps the packet from going further.
bool SoundCipher::received(mbuf &packet)
{
    if (!m_in) {
        return false;
    }
    const bool isWhole = std::cmp_greater_equal(mbuf_get_left(&packet), shortestPacket);
    if (!isWhole || srtp_decrypt(m_in.get(), &packet) != 0) {
        m_broken.add();
        return true;
    }
    return false;
}

} // namespace knock::telephony
