// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/spokenmodel.h"

namespace knock::ui {

SpokenModel::SpokenModel(QAbstractItemModel &model, Speak speak, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_speak(std::move(speak))
{
    setSourceModel(&model);
}

QVariant SpokenModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole && index.isValid())
        return m_speak(index);
    return QIdentityProxyModel::data(index, role);
}

} // namespace knock::ui
