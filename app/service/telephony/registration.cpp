// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/registration.h"

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr uint32_t expires = 300; // seconds; a trunk that has forgotten us is noticed in this time

} // namespace

Registration::Registration(const Configuration &configuration, Tell tell)
    : m_configuration(configuration)
    , m_tell(std::move(tell))
{
}

void Registration::start(sip &stack)
{
    if (m_configuration.trunk.exists() && m_configuration.trunk.registers) {
        m_stack = &stack;
        m_again.set(std::chrono::milliseconds(0), [this] { attempt(*m_stack); });
    }
}

void Registration::stop()
{
    m_again.stop();
    m_registration.reset(); // says that we go
}

// A new one each time: libre would answer no second challenge, and waits for up to half an hour.
void Registration::attempt(sip &stack)
{
    const Trunk &trunk = m_configuration.trunk;
    const QByteArray registrar = "sip:" + trunk.host.toLatin1() + trunk.parameters.toLatin1();
    const QByteArray name = trunk.identityOf(trunk.user.isEmpty() ? u"112"_s : trunk.user);
    m_registration.reset();
    const int error
        = sipreg_register(std::out_ptr(m_registration), &stack, registrar.constData(), name.constData(), nullptr,
                          name.constData(), expires, "112", nullptr, 0, 0, &Trunk::credentials,
                          const_cast<Trunk *>(&trunk), false, &Registration::answered, this, nullptr, nullptr);
    if (error != 0) {
        take(failure(Error::Kind::Unreachable, u"the trunk is not reached: %1"_s.arg(qt_error_string(error))));
    }
}

void Registration::answered(int error, const sip_msg *answer, void *argument)
{
    auto *registration = static_cast<Registration *>(argument);
    if (answer == nullptr) {
        registration->take(failure(Error::Kind::Unreachable,
                                   u"the trunk does not answer the registration: %1"_s.arg(qt_error_string(error))));
    } else if (answer->scode >= 300 || error != 0) {
        registration->take(
            failure(Error::Kind::Refused, u"the trunk refuses the registration: %1"_s.arg(answer->scode)));
    } else {
        registration->take({});
    }
}

void Registration::take(const Result<> &result)
{
    if (!result) {
        m_again.set(m_configuration.registrationPause, [this] { attempt(*m_stack); });
    }
    m_tell(result);
}

} // namespace knock::telephony
