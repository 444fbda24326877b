// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <functional>
#include <QJsonObject>
#include <QWebSocket>
#include <unordered_map>

namespace knock::demonstration {

/// The Chrome DevTools Protocol with one browser: numbered calls out, answers and events in.
class DevTools final : public QObject
{
    Q_OBJECT
public:
    using Answer = std::function<void(const Result<QJsonObject> &)>;

    explicit DevTools(QObject *parent = nullptr);
    ~DevTools() override;

    void open(const QUrl &browser);
    /// Finds the browser's first page; from then on call() speaks with it. Emits attached().
    void attachToPage();
    [[nodiscard]] bool isAttached() const { return !m_session.isEmpty(); }

    /// Asks the page, or the browser itself while no page is attached. \a answer is called exactly once, also when the
    /// connection breaks.
    void call(const QString &method, const QJsonObject &parameters, Answer answer = {});

    static constexpr quint64 largestMessage = 64'000'000; ///< a screenshot is the largest thing that comes
    static constexpr std::size_t mostPending = 256;

Q_SIGNALS:
    void opened();
    void attached();
    void event(const QString &method, const QJsonObject &parameters);
    void failed(const knock::Error &error);

private:
    void take(const QString &message);
    void attachTo(const QJsonObject &targets);
    void breakOff(const QString &detail);

    QWebSocket m_socket;
    QString m_session;
    int m_last = 0;
    std::unordered_map<int, Answer> m_pending;
};

} // namespace knock::demonstration
