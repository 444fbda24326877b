// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <QByteArray>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace knock::test {

/// Reads the text format 0.0.4 of Prometheus as strictly as its rules are, and finds what breaks them.
class ExpositionReader
{
public:
    explicit ExpositionReader(const QByteArray &text)
    {
        if (!text.endsWith('\n'))
            wrong << QStringLiteral("the last line has no end");
        const QStringList lines = QString::fromUtf8(text).split(u'\n').mid(0, text.count('\n'));
        for (const QString &line : lines)
            read(line);
        finish();
    }

    /// Of a measurement as it is written, `name{label="value"}`; NaN when there is none.
    [[nodiscard]] double value(const QString &sample) const { return samples.value(sample, qQNaN()); }

    QStringList wrong;
    QHash<QString, double> samples;
    QHash<QString, QString> types; ///< by family

private:
    void read(const QString &line)
    {
        static const QRegularExpression comment(QStringLiteral("\\A# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)\\z"));
        static const QRegularExpression sample(QStringLiteral("\\A([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*\\})? (\\S+)\\z"));
        if (const auto match = comment.match(line); match.hasMatch()) {
            begin(match.captured(1), match.captured(2), match.captured(3));
        } else if (const auto found = sample.match(line); found.hasMatch()) {
            take(found.captured(1), found.captured(2), found.captured(3));
        } else {
            wrong << QStringLiteral("neither comment nor measurement: ") + line;
        }
    }

    void begin(const QString &what, const QString &name, const QString &rest)
    {
        if (what == QLatin1StringView("TYPE")) {
            if (types.contains(name))
                wrong << QStringLiteral("a second type of ") + name;
            static const QSet<QString> kinds{QStringLiteral("counter"), QStringLiteral("gauge"),
                                             QStringLiteral("histogram")};
            if (!kinds.contains(rest))
                wrong << QStringLiteral("no type: ") + rest;
            types.insert(name, rest);
        } else if (m_helped.contains(name)) {
            wrong << QStringLiteral("a second help for ") + name;
        } else {
            m_helped.insert(name);
        }
        m_family = name;
    }

    void take(const QString &name, const QString &labels, const QString &value)
    {
        QString family = name;
        if (types.value(m_family) == QLatin1StringView("histogram")) {
            static const QRegularExpression suffix(QStringLiteral("_(bucket|sum|count)\\z"));
            family.remove(suffix);
        }
        if (family != m_family || !types.contains(family) || !m_helped.contains(family))
            wrong << QStringLiteral("outside of its family: ") + name;
        static const QRegularExpression labelForm(
            QStringLiteral("\\A\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\"(,(?=[a-zA-Z_]))?)+\\}\\z"));
        if (!labels.isEmpty() && !labelForm.match(labels).hasMatch())
            wrong << QStringLiteral("no labels: ") + labels;
        bool isNumber = false;
        const double number = value == QLatin1StringView("+Inf") ? qInf() : value.toDouble(&isNumber);
        if (!isNumber && value != QLatin1StringView("+Inf"))
            wrong << QStringLiteral("no number: ") + value;
        if (samples.contains(name + labels))
            wrong << QStringLiteral("told twice: ") + name + labels;
        const bool isCounter = types.value(family) == QLatin1StringView("counter");
        if (isCounter && (number < 0 || !name.endsWith(QLatin1StringView("_total"))))
            wrong << QStringLiteral("no counter: ") + name;
        samples.insert(name + labels, number);
        if (name.endsWith(QLatin1StringView("_bucket")) && family != name)
            m_buckets[family] << number;
    }

    void finish()
    {
        for (const auto &[family, counts] : m_buckets.asKeyValueRange()) {
            if (!std::is_sorted(counts.begin(), counts.end()))
                wrong << QStringLiteral("buckets that do not ascend: ") + family;
            const double all = value(family + QStringLiteral("_bucket{le=\"+Inf\"}"));
            if (all != value(family + QStringLiteral("_count")) || all != counts.last()
                || qIsNaN(value(family + QStringLiteral("_sum"))))
                wrong << QStringLiteral("a histogram that does not add up: ") + family;
        }
        for (const QString &family : types.keys()) {
            const bool isTold
                = std::ranges::any_of(samples.keys(), [&](const QString &sample) { return sample.startsWith(family); });
            if (!isTold)
                wrong << QStringLiteral("a family without a measurement: ") + family;
        }
    }

    QString m_family;
    QSet<QString> m_helped;
    QHash<QString, QList<double>> m_buckets;
};

} // namespace knock::test
