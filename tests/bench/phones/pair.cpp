// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/phones/pair.h"

#include "tests/bench/phones/timecode.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using knock::demonstration::Phone;

namespace knock::bench {

namespace {

constexpr auto patience = 30s;

constexpr auto offer = R"js((async () => {
    const stream = await navigator.mediaDevices.getUserMedia({video: true});
    window.from = new RTCPeerConnection();
    from.addTrack(stream.getVideoTracks()[0], stream);
    await from.setLocalDescription(await from.createOffer());
    await new Promise(done => { from.onicecandidate = event => event.candidate || done(); });
    return from.localDescription.sdp;
})())js"_L1;

constexpr auto accept = R"js(from.setRemoteDescription({type: 'answer', sdp: %1}).then(() => true))js"_L1;

constexpr auto answer = R"js((async () => {
    window.to = new RTCPeerConnection();
    window.video = document.createElement('video');
    video.muted = true;
    to.ontrack = event => { video.srcObject = new MediaStream([event.track]); video.play(); };
    await to.setRemoteDescription({type: 'offer', sdp: %1});
    await to.setLocalDescription(await to.createAnswer());
    await new Promise(done => { to.onicecandidate = event => event.candidate || done(); });
    return to.localDescription.sdp;
})())js"_L1;

bool open(Phone &phone, const QUrl &page)
{
    bool isReady = false;
    const auto connection = QObject::connect(&phone, &Phone::ready, &phone, [&isReady] { isReady = true; });
    const bool isOpen = phone.open(page, {}) && QTest::qWaitFor([&isReady] { return isReady; }, patience);
    QObject::disconnect(connection);
    return isOpen;
}

QString quoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2));
}

std::vector<double> numbers(const QJsonValue &array)
{
    std::vector<double> numbers;
    for (const QJsonValue &number : array.toArray())
        numbers.push_back(number.toDouble());
    return numbers;
}

} // namespace

std::optional<QJsonValue> valueOf(Phone &phone, const QString &expression)
{
    const auto answer = std::make_shared<std::optional<Result<QJsonValue>>>();
    phone.evaluate(expression, [answer](const Result<QJsonValue> &is) { *answer = is; });
    if (!QTest::qWaitFor([answer] { return answer->has_value(); }, patience + 30s) || !**answer)
        return {};
    return ***answer;
}

std::optional<Watched> watchPair(test::ControlRoom &room, test::LossyLine &line,
                                 const test::LossyLine::Quality &quality, Span span)
{
    // Any page of the service will do; browsers give their addresses to a site which may use the camera.
    const QUrl page(u"https://%1:%2/"_s.arg(QLatin1StringView(test::LossyLine::thereAddress)).arg(room.port(u"web"_s)));
    line.set({});
    const auto from = room.phone({.script = timecode::camera()});
    const auto to = room.phone();
    bool isOpen = open(*from, page);
    // Its sockets shall be there as well, and they are made while it opens.
    line.there([&] { isOpen = isOpen && open(*to, page); });
    if (!isOpen)
        return {};
    line.set(quality);
    const auto offered = valueOf(*from, offer);
    const auto answered = offered ? valueOf(*to, answer.toString().arg(quoted(offered->toString()))) : offered;
    if (!answered || !valueOf(*from, accept.toString().arg(quoted(answered->toString()))))
        return {};
    const auto seen = valueOf(*to, timecode::reader(u"video"_s, span.settle, span.time));
    line.set({});
    if (!seen)
        return {};
    const QJsonObject read = QJsonDocument::fromJson(seen->toString().toUtf8()).object();
    Watched watched{.ages = numbers(read[u"ages"_s]), .heights = numbers(read[u"heights"_s])};
    watched.perSecond = static_cast<double>(watched.heights.size()) / static_cast<double>(span.time.count());
    return watched;
}

} // namespace knock::bench
