// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPluginLoader>

using namespace Qt::StringLiterals;

namespace knock::backend {

QString pluginFolder() { return QDir(QCoreApplication::applicationDirPath()).filePath(u"../lib/knock/backends"_s); }

Result<std::unique_ptr<Backend>> load(const QString &name, const QVariantMap &settings, const QString &folder)
{
    // The name becomes part of a path and the file is executed: nothing but a plain word will do.
    if (name.isEmpty() || !std::ranges::all_of(name, [](QChar c) { return c.isLetterOrNumber(); }))
        return failure(Error::Kind::Malformed, u"a backend's name is one plain word"_s);
    const QString path = QDir(folder).filePath(u"libknock_backend_%1.so"_s.arg(name));
    if (!QFileInfo::exists(path))
        return failure(Error::Kind::NotFound, u"no backend \"%1\" in %2"_s.arg(name, folder));

    QPluginLoader plugin(path);
    auto *factory = qobject_cast<Factory *>(plugin.instance());
    if (!factory)
        return failure(Error::Kind::Malformed, plugin.errorString());
    auto made = factory->create(settings);
    if (!made)
        return failure(Error::Kind::Malformed, u"the backend \"%1\" cannot use its settings"_s.arg(name));
    return made;
}

} // namespace knock::backend
