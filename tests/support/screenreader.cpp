// SPDX-License-Identifier: Apache-2.0
#include "tests/support/screenreader.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace knock::test {

static QDBusArgument &operator<<(QDBusArgument &to, const Accessible &thing)
{
    to.beginStructure();
    to << thing.owner << QDBusObjectPath(thing.path);
    to.endStructure();
    return to;
}

static const QDBusArgument &operator>>(const QDBusArgument &from, Accessible &thing)
{
    QDBusObjectPath path;
    from.beginStructure();
    from >> thing.owner >> path;
    from.endStructure();
    thing.path = path.path();
    return from;
}

namespace {

constexpr auto registry = "org.a11y.atspi.Registry"_L1;
constexpr auto accessible = "org.a11y.atspi.Accessible"_L1;
constexpr int patience = 5000; // milliseconds for each answer of the program

/// Whom programs announce their changes to; here it is one reader that wants all of them.
struct Listener {
    QString bus;
    QString event;
};

QDBusArgument &operator<<(QDBusArgument &to, const Listener &listener)
{
    to.beginStructure();
    to << listener.bus << listener.event;
    to.endStructure();
    return to;
}

const QDBusArgument &operator>>(const QDBusArgument &from, Listener &listener)
{
    from.beginStructure();
    from >> listener.bus >> listener.event;
    from.endStructure();
    return from;
}

} // namespace

ScreenReader::ScreenReader()
    : m_connection(QString())
{
    qDBusRegisterMetaType<Accessible>();
    qDBusRegisterMetaType<QList<Accessible>>();
    qDBusRegisterMetaType<Listener>();
    qDBusRegisterMetaType<QList<Listener>>();
}

ScreenReader::~ScreenReader()
{
    QDBusConnection::disconnectFromBus(u"screenreader"_s);
    m_bus.kill();
    m_bus.waitForFinished();
}

bool ScreenReader::start()
{
    m_bus.start(u"dbus-daemon"_s,
                {u"--session"_s, u"--nofork"_s, u"--print-address"_s, u"--address=unix:dir="_s + m_folder.path()});
    if (!m_bus.waitForStarted())
        return false;
    while (!m_bus.canReadLine()) {
        if (!m_bus.waitForReadyRead(patience))
            return false;
    }
    m_address = QString::fromLatin1(m_bus.readLine()).trimmed();
    m_connection = QDBusConnection::connectToBus(m_address, u"screenreader"_s);
    return m_connection.registerVirtualObject(u"/org/a11y/atspi"_s, this, QDBusConnection::SubPath)
        && m_connection.registerService(registry)
        && m_connection.connect({}, {}, u"org.a11y.atspi.Event.Object"_s, u"Announcement"_s, this,
                                SLOT(hear(QDBusMessage)));
}

bool ScreenReader::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    const QString root = u"/org/a11y/atspi/accessible/root"_s;
    if (message.member() == "Embed"_L1) {
        m_program = {message.service(), root};
        return connection.send(message.createReply(QVariant::fromValue(Accessible{connection.baseService(), root})));
    }
    if (message.member() == "GetRegisteredEvents"_L1) {
        const QList<Listener> all{{connection.baseService(), u"object:"_s}};
        return connection.send(message.createReply(QVariant::fromValue(all)));
    }
    // Programs wait for this answer with every key: nobody takes the key from them.
    if (message.member() == "NotifyListenersSync"_L1)
        return connection.send(message.createReply(false));
    return false;
}

void ScreenReader::hear(const QDBusMessage &message)
{
    // kind, politeness, nothing, words, properties
    m_announced.append(message.arguments().value(3).value<QDBusVariant>().variant().toString());
}

std::vector<ScreenReader::Thing> ScreenReader::read() const
{
    std::vector<Thing> things;
    std::vector<Accessible> left{m_program};
    while (!left.empty()) {
        const Accessible thing = left.back();
        left.pop_back();
        if (thing != m_program && !isShown(thing))
            continue;
        things.push_back({roleOf(thing), nameOf(thing)});
        std::ranges::copy(childrenOf(thing), std::back_inserter(left));
    }
    return things;
}

std::vector<Accessible> ScreenReader::childrenOf(const Accessible &thing) const
{
    const auto children = ask(thing, accessible, u"GetChildren"_s).arguments().value(0).value<QDBusArgument>();
    const auto list = qdbus_cast<QList<Accessible>>(children);
    return {list.begin(), list.end()};
}

QString ScreenReader::nameOf(const Accessible &thing) const
{
    const QDBusMessage answer
        = ask(thing, u"org.freedesktop.DBus.Properties"_s, u"Get"_s, {QString(accessible), u"Name"_s});
    return answer.arguments().value(0).value<QDBusVariant>().variant().toString();
}

QString ScreenReader::roleOf(const Accessible &thing) const
{
    return ask(thing, accessible, u"GetRoleName"_s).arguments().value(0).toString();
}

bool ScreenReader::isShown(const Accessible &thing) const
{
    constexpr int showing = 25; // AtspiStateType: ATSPI_STATE_SHOWING
    const auto states = ask(thing, accessible, u"GetState"_s).arguments().value(0).value<QDBusArgument>();
    return (qdbus_cast<QList<uint>>(states).value(0) & (1U << showing)) != 0;
}

QDBusMessage ScreenReader::ask(const Accessible &thing, const QString &interface, const QString &method,
                               const QVariantList &arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(thing.owner, thing.path, interface, method);
    message.setArguments(arguments);
    return m_connection.call(message, QDBus::BlockWithGui, patience);
}

} // namespace knock::test
