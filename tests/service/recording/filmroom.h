// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/recording/recorder.h"
#include "app/service/vault/keptfile.h"
#include "tests/service/recording/filmreader.h"
#include "tests/service/vault/vaultfolder.h"

#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QTimeZone>

namespace knock::test {

/// A recorder, all it says, and the cameras in front of it.
class FilmRoom : public QObject
{
public:
    explicit FilmRoom(bool isSealed = false)
    {
        if (isSealed)
            keys = vault.open().value();
        // No test waits for a limit that it is not about.
        limits.films.beginEvery = std::chrono::milliseconds(0);
        limits.films.flushEvery = std::chrono::milliseconds(20);
    }

    [[nodiscard]] bool begin()
    {
        recorder = std::make_unique<recording::Recorder>(folder(), keys, limits);
        connect(recorder.get(), &dispatch::Adapter::input, this, [this](const dispatch::Input &input) {
            if (const auto *one = std::get_if<dispatch::RecordingOpened>(&input))
                opened.push_back(*one);
            else if (const auto *other = std::get_if<dispatch::RecordingClosed>(&input))
                closed.push_back(*other);
        });
        connect(recorder.get(), &dispatch::Adapter::health, this,
                [this](const Health &told) { health.push_back(told); });
        connect(recorder.get(), &recording::Recorder::keyFrameNeeded, this,
                [this](IncidentId incident) { wishes.push_back(incident); });
        return recorder->start().has_value();
    }
    /// No file may begin at the time of another, as by the clock of a service that goes on.
    void film(const EncodedFrame &frame) { recorder->film(frame, now = now.addMSecs(40)); }
    /// A killed service leaves \a name as it is now on the disk, but for the last \a lost bytes; the next one begins.
    [[nodiscard]] bool kill(const QString &name, qsizetype lost = 0)
    {
        const QByteArray left = contentsOf(path(name));
        recorder.reset();
        closed.clear();
        return QDir(folder()).removeRecursively() && QDir().mkdir(folder()) && overwrite(path(name), left.chopped(lost))
            && begin();
    }

    [[nodiscard]] static EncodedFrame still(int light, IncidentId incident = {17}, std::chrono::microseconds at = {})
    {
        QImage image(160, 120, QImage::Format_RGB32);
        image.fill(QColor(light, light, light));
        EncodedFrame frame{
            .incident = incident, .codec = EncodedFrame::Codec::Jpeg, .key = true, .at = at, .bytes = {}};
        QBuffer buffer(&frame.bytes);
        image.save(&buffer, "JPG");
        return frame;
    }

    [[nodiscard]] QString folder() const { return vault.path(QStringLiteral("recordings")); }
    [[nodiscard]] QString path(const QString &name) const { return folder() + QLatin1Char('/') + name; }
    [[nodiscard]] QStringList names() const { return QDir(folder()).entryList(QDir::Files); }
    /// The bytes of \a name as they were before they were sealed.
    [[nodiscard]] QByteArray plain(const QString &name) const
    {
        QByteArray bytes;
        const auto file = vault::KeptReader::open(path(name), keys.get());
        const auto read = file ? (*file)->readAll([&bytes](QByteArrayView piece) -> Result<> {
            bytes += piece;
            return {};
        })
                               : Result<QByteArray>(std::unexpected(file.error()));
        return read ? bytes : QByteArray();
    }
    [[nodiscard]] SeenFilm see(const QString &name) const
    {
        const QString copy = vault.path(QStringLiteral("plain.mkv"));
        return overwrite(copy, plain(name)) ? seeFilm(copy) : SeenFilm();
    }

    VaultFolder vault;
    std::shared_ptr<vault::KeyStore> keys;
    recording::Recorder::Limits limits;
    QDateTime now{QDate(2026, 1, 2), QTime(3, 40, 4, 60), QTimeZone::UTC};
    std::vector<dispatch::RecordingOpened> opened;
    std::vector<dispatch::RecordingClosed> closed;
    std::vector<Health> health;
    std::vector<IncidentId> wishes;
    std::unique_ptr<recording::Recorder> recorder; ///< last: the first to go
};

} // namespace knock::test
