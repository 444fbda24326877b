// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/ui/kept/kepthouse.h"

#include <QApplication>
#include <QListView>
#include <QRegularExpression>
#include <QTest>

namespace knock::test {

/// A test that works the sheet by keys alone.
class KeptTest : public QObject
{
protected:
    void begin(backend::Gate *gate = nullptr)
    {
        // Where there is neither a sound server nor a graphics processor, Qt says so.
        QTest::failOnWarning(QRegularExpression(QStringLiteral(
            "^(?!This plugin does not support|PulseAudioService|No audio device detected|\"No HW decoder found)")));
        m_house = std::make_unique<KeptHouse>(ui::Language::Tongue::English, ui::Scheme::Dark, gate);
        house().window.resize(1600, 900);
        house().window.show();
        QVERIFY(QTest::qWaitForWindowActive(&house().window));
    }
    void key(Qt::Key key, Qt::KeyboardModifiers with = {}) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->house.window, key, with);
    }
    void open() const { key(Qt::Key_O, Qt::ControlModifier); }
    /// A recording of twenty seconds, which plays now.
    void playSound()
    {
        m_house->record(QStringLiteral("17-a.mka"), std::chrono::seconds(20));
        open();
        key(Qt::Key_Return);
        m_house->serve(tone(20));
        QTRY_COMPARE(sheet().player().state(), ui::Player::State::Playing);
    }
    [[nodiscard]] House &house() const { return m_house->house; }
    [[nodiscard]] ui::KeptSheet &sheet() const { return *m_house->sheet(); }
    [[nodiscard]] QStringList rows() const
    {
        const auto *model = sheet().findChild<QListView *>()->model();
        QStringList found;
        for (int row = 0; row < model->rowCount(); ++row)
            found << model->index(row, 0).data().toString();
        return found;
    }
    [[nodiscard]] QString state() const
    {
        return sheet().findChild<QLabel *>(QStringLiteral("state"))->accessibleName();
    }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = house().window.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
    [[nodiscard]] QImage seen() const { return sheet().grab(sheet().pictureRect()).toImage(); }

    std::unique_ptr<KeptHouse> m_house;
};

} // namespace knock::test
