// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"
#include "app/workstation/demonstration/devtools.h"

#include <chrono>
#include <QDeadlineTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace knock::demonstration {

/// Where a phone believes to be.
struct Place {
    double latitude = 0;
    double longitude = 0;
    Metres accuracy{10};
    bool operator==(const Place &) const = default;
};

/// One caller's phone: a real browser (headless Chromium) the size of a phone, with a camera that films a test pattern
/// and a position we choose. It reaches nothing but this computer. The browser ends with this object.
///
/// Nothing here waits: what is asked for is done in its time, and the callback, where one is given, is called once.
class Phone final : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<> &)>;
    using Value = std::function<void(const Result<QJsonValue> &)>;

    static constexpr std::chrono::milliseconds patience{10'000};

    explicit Phone(QObject *parent = nullptr);
    ~Phone() override;

    /// A .y4m or .mjpeg file to be filmed instead of the browser's own test pattern. Before open().
    void setFilm(const QString &path) { m_film = path; }

    /// Starts the browser, allows the link's site position and camera, and opens the link. Emits ready().
    [[nodiscard]] Result<> open(const QUrl &link, const Place &where);
    void moveTo(const Place &where);

    /// Touches the middle of the element as soon as it can be touched.
    void tap(const QString &selector, Done done = {});
    /// Taps the element, writes \a text into it and presses Enter.
    void type(const QString &selector, const QString &text, Done done = {});

    /// The value of a JavaScript expression; a promise is awaited.
    void evaluate(const QString &expression, Value done);
    /// Calls \a done when \a condition has become true, or when it has not within \a within.
    void waitFor(const QString &condition, Done done, std::chrono::milliseconds within = patience);
    /// Writes what the phone shows as PNG.
    void screenshot(const QString &path, Done done = {});

Q_SIGNALS:
    void ready(); ///< the page is loaded
    void console(const QString &line); ///< what the page writes to its console, errors included
    void failed(const knock::Error &error); ///< the browser could not be used, or went away

private:
    void readErrors();
    void prepare();
    void awaitPage();
    void takeEvent(const QString &method, const QJsonObject &parameters);
    void evaluateUntilTrue(const QString &expression, QDeadlineTimer deadline, Value done);
    void touch(const QJsonValue &at, Done done);
    void fail(const Error &error);

    QTemporaryDir m_folder;
    QProcess m_browser;
    QByteArray m_errors;
    DevTools m_devTools;
    QUrl m_link;
    Place m_where;
    QString m_film;
    bool m_failed = false;
};

} // namespace knock::demonstration
