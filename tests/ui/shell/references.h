// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>
#include <QString>

namespace knock::test {

/// How screens looked when somebody looked at them and found them right: small pictures beside the tests.
///
/// With KNOCK_RENEW_REFERENCES set the screens of this run take their places. They are for eyes to judge before they
/// are committed. Where letters are drawn otherwise than for the references (other fonts, another Qt) nothing is
/// compared, and a line says so.
class References
{
public:
    static constexpr QSize size{320, 180};
    static constexpr int tile = 10; ///< pixels of a reference; what differs is looked for in squares of this size
    static constexpr int tolerance = 14; ///< of 255, in the mean of a tile

    explicit References(QString folder);

    /// Empty when \a screen looks like the reference \a name; else what is wrong.
    [[nodiscard]] QString compare(const QString &name, const QImage &screen) const;

private:
    QString m_folder;
    bool m_isComparable = true;
};

} // namespace knock::test
