// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/commands.h"

#include "app/service/store/backup.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

enum ExitCode { Done = 0, NotDone = 1, NotUnderstood = 2 };

int usage(QTextStream &out)
{
    out << "verify [FILE]            walk the hash chain of the journal, or of a copy\n"
           "backup FILE              copy the journal into a new file, also while the service runs\n"
           "restore FILE [--force]   put a backup in place of the journal while the service is stopped;\n"
           "                         --force: also of a journal that is longer than the backup\n";
    return NotUnderstood;
}

int notDone(QTextStream &out, const Error &why)
{
    out << "not done: " << why.detail << '\n';
    return NotDone;
}

void print(QTextStream &out, const Chain &chain)
{
    out << "records      " << chain.records << "\nlast         " << chain.last << "\nhash         "
        << QString::fromLatin1(chain.hash.toHex()) << "\ncheckpoints  " << chain.checkpoints;
    if (chain.checkpoints > 0)
        out << ", the last one at " << chain.checkedUpTo;
    out << '\n';
}

int report(QTextStream &out, const Result<Chain> &chain)
{
    if (!chain)
        return notDone(out, chain.error());
    print(out, *chain);
    return Done;
}

} // namespace

int journalCommand(const QStringList &args, const QString &dataFolder, QTextStream &out, const Verifying &isSigned)
{
    const QString journal = QDir(dataFolder).filePath(journalName);
    const QString word = args.value(0);
    QStringList files = args.mid(1);
    const bool isForced = word == "restore"_L1 && files.removeAll(u"--force"_s) > 0;
    const bool hasOption = std::ranges::any_of(files, [](const QString &file) { return file.startsWith(u'-'); });

    if (word == "verify"_L1 && files.size() <= 1 && !hasOption)
        return report(out, walk(files.value(0, journal), isSigned));
    if (files.size() != 1 || hasOption)
        return usage(out);
    if (word == "backup"_L1)
        return report(out, backup(journal, files.first(), isSigned));
    if (word != "restore"_L1)
        return usage(out);

    const auto restored = restore(files.first(), journal, isForced ? Replace::Any : Replace::Older, isSigned);
    if (!restored)
        return notDone(out, restored.error());
    print(out, restored->chain);
    if (!restored->kept.isEmpty())
        out << "kept         " << restored->kept << '\n';
    return Done;
}

} // namespace knock::store
