// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <memory>
#include <optional>
#include <QWidget>

class QAction;
class QGeoCoordinate;
class QPushButton;
class QQuickWidget;
class QToolButton;

namespace knock::ui {

class ElidedLabel;
class Finder;
class MapController;
class TileProvider;

/// The map of the incident in hand: each source's newest fix with its uncertainty, where the caller went, and how old
/// it all is.
///
/// Call preferSoftwareRenderer() (renderer.h) before the first pane is made.
class MapPane final : public QWidget
{
    Q_OBJECT
public:
    /// \a mapFolder holds light.mbtiles, dark.mbtiles and map.json; without them the fixes are shown on a neutral
    /// ground.
    MapPane(desk::Desk &desk, const QString &mapFolder, Ticker &ticker, QWidget *parent = nullptr);
    ~MapPane() override;

    /// The line about the fix that leads, as it is shown.
    [[nodiscard]] QString caption() const;
    [[nodiscard]] bool isFollowing() const;
    void toggleFollowing();
    /// The button for following names the key of \a follow.
    void nameKey(const QAction *follow);
    /// Lets a person look for an address.
    void findAddress();

Q_SIGNALS:
    /// A frame that shows \a fix has been rendered.
    void fixShown(knock::IncidentId incident, const knock::Fix &fix);

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void follow(IncidentId incident, const Event &event);
    void afterFrame();
    void tick();
    void retranslate();
    void listForms();
    void listSources(QPoint at);
    void placeCaller(const QGeoCoordinate &place);
    void leaveFinder();
    void warn();
    void updateText();
    void updateDescription();
    void updateFollowing();
    [[nodiscard]] QString followWords(bool following) const;
    void updateTheme();

    desk::Desk &m_desk;
    const Ticker &m_ticker;
    std::unique_ptr<MapController> m_controller;
    QQuickWidget *m_view = nullptr;
    TileProvider *m_tiles = nullptr; ///< belongs to the view's engine
    ElidedLabel *m_lead = nullptr;
    ElidedLabel *m_others = nullptr;
    QPushButton *m_follow = nullptr;
    const QAction *m_followKey = nullptr;
    QToolButton *m_copy = nullptr;
    QToolButton *m_find = nullptr;
    Finder *m_finder = nullptr;
    QString m_warned;
    std::optional<std::pair<IncidentId, Fix>> m_unshown;
};

} // namespace knock::ui
