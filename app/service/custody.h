// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/control/control.h"
#include "app/service/keeping.h"
#include "app/service/store/reader.h"

#include <QHash>
#include <thread>

namespace knock::service {

class Service;

/// What is asked at the service's own machine about what is kept. Lives on the service thread.
///
/// | do | parts | done |
/// |---|---|---|
/// | `export` | `incident`, `redacted` | `file`, `sha256`, `rows`, `missing`: a bundle in dataFolder/bundles |
/// | `hold` | `incident`, `held`, `reason` | - |
/// | `audit` | `after`, `filter` | `entries` (at most a thousand, with their `sequence`), `through`, `head` |
/// | `rotate` | - | - : a new master key |
/// | `key` | - | `pem`, `fingerprint`: whose signature it is |
///
/// Each is entered in the audit before it is done, but for `key`.
class Custody final : public QObject
{
    Q_OBJECT
public:
    Custody(Service &service, control::Control &control, const Configuration &configuration, Keeping keeping,
            const Clock &clock);
    ~Custody() override;

    /// The journal is there.
    [[nodiscard]] Result<> start();

private:
    void makeBundle(const control::Wish &wish, const control::Answer &answer);
    void hold(const control::Wish &wish, const control::Answer &answer);
    void readAudit(const control::Wish &wish, const control::Answer &answer);
    void give(quint64 ticket, const Result<store::Reader::Page> &page);
    void rotate(const control::Wish &wish, const control::Answer &answer);
    void showKey(const control::Answer &answer) const;

    Service &m_service;
    const Configuration m_configuration;
    const Keeping m_keeping;
    const Clock &m_clock;
    store::Reader m_reader;
    QHash<quint64, control::Answer> m_readings;
    quint64 m_lastReading = 0;
    bool m_isExporting = false;
    std::jthread m_exporter; ///< last, so that it ends before what it uses
};

} // namespace knock::service
