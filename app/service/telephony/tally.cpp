// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/tally.h"

#include "app/core/logging.h"

namespace knock::telephony {

void Tally::add()
{
    ++m_count;
    if (m_sinceLine.isValid() && m_sinceLine.elapsed() < 1000) {
        return;
    }
    m_sinceLine.start();
    qCWarning(lcTelephony).nospace() << "Dropped " << m_what << ": " << m_count;
    m_count = 0;
}

} // namespace knock::telephony
