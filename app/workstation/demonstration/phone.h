// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"
#include "app/workstation/demonstration/devtools.h"

#include <chrono>
#include <QDeadlineTimer>
#include <QHostAddress>
#include <QProcess>
#include <QSize>
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

/// What kind of phone it is, and what its owner lets a page have.
struct Handset {
    QSize size{360, 740};
    QString languages{u"ko-KR,ko,en"}; ///< as a browser says them (RFC 9110, 12.5.4)
    QString agent = {}; ///< what the browser calls itself; empty for a Chrome of Android
    bool givesPlace = true;
    bool givesCamera = true;
    QString script = {}; ///< runs in every page before anything of the page's own
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
    /// Before open().
    void setHandset(const Handset &handset) { m_handset = handset; }

    /// The one address beside the loopback that it may reach, if the service has one of this computer's own. Before
    /// open().
    void setService(const QHostAddress &service) { m_service = service; }

    /// Starts the browser, allows the link's site what the handset gives, and opens the link. Emits ready().
    [[nodiscard]] Result<> open(const QUrl &link, const Place &where);
    void moveTo(const Place &where);
    void resize(const QSize &size);
    void reload();
    /// Kills what shows the page, as a phone does that is short of memory; reload() brings it back.
    void crash();
    void setOffline(bool offline);
    /// Whether its owner likes pages light on dark.
    void setDark(bool dark);

    /// Touches the middle of the element as soon as it can be touched.
    void tap(const QString &selector, Done done = {});
    /// Keeps a finger on the element for that long.
    void hold(const QString &selector, std::chrono::milliseconds time, Done done = {});
    /// Chooses a file for a file field.
    void choose(const QString &selector, const QString &path, Done done = {});
    /// Taps the element, writes \a text into it and presses Enter.
    void type(const QString &selector, const QString &text, Done done = {});

    /// Presses \a key of a keyboard, which is "Enter" or "Tab".
    void press(const QString &key, Done done = {});

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
    void navigate();
    void awaitPage();
    void takeEvent(const QString &method, const QJsonObject &parameters);
    void evaluateUntilTrue(const QString &expression, QDeadlineTimer deadline, Value done);
    void find(const QString &selector, Value done);
    void touch(const QJsonValue &at, std::chrono::milliseconds time, Done done);
    void fail(const Error &error);

    QTemporaryDir m_folder;
    QProcess m_browser;
    QByteArray m_errors;
    DevTools m_devTools;
    QUrl m_link;
    Place m_where;
    QString m_film;
    Handset m_handset;
    QHostAddress m_service{QHostAddress::LocalHost};
    bool m_failed = false;
};

} // namespace knock::demonstration
