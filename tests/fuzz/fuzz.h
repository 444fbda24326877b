// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <QByteArrayView>
#include <QDateTime>
#include <QtEndian>
#include <QTimeZone>
#include <vector>

namespace knock::fuzz {

/// Reads one input as the target's parser would get it. Each target defines it.
void read(QByteArrayView input);

/// Something that holds whatever the input is; the fuzzer keeps an input for which it does not.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Cuts the first \a size bytes off \a input, or as many as there are.
inline QByteArrayView cut(QByteArrayView &input, qsizetype size)
{
    const QByteArrayView head = input.first(std::min(size, input.size()));
    input = input.sliced(head.size());
    return head;
}

/// Cuts the first byte off \a input; 0 where there is none.
inline quint8 cutByte(QByteArrayView &input)
{
    const QByteArrayView head = cut(input, 1);
    return head.isEmpty() ? quint8(0) : static_cast<quint8>(head.front());
}

/// Cuts the first line off \a input and gives it without its end.
inline QByteArrayView cutLine(QByteArrayView &input)
{
    const qsizetype end = input.indexOf('\n');
    const QByteArrayView line = cut(input, end < 0 ? input.size() : end);
    (void)cut(input, 1);
    return line;
}

/// Cuts at most \a count samples off \a input, two bytes each.
inline std::vector<qint16> cutSamples(QByteArrayView &input, qsizetype count)
{
    std::vector<qint16> samples;
    for (QByteArrayView bytes = cut(input, 2 * count); bytes.size() >= 2; bytes = bytes.sliced(2))
        samples.push_back(qFromLittleEndian<qint16>(bytes.data()));
    return samples;
}

/// The same in every run.
inline QDateTime now() { return QDateTime::fromSecsSinceEpoch(1'767'325'200, QTimeZone::UTC); }

} // namespace knock::fuzz
