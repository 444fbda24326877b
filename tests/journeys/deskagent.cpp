// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "app/wire/codec.h"

#include <chrono>
#include <cstdio>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTimer>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

namespace {

/// WORD, nanoseconds of CLOCK_MONOTONIC, which all processes of a machine share, and what there is to say.
void say(const char *word, const QByteArray &what = {})
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    std::printf("%s %lld %s\n", word,
                static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()),
                what.constData());
    std::fflush(stdout);
}

/// A desk without a window.
class Agent
{
public:
    void obey(const QByteArray &line)
    {
        if (!m_backend)
            open(line);
        else if (line == "answer")
            answer();
        else if (const auto command = wire::decodeCommand(line))
            ask(*command);
        else
            say("unknown");
    }

private:
    void open(const QByteArray &settings)
    {
        auto loaded = backend::load(u"remote"_s, QJsonDocument::fromJson(settings).object().toVariantMap());
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().detail));
        m_backend = *std::move(loaded);
        using backend::Backend;
        QObject::connect(m_backend.get(), &Backend::event, m_backend.get(),
                         [this](const Event &event) { take(event); });
        QObject::connect(m_backend.get(), &Backend::lost, m_backend.get(), [] { say("lost"); });
        QObject::connect(m_backend.get(), &Backend::startingOver, m_backend.get(), [] { say("startingOver"); });
        QObject::connect(m_backend.get(), &Backend::caughtUp, m_backend.get(),
                         [this] { say("caughtUp", QByteArray::number(m_backend->seat().value)); });
        m_beat.callOnTimeout(m_backend.get(), &Backend::beat);
        m_beat.start(5s);
        m_backend->open();
    }
    void answer()
    {
        m_answers = true;
        say("answering");
    }
    void take(const Event &event)
    {
        say("event", wire::encode(event));
        if (const auto *call = std::get_if<CallArrived>(&event); call && m_answers)
            ask(AnswerCall{call->incident});
    }
    void ask(const Command &command)
    {
        say("asked", wire::encode(command));
        m_backend->send(command);
    }

    std::unique_ptr<backend::Backend> m_backend;
    QTimer m_beat;
    bool m_answers = false;
};

} // namespace

/// Its first line are the settings of the remote backend (JSON). Each further line is a command of
/// app/wire/PROTOCOL.md, or "answer": ask for each call as soon as it rings. It ends with its input.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    Agent agent;
    QByteArray unread;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &input, [&] {
        char bytes[4096];
        const ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
        if (size <= 0) {
            QCoreApplication::quit();
            return;
        }
        unread.append(bytes, size);
        for (qsizetype end = 0; (end = unread.indexOf('\n')) >= 0; unread.remove(0, end + 1))
            agent.obey(unread.first(end));
    });
    return QCoreApplication::exec();
}
