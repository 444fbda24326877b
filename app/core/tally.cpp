// SPDX-License-Identifier: Apache-2.0
#include "app/core/tally.h"

namespace knock {

void Tally::add()
{
    ++m_count;
    if (m_sinceLine.isValid() && m_sinceLine.elapsed() < 1000)
        return;
    m_sinceLine.start();
    qCWarning(m_category).nospace() << "Dropped " << m_what << ": " << m_count;
    m_count = 0;
}

} // namespace knock
