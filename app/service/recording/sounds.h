// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/linetape.h"
#include "app/service/recording/shelf.h"
#include "app/service/recording/soundfile.h"

#include <map>

namespace knock::recording {

/// What both sides of calls say: a file for each call.
class Sounds final : public Shelf
{
    Q_OBJECT
public:
    Sounds(const QString &folder, std::shared_ptr<vault::KeyStore> keys);

    void begin(LineId line, IncidentId incident);
    void take(LineId line, const LineTape &piece);
    void close() override;

private:
    struct Open {
        Place place; ///< without a path before its first piece
        std::unique_ptr<SoundFile> file;
    };

    [[nodiscard]] Result<> start(Open &open, const QDateTime &at);
    void finish(Open &open, bool cut);

    std::map<LineId, Open> m_open;
};

} // namespace knock::recording
