// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/caller/filestore.h"
#include "app/service/caller/pages.h"
#include "app/service/caller/tokens.h"
#include "app/service/caller/visit.h"
#include "app/service/dispatch/adapter.h"
#include "app/service/web/guesses.h"
#include "app/service/web/server.h"

#include <functional>
#include <map>
#include <memory>

namespace knock::caller {

struct Configuration {
    web::Configuration web;
    QStringList hostNames; ///< of links, for the certificate that is made where there is none
    QString pages; ///< the folder of resources/caller
    QString books = {}; ///< the folder of phrase books; there may be none
    std::shared_ptr<vault::KeyStore> keys = {}; ///< with which these are sealed; none: they are not
    QString files = {}; ///< the folder for what phones send; none: nothing is taken
    bool disguised = false; ///< how a page begins
    QStringList turn = {}; ///< servers through which a camera may go; see isRelay()
    QByteArray turnSecret = {};
    std::chrono::milliseconds longestWait{5000}; ///< of somebody who guesses tokens
};

/// The caller's page: serves it over HTTPS, admits those who hold a token, and turns what they send into inputs.
///
/// Performs AdmitToken, RevokeTokens, ShowChat, ShowMessage, ShowRead, ShowTyping, SteerCamera, PassAnswer and
/// PassCandidate.
class Caller final : public dispatch::Adapter
{
    Q_OBJECT
public:
    explicit Caller(const Configuration &configuration, QObject *parent = nullptr); ///< by the computer's clock
    Caller(const Configuration &configuration, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Result<> start() override;
    void perform(const knock::dispatch::Effect &effect) override;

    [[nodiscard]] quint16 port() const { return m_server.port(); }
    [[nodiscard]] web::Server &server() { return m_server; } ///< for its counters and its certificate

Q_SIGNALS:
    void typing(knock::IncidentId incident); ///< a person at the page is
    /// A visit's phone has a clock that is \a ahead of the one here.
    void clock(knock::IncidentId incident, knock::VisitId visit, std::chrono::milliseconds ahead);
    void still(knock::IncidentId incident, knock::VisitId visit, const QByteArray &jpeg);

private:
    void welcome(web::SocketId socket, const web::Request &request);
    void take(web::RequestId id, const web::Request &request);
    void takePiece(web::RequestId id, const web::Request &request);
    void act(web::SocketId socket, const Visit::Outcome &outcome);
    void leave(web::SocketId socket);
    /// Does \a refuse to somebody who has shown no token that exists.
    void refuseLater(const QString &peer, const std::function<void()> &refuse);
    [[nodiscard]] Tokens::Admission admissionOf(const web::Request &request) const;
    void makeRoom(IncidentId incident);

    void done(const dispatch::AdmitToken &effect);
    void done(const dispatch::RevokeTokens &effect);
    void done(const dispatch::ShowChat &effect);
    void done(const dispatch::ShowMessage &effect);
    void done(const dispatch::ShowRead &effect);
    void done(const dispatch::ShowTyping &effect);
    void done(const dispatch::SteerCamera &effect);
    void done(const dispatch::PassAnswer &effect);
    void done(const dispatch::PassCandidate &effect);
    void sendTo(VisitId visit, const QByteArray &text);
    void sendToAll(IncidentId incident, const QByteArray &text);

    Configuration m_configuration;
    const Clock &m_clock;
    Pages m_pages;
    Tokens m_tokens;
    web::Guesses m_guesses;
    std::unique_ptr<FileStore> m_files;
    std::map<web::SocketId, Visit> m_visits; ///< oldest first
    quint64 m_lastVisit = 0;
    web::Server m_server;
};

} // namespace knock::caller
