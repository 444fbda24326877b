// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QIdentityProxyModel>

namespace knock::ui {

/// A model with words for those who hear the screen. The models of the desk speak no language.
class SpokenModel final : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using Speak = std::function<QString(const QModelIndex &)>;

    SpokenModel(QAbstractItemModel &model, Speak speak, QObject *parent);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    Speak m_speak;
};

} // namespace knock::ui
