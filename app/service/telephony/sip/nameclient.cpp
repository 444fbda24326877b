// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/nameclient.h"

#include <array>

namespace knock::telephony {

namespace {

constexpr uint32_t mostServers = 4;
constexpr size_t longestDomain = 256;

} // namespace

Held<dnsc> nameClient(const std::vector<NameServer> &servers)
{
    std::array<sa, mostServers> addresses{};
    uint32_t count = 0;
    for (const NameServer &server : servers) {
        if (count < mostServers) {
            sa_set_str(&addresses[count++], server.address.toString().toLatin1().constData(), server.port);
        }
    }
    if (count == 0) {
        std::array<char, longestDomain> domain{};
        count = mostServers;
        if (dns_srv_get(domain.data(), domain.size(), addresses.data(), &count) != 0) {
            return nullptr;
        }
    }
    Held<dnsc> client;
    dnsc_alloc(std::out_ptr(client), nullptr, addresses.data(), count);
    return client;
}

} // namespace knock::telephony
