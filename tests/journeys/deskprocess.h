// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/wire/codec.h"

#include <csignal>
#include <map>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace knock::test {

/// The program deskagent: a desk that is a process of its own, and what it was told.
class DeskProcess final
{
public:
    /// Nanoseconds of CLOCK_MONOTONIC.
    using Time = qint64;

    DeskProcess()
    {
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] {
            while (m_process.canReadLine())
                hear(m_process.readLine().chopped(1));
        });
    }
    ~DeskProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(DeskProcess)

    /// Signs in, and waits until it has been told everything.
    [[nodiscard]] bool comeIn(const QVariantMap &settings)
    {
        m_process.start(QStringLiteral(DESK_AGENT), QStringList());
        say(QJsonDocument(QJsonObject::fromVariantMap(settings)).toJson(QJsonDocument::Compact));
        return QTest::qWaitFor([this] { return caughtUp > 0; }, 20000);
    }
    /// Asks for each call as soon as it rings; waits until it would.
    [[nodiscard]] bool answerAll()
    {
        say("answer");
        return QTest::qWaitFor([this] { return m_isAnswering; }, 20000);
    }
    void ask(const Command &command) { say(wire::encode(command)); }
    void signal(int number) const { ::kill(pid_t(m_process.processId()), number); }

    [[nodiscard]] qsizetype count(QByteArrayView type) const { return m_counts.value(type.toByteArray()); }
    template <typename Kind>
    [[nodiscard]] std::vector<Kind> all() const
    {
        std::vector<Kind> found;
        for (const QByteArray &body : told) {
            const auto event = wire::decodeEvent(body);
            if (const auto *kind = event ? std::get_if<Kind>(&*event) : nullptr)
                found.push_back(*kind);
        }
        return found;
    }

    /// What every desk is told, as it stands on the wire, since it was told everything for the last time.
    QByteArrayList told;
    QByteArrayList toldBefore; ///< until then
    std::vector<Refused> refused; ///< each desk its own
    std::map<QByteArray, Time> heardAt; ///< each of all that it was told, first
    std::map<QByteArray, Time> askedAt; ///< each command
    int caughtUp = 0; ///< times
    int lost = 0; ///< times
    int startedOver = 0; ///< times
    SeatId seat;

private:
    void say(const QByteArray &line) { m_process.write(line + '\n'); }

    void hear(const QByteArray &line)
    {
        const qsizetype first = line.indexOf(' ');
        const qsizetype second = line.indexOf(' ', first + 1);
        const QByteArray word = line.first(first);
        const Time at = line.sliced(first + 1, second - first - 1).toLongLong();
        const QByteArray what = line.sliced(second + 1);
        if (word == "event") {
            take(what, at);
        } else if (word == "asked") {
            askedAt.try_emplace(what, at);
        } else if (word == "caughtUp") {
            ++caughtUp;
            seat.value = what.toULongLong();
        } else if (word == "answering") {
            m_isAnswering = true;
        } else if (word == "lost") {
            ++lost;
        } else if (word == "startingOver") {
            ++startedOver;
            toldBefore = std::exchange(told, {});
            m_counts.clear();
        }
    }

    void take(const QByteArray &body, Time at)
    {
        const QByteArray type = QJsonDocument::fromJson(body)[QStringLiteral("type")].toString().toLatin1();
        ++m_counts[type];
        if (type == Refused::name) {
            refused.push_back(std::get<Refused>(wire::decodeEvent(body).value()));
        } else {
            told.push_back(body);
            heardAt.try_emplace(body, at);
        }
    }

    QProcess m_process;
    QHash<QByteArray, qsizetype> m_counts;
    bool m_isAnswering = false;
};

} // namespace knock::test
