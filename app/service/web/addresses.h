// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/rate.h"

#include <string>
#include <unordered_map>

namespace knock::web {

/// What counts against one address together.
struct Address {
    quint32 connections = 0;
    quint32 largeBodies = 0;
    Rate handshakes;
    Rate requests;
};

/// Those that have connections, and for some seconds those that had.
class Addresses final
{
public:
    /// Stays where it is as long as it has connections.
    [[nodiscard]] Address &at(const std::string &counted, Rate::Time now);
    [[nodiscard]] size_t size() const { return m_all.size(); }

private:
    std::unordered_map<std::string, Address> m_all;
    Rate::Time m_swept;
};

} // namespace knock::web
