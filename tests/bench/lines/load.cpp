// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/g711.h"
#include "app/service/telephony/telephony.h"
#include "app/service/telephony/voice/prompt.h"
#include "tests/bench/bench.h"
#include "tests/bench/lines/lines.h"

#include <malloc.h>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

/// Bytes in use out of the heap, which tells more of one call than the pages the system has lent.
double heap()
{
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd);
}

bool writeSpeech(const QString &path)
{
    const auto recorded = telephony::Prompt::read(QStringLiteral(KNOCK_SPEECH));
    QFile file(path);
    if (!recorded || !file.open(QIODevice::WriteOnly))
        return false;
    for (const qint16 sample : recorded->samples())
        file.putChar(static_cast<char>(hearing::encoded(sample, hearing::Law::A)));
    return true;
}

struct Cost {
    double core = 0; ///< of one core, for one call
    double peer = 0; ///< sipp's, for one call
    double bytes = 0;
    int calls = 0; ///< that stood
};

class Load
{
public:
    [[nodiscard]] bool start()
    {
        QObject::connect(&m_telephony, &dispatch::Adapter::input, &m_telephony, [this](const dispatch::Input &input) {
            if (const auto *rang = std::get_if<dispatch::Rang>(&input)) {
                m_telephony.perform(dispatch::AnswerLine{rang->line});
                ++m_standing;
            } else if (std::holds_alternative<dispatch::LineWentAway>(input)) {
                --m_standing;
            }
        });
        return writeSpeech(m_folder.filePath(u"speech.al"_s)) && QFile::copy(scenario(), local())
            && m_telephony.start();
    }

    [[nodiscard]] std::optional<Cost> of(int calls)
    {
        const double bytes = heap();
        QProcess sipp;
        sipp.setWorkingDirectory(m_folder.path());
        sipp.setStandardOutputFile(QProcess::nullDevice());
        sipp.setStandardErrorFile(QProcess::nullDevice());
        sipp.start(u"sipp"_s,
                   {u"127.0.0.1:%1"_s.arg(m_telephony.port()), u"-sf"_s, local(), u"-i"_s, u"127.0.0.1"_s, u"-m"_s,
                    QString::number(calls), u"-l"_s, QString::number(calls), u"-r"_s, u"50"_s, u"-min_rtp_port"_s,
                    u"30000"_s, u"-max_rtp_port"_s, u"40000"_s, u"-nostdin"_s});
        constexpr int settle = 2000;
        constexpr int window = 8000;
        if (!QTest::qWaitFor([&] { return m_standing >= calls; }, 20'000))
            return std::nullopt;
        QTest::qWait(settle);
        const double own = processorTime(getpid());
        const double others = processorTime(sipp.processId());
        QTest::qWait(window);
        Cost cost{.calls = m_standing};
        cost.core = (processorTime(getpid()) - own) / (window / 1000.0) / calls;
        cost.peer = (processorTime(sipp.processId()) - others) / (window / 1000.0) / calls;
        cost.bytes = (heap() - bytes) / calls;
        sipp.terminate();
        sipp.waitForFinished(5000);
        sipp.kill();
        sipp.waitForFinished();
        for (quint64 line = 1; m_standing > 0 && line < 1000; ++line)
            m_telephony.perform(dispatch::ReleaseLine{{line}});
        return QTest::qWaitFor([&] { return m_standing == 0; }, 10'000) ? std::optional(cost) : std::nullopt;
    }

private:
    static QString scenario() { return QStringLiteral(KNOCK_SCENARIO); }
    [[nodiscard]] QString local() const { return m_folder.filePath(u"speech.xml"_s); }

    QTemporaryDir m_folder;
    telephony::Telephony m_telephony{{.port = 0}};
    int m_standing = 0;
};

} // namespace

bool measureLoad()
{
    if (QStandardPaths::findExecutable(u"sipp"_s).isEmpty()) {
        qWarning("calls_per_core: sipp is not installed");
        return true;
    }
    Load load;
    if (!load.start())
        return false;
    std::optional<Cost> most;
    for (const int calls : {10, 100, 400}) {
        const auto cost = load.of(calls);
        if (!cost || cost->calls < calls) {
            qWarning("only %d of %d calls stood", cost ? cost->calls : 0, calls);
            return false;
        }
        print(u"cost_per_call_at_%1"_s.arg(calls), cost->core * 1e5, u"thousandths_of_a_percent"_s, 1);
        most = cost;
    }
    print(u"calls_per_core"_s, 1 / most->core, u"calls"_s, 1);
    printPeer(u"calls_per_core"_s, 1 / most->peer, u"calls"_s, u"sipp, which sends the same sound"_s);
    print(u"memory_per_call"_s, most->bytes / 1024, u"kB"_s, 1);
    return true;
}

} // namespace knock::bench
