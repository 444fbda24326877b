// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/trunk.h"

#include "app/service/telephony/sip/libre.h"

#include <cerrno>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

Result<Trunk> Trunk::parse(const QString &uri)
{
    static const QRegularExpression form(
        u"^sip:((?:[A-Za-z0-9.-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::[0-9]{1,5})?)((?:;[A-Za-z0-9=.-]{1,100})*)$"_s);
    const QRegularExpressionMatch match = form.match(uri);
    if (!match.hasMatch()) {
        return failure(Error::Kind::Malformed, u"the trunk is no address as sip:pbx.example;transport=tcp"_s);
    }
    return Trunk{.host = match.captured(1), .parameters = match.captured(2)};
}

std::optional<QHostAddress> Trunk::address() const
{
    static const QRegularExpression hostAndPort(u"^\\[?(.*?)\\]?(?::[0-9]+)?$"_s);
    const QHostAddress address(hostAndPort.match(host).captured(1));
    return address.isNull() ? std::nullopt : std::optional(address);
}

Result<QByteArray> Trunk::addressOf(const QString &number) const
{
    if (!exists()) {
        return failure(Error::Kind::NotFound, u"no trunk is set, so no call goes out"_s);
    }
    if (!isDialable(number)) {
        return failure(Error::Kind::Malformed, u"not a number"_s);
    }
    return identityOf(number) + parameters.toLatin1();
}

QByteArray Trunk::identityOf(const QString &name) const { return "sip:" + name.toLatin1() + "@" + host.toLatin1(); }

int Trunk::credentials(char **user, char **password, const char *, void *trunk)
{
    const auto *self = static_cast<const Trunk *>(trunk);
    if (self->user.isEmpty()) {
        return EAUTH;
    }
    int error = str_dup(user, self->user.toUtf8().constData());
    error |= str_dup(password, self->password.toUtf8().constData());
    return error;
}

bool isDialable(const QString &number)
{
    static const QRegularExpression form(u"^\\+?[0-9]{2,20}$"_s);
    return form.match(number).hasMatch();
}

} // namespace knock::telephony
