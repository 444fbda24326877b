// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/rotation.h"
#include "app/service/vault/sealedwriter.h"

#include <cstdio>
#include <QStringList>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::vault;

/// Seals for incident 1 until it is killed: `sealingwriter FOLDER FILE`. Byte n of the file is n % 251. After each
/// flush it prints how many bytes it has given away.
int main(int argc, char **argv)
{
    const QString folder = QString::fromLocal8Bit(argv[argc - 2]);
    const QString file = QString::fromLocal8Bit(argv[argc - 1]);
    const auto keys = openKeys(folder + u"/keys.db"_s, folder + u"/master.key"_s, masterFromFile, Missing::Make);
    if (!keys)
        return 1;
    const auto writer = SealedWriter::create(file, **keys, {1}, Keep::Sound);
    if (!writer)
        return 2;

    qint64 count = 0;
    for (int round = 1;; ++round) {
        QByteArray piece(1 + round * 7919 % 50'000, Qt::Uninitialized);
        for (char &byte : piece)
            byte = char(count++ % 251);
        if (!(*writer)->append(piece) || (round % 3 == 0 && !(*writer)->flush()))
            return 3;
        if (round % 3 == 0) {
            std::printf("%lld\n", static_cast<long long>(count));
            std::fflush(stdout);
        }
    }
}
