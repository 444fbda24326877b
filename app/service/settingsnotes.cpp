// SPDX-License-Identifier: Apache-2.0
#include "app/service/settingsnotes.h"

#include "app/core/logging.h"
#include "app/service/service.h"

#include <limits>
#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace knock::service {

namespace {

/// Whoever reads a mark cannot try values until one fits: a signature is needed for each.
Result<QJsonObject> marksOf(const QVariantMap &settings, const vault::Signer &seal)
{
    QJsonObject marks;
    for (const auto &[name, value] : settings.asKeyValueRange()) {
        const auto signature = seal.sign(u"knock setting\n%1\n%2"_s.arg(name, value.toString()).toUtf8());
        if (!signature)
            return std::unexpected(signature.error());
        const QByteArray mark = QCryptographicHash::hash(*signature, QCryptographicHash::Sha256);
        marks.insert(name, QString::fromLatin1(mark.toHex()));
    }
    return marks;
}

std::optional<QJsonObject> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

void write(const QString &path, const QJsonObject &marks)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(marks).toJson()) < 0 || !file.commit())
        qCWarning(lcService) << "What the settings are cannot be kept:" << file.errorString();
}

QStringList othersThan(const QJsonObject &before, const QJsonObject &now)
{
    QStringList names = now.keys();
    for (const QString &name : before.keys()) {
        if (!now.contains(name))
            names << name;
    }
    names.removeIf([&](const QString &name) { return before.value(name) == now.value(name); });
    names.sort();
    return names;
}

} // namespace

void noteSettings(Service &service, store::Journal &journal, const Configuration &configuration,
                  std::shared_ptr<const vault::Signer> seal, const Clock &clock)
{
    constexpr quint64 ours = 1ULL << 62; // a number that the service never gives
    constexpr IncidentId nothing{quint64(std::numeric_limits<qint64>::max())};
    const QString path = QDir(configuration.dataFolder).filePath(u"settings.json"_s);
    const auto marks = marksOf(configuration.told, *seal);
    if (!marks) {
        qCWarning(lcService) << "Nobody can tell which settings are others now:" << marks.error().detail;
        return;
    }
    const auto note = [&service, &journal, &clock, path, now = *marks] {
        const auto before = read(path);
        for (const QString &name : before ? othersThan(*before, now) : QStringList())
            service.note(SettingChanged{{}, name, clock.now()});
        // It finds nothing, but waits until all of that is on the disk.
        journal.recall(nothing, ours);
    };
    QObject::connect(&service, &Service::caughtUp, &service, note, Qt::SingleShotConnection);
    QObject::connect(&journal, &store::Journal::recalled, &service, [path, now = *marks](quint64 ticket, const auto &) {
        if (ticket == ours)
            write(path, now);
    });
}

} // namespace knock::service
