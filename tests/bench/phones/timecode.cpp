// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/phones/timecode.h"

#include <QColor>

using namespace Qt::StringLiterals;

namespace knock::bench::timecode {

namespace {

constexpr int bits = 24;
constexpr int inRow = 12;
constexpr int longestAge = 60'000; // ms

} // namespace

QString camera()
{
    return uR"js((() => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const paper = canvas.getContext('2d');
    const draw = () => {
        const now = Date.now();
        paper.fillStyle = 'hsl(' + now / 20 % 360 + ',60%,50%)';
        paper.fillRect(0, 160, 640, 320);
        for (let bit = 0; bit < 24; bit++) {
            paper.fillStyle = now >> bit & 1 ? '#fff' : '#000';
            paper.fillRect(bit % 12 * 53, Math.floor(bit / 12) * 80, 54, 80);
        }
    };
    setInterval(draw, 1000 / 15);
    draw();
    if (navigator.mediaDevices) {
        navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(15));
    }
})())js"_s;
}

QString peer()
{
    return uR"js((async () => {
    const stream = await navigator.mediaDevices.getUserMedia({video: true});
    const from = new RTCPeerConnection();
    const to = new RTCPeerConnection();
    from.onicecandidate = event => event.candidate && to.addIceCandidate(event.candidate);
    to.onicecandidate = event => event.candidate && from.addIceCandidate(event.candidate);
    const video = document.createElement('video');
    video.muted = true;
    to.ontrack = event => { video.srcObject = new MediaStream([event.track]); video.play(); };
    from.addTrack(stream.getVideoTracks()[0], stream);
    await from.setLocalDescription(await from.createOffer());
    await to.setRemoteDescription(from.localDescription);
    await to.setLocalDescription(await to.createAnswer());
    await from.setRemoteDescription(to.localDescription);
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const paper = canvas.getContext('2d', {willReadFrequently: true});
    const delays = [];
    const read = () => {
        const now = Date.now();
        paper.drawImage(video, 0, 0, 640, 480);
        let code = 0;
        for (let bit = 0; bit < 24; bit++) {
            const dot = paper.getImageData(bit % 12 * 53 + 26, Math.floor(bit / 12) * 80 + 40, 1, 1).data;
            code |= (dot[1] > 127 ? 1 : 0) << bit;
        }
        delays.push((now & 0xffffff) - code);
        video.requestVideoFrameCallback(read);
    };
    video.requestVideoFrameCallback(read);
    await new Promise(done => setTimeout(done, 10000));
    from.close();
    to.close();
    return JSON.stringify(delays.filter(delay => delay >= 0 && delay < 60000));
})())js"_s;
}

std::optional<double> age(const QImage &picture, qint64 now)
{
    if (picture.isNull())
        return {};
    int code = 0;
    for (int bit = 0; bit < bits; ++bit) {
        const QPoint middle((bit % inRow * 53 + 26) * picture.width() / 640,
                            (bit / inRow * 80 + 40) * picture.height() / 480);
        code |= (qGray(picture.pixel(middle)) > 127 ? 1 : 0) << bit;
    }
    const auto age = static_cast<int>(now & 0xffffff) - code;
    return age >= 0 && age < longestAge ? std::optional<double>(age) : std::nullopt;
}

} // namespace knock::bench::timecode
