// SPDX-License-Identifier: Apache-2.0
#include "app/service/pack/pictures.h"

#include "app/service/vault/keptfile.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace knock::pack {

namespace {

constexpr size_t mostShown = 6;
constexpr qint64 largest = 20 * 1024 * 1024; // as of what is kept

/// A name that the file store gave: to a JPEG, in its own folder.
bool isPicture(const QString &file)
{
    return file.endsWith(".jpg"_L1) && !file.contains(u'/') && !file.contains(u'\\') && !file.startsWith(u'.');
}

QByteArray contentOf(const QString &path, vault::KeyStore *keys)
{
    const auto file = vault::KeptReader::open(path, keys);
    if (!file || (*file)->size() > largest)
        return {};
    const QByteArray bytes = (*file)->read(0, largest).value_or(QByteArray());
    return bytes.startsWith("\xff\xd8\xff") ? bytes : QByteArray();
}

} // namespace

std::vector<Picture> picturesOf(const Incident &incident)
{
    std::vector<Picture> pictures;
    for (size_t at = incident.files.size(); at > 0 && pictures.size() < mostShown; --at) {
        const FileKept &kept = incident.files[at - 1];
        if (kept.kind != FileKind::Film && isPicture(kept.file))
            pictures.push_back({at, kept.file, kept.at});
    }
    return pictures;
}

Pictures::Pictures(const QString &folder, std::shared_ptr<vault::KeyStore> keys, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_keys(std::move(keys))
{
    m_pool.setMaxThreadCount(1);
}

Pictures::~Pictures() { m_pool.waitForDone(); }

void Pictures::read(const QString &file, std::function<void(const QByteArray &jpeg)> answer)
{
    if (m_underway >= mostUnderway || !isPicture(file)) {
        answer({});
        return;
    }
    ++m_underway;
    m_pool.start([this, path = QDir(m_folder).filePath(file), answer = std::move(answer)] {
        const QByteArray bytes = contentOf(path, m_keys.get());
        QMetaObject::invokeMethod(
            this,
            [this, bytes, answer] {
                --m_underway;
                answer(bytes);
            },
            Qt::QueuedConnection);
    });
}

} // namespace knock::pack
