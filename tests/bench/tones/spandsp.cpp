// SPDX-License-Identifier: Apache-2.0
// The peer of the product's detector: spandsp with what it takes to hear real callers (a filter for dial tone, twist of
// 12 and 10 dB, a threshold of -36 dBm0).
//
// Reads 16-bit samples of 8 kHz until the end of its input, then writes a line "KEY POSITION" for each key, the
// position being the samples taken when it was known, and at last "cpu SECONDS". The argument is the number of samples
// in a piece.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <spandsp.h>
#include <vector>

namespace {

struct Listener {
    size_t position = 0;
    std::vector<std::pair<char, size_t>> heard;
};

void hear(void *user, int key, int, int)
{
    auto *listener = static_cast<Listener *>(user);
    if (key != 0) {
        listener->heard.emplace_back(static_cast<char>(key), listener->position);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    const size_t piece = argc > 1 ? static_cast<size_t>(std::max(1, std::atoi(argv[1]))) : 8;
    std::vector<int16_t> samples;
    std::vector<int16_t> part(65536);
    for (size_t count = 0; (count = std::fread(part.data(), sizeof(int16_t), part.size(), stdin)) > 0;) {
        samples.insert(samples.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(count));
    }

    Listener listener;
    dtmf_rx_state_t *detector = dtmf_rx_init(nullptr, nullptr, nullptr);
    dtmf_rx_parms(detector, 1, 12, 10, -36);
    dtmf_rx_set_realtime_callback(detector, hear, &listener);
    const std::clock_t before = std::clock();
    for (size_t at = 0; at < samples.size(); at += piece) {
        const size_t count = std::min(piece, samples.size() - at);
        listener.position = at + count;
        dtmf_rx(detector, samples.data() + at, static_cast<int>(count));
    }
    const std::clock_t after = std::clock();
    dtmf_rx_free(detector);

    for (const auto &[key, position] : listener.heard) {
        std::printf("%c %zu\n", key, position);
    }
    std::printf("cpu %.6f\n", static_cast<double>(after - before) / CLOCKS_PER_SEC);
    return 0;
}
