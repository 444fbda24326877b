// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/story.h"
#include "ui/camera/camerapane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/picturekeys.h"

#include <QLabel>
#include <QPainter>

namespace knock::test {

/// A whole window on a service of which the test says every word.
class House
{
public:
    explicit House(ui::Language::Tongue tongue = ui::Language::Tongue::English, ui::Scheme scheme = ui::Scheme::Dark,
                   const QString &settings = {}, backend::Gate *gate = nullptr)
        : backend(gate)
        , window(desk, ticker,
                 {stand(),
                  camera,
                  [this] { ++blurs; },
                  [this] { ++blanks; },
                  [this] { ++follows; },
                  nullptr,
                  nullptr,
                  {},
                  [this](ui::ActionId id) { return ui::usePicture(*camera, id); }},
                 {settings,
                  {QStringLiteral("순찰 12"), QStringLiteral("순찰 7")},
                  card(),
                  kinds(),
                  book(),
                  scheme,
                  tongue})
    {
        camera->setActions(window.action(ui::ActionId::Blur),
                           {window.action(ui::ActionId::BackCamera), window.action(ui::ActionId::FrontCamera),
                            window.action(ui::ActionId::StopCamera), window.action(ui::ActionId::Snapshot)});
    }

    void advance(std::chrono::milliseconds by)
    {
        clock.advance(by);
        ticker.tick();
    }

    /// The commands of one kind that were sent.
    template <typename T>
    [[nodiscard]] std::vector<T> sent() const
    {
        std::vector<T> found;
        for (const Command &command : backend.sent) {
            if (const auto *it = std::get_if<T>(&command))
                found.push_back(*it);
        }
        return found;
    }

    [[nodiscard]] static desk::PhraseBook book()
    {
        return desk::PhraseBook::read(QStringLiteral(KNOCK_RESOURCES "/phrases/book")).value();
    }

    FakeBackend backend;
    ManualClock clock;
    ui::Ticker ticker{clock};
    desk::Desk desk{backend};
    Story story{backend, clock};
    int blurs = 0;
    int blanks = 0;
    int follows = 0;
    ui::CameraPane *const camera = new ui::CameraPane(desk, ticker); ///< the window's
    ui::MainWindow window;

private:
    static std::vector<desk::Label> card()
    {
        return desk::readQuestions(QStringLiteral(KNOCK_RESOURCES "/phrases/questions.json")).value();
    }
    static std::vector<desk::Label> kinds()
    {
        return desk::readCategories(QStringLiteral(KNOCK_RESOURCES "/phrases/categories.json")).value();
    }
    /// Stands where the map will be.
    class Stand final : public QWidget
    {
        void paintEvent(QPaintEvent *) override
        {
            QPainter(this).drawText(rect(), Qt::AlignCenter, QStringLiteral("Map"));
        }
    };
    static QWidget *stand()
    {
        auto *stand = new Stand;
        stand->setAutoFillBackground(true);
        stand->setBackgroundRole(QPalette::Mid);
        stand->setMinimumHeight(120);
        stand->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
        return stand;
    }
};

} // namespace knock::test
