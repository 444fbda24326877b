// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

#include <vector>

namespace knock {

/// One 112 call and all that came of it. Its state is the sum of its events: see apply().
struct Incident {
    /// The caller's telephone call.
    enum class Line { Ringing, Connected, Ended, CallingBack };
    /// What is known of a knock.
    enum class Knock { None, Heard, Confirmed, Dismissed };
    /// One that keys can answer.
    struct Question {
        QuestionAsked asked;
        std::optional<QuestionAnswered> answered; ///< the last answer
        bool operator==(const Question &) const = default;
    };

    /// What is kept of the sound, or of the camera.
    struct Recording {
        RecordingBegan began;
        std::optional<RecordingEnded> ended;
        bool operator==(const Recording &) const = default;
    };

    struct Order {
        UnitOrdered ordered;
        std::optional<QDateTime> taken; ///< by the dispatch system
        std::optional<Error::Kind> failed; ///< to reach it
        bool operator==(const Order &) const = default;
    };

    IncidentId id;
    QString number;
    QDateTime arrived;
    std::optional<EarlierCalls> earlier;
    Line line = Line::Ringing;
    std::optional<LineEnd> lineEnd;
    SeatId seat; ///< whose call it is; none while nobody has answered
    std::optional<QDateTime> answered;
    bool held = false;
    std::optional<TransferBegan> transfer; ///< that is under way
    std::vector<CallBackBegan> callBacks;
    std::vector<Recording> recordings;

    std::optional<QDateTime> prompted; ///< the first prompt's start
    std::optional<QDateTime> promptEnded; ///< the last prompt's end
    std::optional<QDateTime> windowEnds; ///< of the last prompt
    bool prompting = false;
    std::vector<Press> presses; ///< in the order in which they were told
    QString windowKeys; ///< those since the last prompt began
    std::optional<QDateTime> firstWindowKey;

    Knock knock = Knock::None;
    std::optional<KnockHeard> heard; ///< the last knock
    std::optional<QDateTime> confirmed; ///< by a person: the knock, or coded talk
    std::optional<CodedTalkMarked> codedTalk;

    std::vector<Question> questions; ///< in the order in which they were asked
    bool isAsking = false; ///< presses answer the last question

    std::optional<InviteSent> invite; ///< the last one
    std::optional<QDateTime> inviteAccepted;
    std::optional<QDateTime> inviteDelivered;
    std::optional<Error::Kind> inviteFailed;
    QString gateway;
    std::optional<InviteDelayed> inviteDelayed; ///< the last one, while the text is not accepted
    std::optional<QDateTime> previewed; ///< a robot fetched the link
    std::optional<QDateTime> fetched; ///< what looks like a phone did
    std::optional<QDateTime> opened;
    QString language; ///< which the phone prefers
    bool present = false; ///< the page is open now
    PageFace face = PageFace::Plain;
    std::optional<QDateTime> disguised; ///< the first time that it was not plain
    std::optional<PageLeft> left; ///< while no page is open
    std::optional<PermissionDecided> location; ///< what the person said to it last
    std::optional<PermissionDecided> cameraUse; ///< what the person said to it last
    std::vector<Fix> fixes; ///< in order of arrival, which is not that of their times; the last 1,000 at least
    std::optional<QDateTime> located;
    std::optional<QDateTime> live; ///< first picture
    bool camera = false; ///< pictures are coming now
    PicturePath path = PicturePath::Stream;
    std::optional<CameraAsked> wish; ///< the last one
    std::vector<FileKept> files;
    std::vector<Message> chat;
    std::vector<Order> orders;
    std::vector<NoteWritten> notes;
    std::optional<Classified> classified; ///< the last one
    std::optional<Fix::Source> promoted; ///< whom a person believes most; none: the newest
    std::optional<IncidentClosed> closed;
    std::optional<IncidentReopened> reopened; ///< the last time
    std::optional<PackShared> pack; ///< the page for the units, while it can be opened
    std::optional<QDateTime> packOpened;

    [[nodiscard]] bool isOpen() const { return !closed; }
    /// A knock nobody has judged yet.
    [[nodiscard]] bool hasAlert() const { return isOpen() && knock == Knock::Heard; }
    /// The line went away after a knock: the caller may be in danger and must not be forgotten.
    [[nodiscard]] bool isLostAfterKnock() const
    {
        return isOpen() && lineEnd && *lineEnd != LineEnd::Released
            && (knock == Knock::Heard || knock == Knock::Confirmed);
    }
    /// Ringing back may give the caller away: a knock was heard, now or in the day before, and nobody judged it to be
    /// none.
    [[nodiscard]] bool isContactUnsafe() const
    {
        return knock == Knock::Heard || knock == Knock::Confirmed || (earlier && earlier->silent > 0);
    }
    /// A call nobody answered before it ended.
    [[nodiscard]] bool isMissed() const { return isOpen() && line == Line::Ended && !answered; }
};

/// Makes \a event true of \a incident. The service, the desk, the journal at restart and the replay all use this, so
/// they cannot disagree.
void apply(Incident &incident, const Event &event);

} // namespace knock
