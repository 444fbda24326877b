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
    const sheet = (width, height) => {
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        return canvas;
    };
    let seed = 112;
    const chance = below => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return seed / 2147483648 * below;
    };
    const room = sheet(960, 480);
    const furniture = room.getContext('2d');
    for (let piece = 0; piece < 600; piece++) {
        furniture.fillStyle = 'hsl(' + chance(360) + ',' + chance(50) + '%,' + chance(80) + '%)';
        furniture.fillRect(chance(960), chance(480), 4 + chance(90), 4 + chance(90));
    }
    const grain = sheet(720, 400);
    const dots = grain.getContext('2d');
    const noise = dots.createImageData(720, 400);
    for (let at = 0; at < noise.data.length; at += 4) {
        noise.data.fill(chance(256), at, at + 3);
        noise.data[at + 3] = 20;
    }
    dots.putImageData(noise, 0, 0);

    const canvas = sheet(640, 480);
    const paper = canvas.getContext('2d');
    const draw = () => {
        const now = Date.now();
        paper.drawImage(room, -120 - 100 * Math.sin(now / 1900), 80 - 60 * Math.sin(now / 1300));
        paper.drawImage(grain, -Math.random() * 80, 160 - Math.random() * 80);
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

QString reader(const QString &video, std::chrono::milliseconds settle, std::chrono::milliseconds time)
{
    return uR"js((async video => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const paper = canvas.getContext('2d', {willReadFrequently: true});
    const ages = [];
    const heights = [];
    const begin = performance.now() + %2;
    const end = begin + %3;
    const read = () => {
        const now = Date.now();
        video.requestVideoFrameCallback(read);
        if (performance.now() < begin || performance.now() > end) {
            return;
        }
        paper.drawImage(video, 0, 0, 640, 480);
        let code = 0;
        for (let bit = 0; bit < 24; bit++) {
            const dot = paper.getImageData(bit % 12 * 53 + 26, Math.floor(bit / 12) * 80 + 40, 1, 1).data;
            code |= (dot[1] > 127 ? 1 : 0) << bit;
        }
        ages.push((now & 0xffffff) - code);
        heights.push(video.videoHeight);
    };
    video.requestVideoFrameCallback(read);
    await new Promise(done => setTimeout(done, end - performance.now()));
    return JSON.stringify({ages: ages.filter(age => age >= 0 && age < 60000), heights});
})(%1))js"_s.arg(video, QString::number(settle.count()), QString::number(time.count()));
}

QString peer(std::chrono::milliseconds time)
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
    const seen = await %1;
    from.close();
    to.close();
    return seen;
})())js"_s.arg(reader(u"video"_s, std::chrono::milliseconds(0), time));
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
