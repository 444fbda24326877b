// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/voice/soundkey.h"

#include <optional>

namespace knock::telephony {

/// Encrypts the sound of one call, once both sides agreed to. Lives on libre's thread.
class SoundCipher final
{
public:
    SoundCipher() = default;
    Q_DISABLE_COPY_MOVE(SoundCipher)

    /// All that goes through \a socket from now on passes here.
    void attach(udp_sock *socket);
    /// By what was described last: takes the caller's key and adds ours to our description. False if the caller wants
    /// its sound encrypted in no way that can be done here; all stays as it was then.
    [[nodiscard]] bool agree(sdp_media &audio);

private:
    [[nodiscard]] bool useKey(const SoundKey &theirs);
    [[nodiscard]] bool received(mbuf &packet);

    Held<udp_helper> m_helper;
    std::optional<SoundKey> m_theirs;
    std::optional<SoundKey> m_ours;
    Held<srtp> m_in;
    Held<srtp> m_out;
    Tally m_broken{lcTelephony, "an encrypted packet that is broken"};
};

} // namespace knock::telephony
