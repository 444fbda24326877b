// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <vector>

namespace knock::test {

/// One thing on the screen, as AT-SPI 2 names it: who has it and where.
struct Accessible {
    QString owner;
    QString path = QStringLiteral("/");
    bool operator==(const Accessible &) const = default;
};

/// A screen reader of a few lines on a bus of its own: it takes the place of the registry at which programs announce
/// themselves, reads what they offer, and hears what they announce.
class ScreenReader final : public QDBusVirtualObject
{
    Q_OBJECT
public:
    struct Thing {
        QString role;
        QString name;
    };

    ScreenReader();
    ~ScreenReader() override;

    /// Starts the bus; false where there is no dbus-daemon.
    [[nodiscard]] bool start();
    /// For AT_SPI_BUS_ADDRESS of the program that is to be read.
    [[nodiscard]] QString address() const { return m_address; }
    [[nodiscard]] bool hasProgram() const { return !m_program.owner.isEmpty(); }
    /// Everything on the program's screen now, as far as a person can reach it.
    [[nodiscard]] std::vector<Thing> read() const;
    /// What was spoken without being asked for, in order.
    [[nodiscard]] QStringList announced() const { return m_announced; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;
    [[nodiscard]] QString introspect(const QString &) const override { return {}; }

private Q_SLOTS:
    void hear(const QDBusMessage &message);

private:
    [[nodiscard]] std::vector<Accessible> childrenOf(const Accessible &thing) const;
    [[nodiscard]] QString nameOf(const Accessible &thing) const;
    [[nodiscard]] QString roleOf(const Accessible &thing) const;
    [[nodiscard]] bool isShown(const Accessible &thing) const;
    [[nodiscard]] QDBusMessage ask(const Accessible &thing, const QString &interface, const QString &method,
                                   const QVariantList &arguments = {}) const;

    QTemporaryDir m_folder;
    QProcess m_bus;
    QString m_address;
    QDBusConnection m_connection;
    Accessible m_program;
    QStringList m_announced;
};

} // namespace knock::test

Q_DECLARE_METATYPE(knock::test::Accessible)
