// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/pack/pages.h"
#include "app/service/pack/pictures.h"
#include "app/service/pack/state.h"
#include "app/service/web/guesses.h"

#include <map>

namespace knock::pack {

struct Configuration {
    web::Configuration web; ///< its limits are set here
    QStringList hostNames; ///< for the certificate that is made where there is none
    QString pages; ///< the folder of resources/pack
    QString categories; ///< the file of kinds of call; there may be none
    QString files; ///< the folder of what phones have sent
    std::shared_ptr<vault::KeyStore> keys = {}; ///< with which these are sealed; none: they are not
    std::chrono::milliseconds longestWait{5000}; ///< of somebody who guesses tokens
};

/// The read-only page for the units on their way: whoever holds a token sees its incident until the token's time is
/// over. Nothing can be sent to it. Performs AdmitPack, TellPack and RevokePack.
///
/// The token stands behind the sharp sign of the link, which no browser sends; the page shows it in the header
/// Authorization, for /p/state and /p/picture/N.
class Pack final : public dispatch::Adapter
{
    Q_OBJECT
public:
    Pack(const Configuration &configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] web::Server &server() { return m_server; } ///< for its counters and its certificate

private:
    struct Shown {
        QByteArray token;
        QDateTime expires;
        Incident incident;
        bool isOpened = false; ///< which is told once
        bool isStale = true; ///< the state is not that of the incident any more
        QByteArray state = {};
        quint64 version = 0; ///< of the state
    };

    void done(const dispatch::AdmitPack &effect);
    void done(const dispatch::TellPack &effect);
    void done(const dispatch::RevokePack &effect);

    void take(web::RequestId id, const web::Request &request);
    void answerState(web::RequestId id, const web::Request &request, Shown &shown);
    void answerPicture(web::RequestId id, const QByteArray &number, const Shown &shown);
    /// Null when the request shows no token that holds; takes as long for one that is nearly right.
    [[nodiscard]] Shown *shownTo(const web::Request &request);
    void forgetTheOver();

    Configuration m_configuration;
    const Clock &m_clock;
    const QByteArray m_run; ///< so that no version is taken for one from before a restart
    quint64 m_versions = 0;
    Pages m_pages;
    Categories m_categories;
    web::Guesses m_guesses;
    std::map<IncidentId, Shown> m_shown;
    Pictures m_pictures;
    web::Server m_server;
};

} // namespace knock::pack
