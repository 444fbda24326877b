// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/press.h"
#include "app/core/voiceport.h"

#include <memory>
#include <QIODevice>

namespace knock::sound {

/// What the microphone hears goes to the port, unless it is muted.
class Mouth final : public QIODevice
{
    Q_OBJECT
public:
    explicit Mouth(std::shared_ptr<VoicePort> port)
        : m_port(std::move(port))
    {
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    void setMuted(bool muted) { m_isMuted = muted; }

Q_SIGNALS:
    /// Ten times a second, muted or not: a person must see that the microphone works before they need it.
    void level(knock::Dbm0 level);

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override;

private:
    void measure(std::span<const qint16> samples);

    const std::shared_ptr<VoicePort> m_port;
    bool m_isMuted = false;
    double m_energy = 0;
    int m_measured = 0;
};

} // namespace knock::sound
