// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <vector>

namespace knock::status {

struct Label {
    QByteArrayView name;
    QByteArrayView value; ///< of a closed set: each one is kept by whoever reads this for years
};

/// Measurements as text, in the format 0.0.4 of Prometheus: one family after the other, each with its help and type.
class Exposition final
{
public:
    enum class Type { Counter, Gauge, Histogram };

    static constexpr QByteArrayView contentType = "text/plain; version=0.0.4; charset=utf-8";

    /// What is added from now on belongs to it. A counter's name ends in `_total`.
    void begin(QByteArrayView name, Type type, QByteArrayView help);
    void add(double value, const std::vector<Label> &labels = {});
    /// A family of one measurement.
    void add(QByteArrayView name, Type type, QByteArrayView help, double value);
    /// How often what was measured was at most each of \a bounds, which ascend; \a counts has one more: beyond the
    /// last.
    void addHistogram(QByteArrayView name, QByteArrayView help, const std::vector<double> &bounds,
                      const std::vector<quint64> &counts, double sum);

    [[nodiscard]] QByteArray text() const { return m_text; }

private:
    void write(QByteArrayView name, double value, const std::vector<Label> &labels);

    QByteArray m_text;
    QByteArray m_family;
};

} // namespace knock::status
