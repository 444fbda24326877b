// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <QApplication>
#include <QWidget>

namespace {

class Window final : public QWidget
{
    void paintEvent(QPaintEvent *) override
    {
        std::puts("painted");
        std::fflush(stdout);
    }
};

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Window window;
    window.resize(1280, 720);
    window.show();
    return QApplication::exec();
}
