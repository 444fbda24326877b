// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/certificate.h"
#include "app/service/web/server.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace knock::test {

/// A web server with a certificate of its own, fresh for each test function of the classes that derive from this.
class ServerHouse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

protected:
    void start(const web::Limits &limits = {}, quint16 port = 0);
    void start(const web::Configuration &configuration);
    [[nodiscard]] web::Configuration configuration() const;
    void expectComplaint() const;
    bool serves() const;
    QByteArray header(const QByteArray &answer) const { return answer.left(answer.indexOf("\r\n")); }

    QTemporaryDir m_folder;
    web::Terms m_terms; ///< on which a WebSocket is let in at /terms
    std::unique_ptr<web::Server> m_server;
};

} // namespace knock::test
