// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/keyear.h"

#include "app/service/hearing/tonedetector.h"
#ifdef KNOCK_SPANDSP_EAR
#include "app/service/hearing/spandspear.h"
#endif

namespace knock::hearing {

namespace {

class OwnEar final : public KeyEar
{
public:
    void take(std::span<const qint16> samples, const Heard &heard) override { m_detector.take(samples, heard); }

private:
    ToneDetector m_detector;
};

} // namespace

bool KeyEar::exists(Kind kind)
{
#ifdef KNOCK_SPANDSP_EAR
    return kind == Kind::Own || kind == Kind::Spandsp;
#else
    return kind == Kind::Own;
#endif
}

std::unique_ptr<KeyEar> KeyEar::make([[maybe_unused]] Kind kind)
{
#ifdef KNOCK_SPANDSP_EAR
    if (kind == Kind::Spandsp) {
        return SpandspEar::make();
    }
#endif
    return std::make_unique<OwnEar>();
}

} // namespace knock::hearing
