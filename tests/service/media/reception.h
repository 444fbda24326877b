// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/media/media.h"
#include "tests/service/media/testphone.h"

#include <map>
#include <QElapsedTimer>

namespace knock::test {

inline constexpr IncidentId incident{7};
inline constexpr VisitId visit{1};
inline constexpr VisitId otherVisit{2};

inline media::Media::Configuration onLoopback()
{
    return {.localAddresses = {QStringLiteral("127.0.0.1")}, .stallAfter = std::chrono::milliseconds(500)};
}

/// The reception of cameras, all it says, and the phones it talks to, as the service would stand between them.
class Reception : public QObject
{
public:
    explicit Reception(media::Media::Configuration configuration = onLoopback())
        : media(std::move(configuration))
    {
        connect(&media, &media::Media::input, this, &Reception::take);
        connect(&media, &media::Media::frame, this, [this](const EncodedFrame &frame) { frames.push_back(frame); });
        connect(&media, &media::Media::camera, this, [this](const CameraHealth &told) { health.push_back(told); });
    }

    void connectPhone(TestPhone &phone, VisitId of)
    {
        phones[of] = &phone;
        connect(&phone, &TestPhone::offered, this, [this, of](const QString &sdp) {
            sinceOffer.start();
            media.perform(dispatch::ReceiveCamera{incident, of, sdp});
        });
    }

    void take(const dispatch::Input &input)
    {
        std::visit(
            Overloaded{
                [this](const dispatch::CameraAnswered &answered) {
                    answers << answered.sdp;
                    if (phones.contains(answered.visit))
                        phones[answered.visit]->takeAnswer(answered.sdp);
                },
                [this](const dispatch::CandidateFound &found) {
                    candidates << found.candidate;
                    if (phones.contains(found.visit))
                        phones[found.visit]->takeCandidate(found.mediaLine, found.candidate);
                },
                [this](const dispatch::PictureSeen &seen) { said << QStringLiteral("seen %1").arg(seen.visit.value); },
                [this](const dispatch::PictureLost &lost) { said << QStringLiteral("lost %1").arg(lost.visit.value); },
                [](const auto &) {}},
            input);
    }

    std::map<VisitId, TestPhone *> phones;
    QStringList answers;
    QStringList candidates;
    QStringList said;
    std::vector<EncodedFrame> frames;
    std::vector<CameraHealth> health;
    QElapsedTimer sinceOffer;
    media::Media media;
};

} // namespace knock::test
