// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keytone.h"

#include <functional>
#include <memory>
#include <span>

namespace knock::hearing {

/// Hears keys in the sound of one line. An agency whose calls come through a codec that favours spandsp (GSM, Opus with
/// loss: see DECISIONS) may choose it instead of our own detector. Not for sharing between threads.
class KeyEar
{
public:
    enum class Kind { Own, Spandsp };
    using Heard = std::function<void(const KeyTone &)>;

    KeyEar() = default;
    virtual ~KeyEar() = default;
    Q_DISABLE_COPY_MOVE(KeyEar)

    /// Takes 8 kHz mono in pieces of any size; calls \a heard for every change, in order, before it returns.
    virtual void take(std::span<const qint16> samples, const Heard &heard) = 0;

    /// Whether this build has it: spandsp is optional.
    [[nodiscard]] static bool exists(Kind kind);
    /// Of a kind that exists; our own instead of one that does not. Null when out of memory.
    [[nodiscard]] static std::unique_ptr<KeyEar> make(Kind kind);
};

} // namespace knock::hearing
