// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QGeoCoordinate>
#include <QList>
#include <QString>

namespace knock::ui {

/// Small signs along a track. A proper model, for a list that is given anew leaves its old items behind to fade.
class MarkModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { Place = Qt::UserRole + 1, Heading, Text };
    Q_ENUM(Role)

    struct Mark {
        QGeoCoordinate place;
        double heading = 0; ///< degrees clockwise from north
        QString text;
        bool operator==(const Mark &) const = default;
    };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    void setMarks(const QList<Mark> &marks);

private:
    QList<Mark> m_marks;
};

} // namespace knock::ui
