// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/demonstration/caller.h"
#include "app/workstation/demonstration/story.h"
#include "app/workstation/demonstration/track.h"
#include "app/workstation/desk/desk.h"

#include <memory>
#include <QElapsedTimer>
#include <QHash>
#include <QTimer>

namespace knock::demonstration {

/// Callers who ring at the desk, one of them silent: real telephones and a real browser which act by a story in real
/// time and by what the desk is told. Nothing in the service or the desk knows that they are not people.
class Demonstration final : public QObject
{
    Q_OBJECT
public:
    struct Configuration {
        quint16 sipPort = 0; ///< where the service takes calls, on this computer
        QString story; ///< a file, see Story
        QString tracks; ///< the folder with the story's track
        QString film; ///< see Phone::setFilm(); may be empty
    };

    Demonstration(desk::Desk &desk, Configuration configuration, QObject *parent = nullptr);
    ~Demonstration() override;

    /// Reads the story and lets it begin. Whatever a part cannot do is told by failed(), and the others go on.
    [[nodiscard]] Result<> start();

    [[nodiscard]] const Story &story() const { return m_story; }
    /// The silent caller's phone; null before the link was sent.
    [[nodiscard]] Phone *phone() const { return m_phone.get(); }

Q_SIGNALS:
    void failed(const knock::Error &error);
    void moved(const knock::demonstration::Place &to);

private:
    struct Act {
        CallerPart part;
        std::unique_ptr<Caller> caller;
        IncidentId incident;
    };

    void ring(Act &act);
    void take(IncidentId incident, const Event &event);
    void takeForPhone(const Event &event);
    void press(const Act &act, const std::vector<Press> &presses);
    void openLink(const QUrl &link);
    void walk();
    void speak();

    desk::Desk &m_desk;
    const Configuration m_configuration;
    Story m_story;
    std::vector<Act> m_acts; ///< filled once, so that references into it hold
    std::optional<Track> m_track;
    std::unique_ptr<Phone> m_phone;
    QTimer m_speak;
    QTimer m_walk;
    QElapsedTimer m_walking;
    qsizetype m_spoken = 0;
};

} // namespace knock::demonstration
