// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/service/hearing/sounds.h"

#include <functional>
#include <QString>

namespace knock::bench {

using Pcm = std::vector<qint16>;

struct Heard {
    struct Key {
        char key = 0;
        qint64 at = 0; ///< samples taken when it was known
    };

    std::vector<Key> keys;
    double seconds = 0; ///< of the processor
};

/// A detector: what it hears in samples that reach it in pieces of this size.
struct Ear {
    QString name;
    std::function<Heard(const Pcm &samples, size_t piece)> hear;
};

/// The product's detector, and spandsp if it is there.
[[nodiscard]] std::vector<Ear> ears();

struct Score {
    int pressed = 0;
    int heard = 0;
    int extra = 0;
    std::vector<double> delays = {}; ///< ms from the beginning of the tone to when it was known

    [[nodiscard]] double heardShare() const { return 100.0 * heard / pressed; }
    [[nodiscard]] double extraShare() const { return 100.0 * extra / pressed; }
};

/// \a delay: samples by which a codec was late
[[nodiscard]] Score score(const std::vector<sounds::Pressed> &pressed, const Heard &heard, qint64 delay = 0);

} // namespace knock::bench
