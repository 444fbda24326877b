// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/exposition.h"

#include <cmath>
#include <numeric>

namespace knock::status {

namespace {

QByteArray escaped(QByteArrayView text, bool isLabel)
{
    QByteArray out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && isLabel)
            out += "\\\"";
        else
            out += c;
    }
    return out;
}

QByteArray number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return QByteArray::number(value, 'g', 15);
}

QByteArrayView nameOf(Exposition::Type type)
{
    switch (type) {
    case Exposition::Type::Counter:
        return "counter";
    case Exposition::Type::Gauge:
        return "gauge";
    case Exposition::Type::Histogram:
        return "histogram";
    }
    return "untyped";
}

} // namespace

void Exposition::begin(QByteArrayView name, Type type, QByteArrayView help)
{
    m_family = name.toByteArray();
    m_text += "# HELP " + m_family + ' ' + escaped(help, false) + "\n# TYPE " + m_family + ' '
        + nameOf(type).toByteArray() + '\n';
}

void Exposition::add(double value, const std::vector<Label> &labels) { write(m_family, value, labels); }

void Exposition::add(QByteArrayView name, Type type, QByteArrayView help, double value)
{
    begin(name, type, help);
    add(value);
}

void Exposition::addHistogram(QByteArrayView name, QByteArrayView help, const std::vector<double> &bounds,
                              const std::vector<quint64> &counts, double sum)
{
    begin(name, Type::Histogram, help);
    quint64 upTo = 0;
    for (size_t i = 0; i < bounds.size(); ++i) {
        upTo += counts[i];
        write(m_family + "_bucket", double(upTo), {{"le", number(bounds[i])}});
    }
    const auto all = double(std::accumulate(counts.begin(), counts.end(), quint64(0)));
    write(m_family + "_bucket", all, {{"le", "+Inf"}});
    write(m_family + "_sum", sum, {});
    write(m_family + "_count", all, {});
}

void Exposition::write(QByteArrayView name, double value, const std::vector<Label> &labels)
{
    m_text += name;
    for (size_t i = 0; i < labels.size(); ++i) {
        m_text += i == 0 ? '{' : ',';
        m_text += labels[i].name;
        m_text += "=\"" + escaped(labels[i].value, true) + '"';
    }
    if (!labels.empty())
        m_text += '}';
    m_text += ' ' + number(value) + '\n';
}

} // namespace knock::status
