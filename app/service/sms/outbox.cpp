// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/outbox.h"

namespace knock::sms {

void Outbox::send(quint64 id, const QString &number, const QString &text)
{
    m_texts.push_back({number, text});
    if (m_texts.size() > mostKept)
        m_texts.pop_front();
    Q_EMIT accepted(id);
    Q_EMIT delivered(id);
}

} // namespace knock::sms
