// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/elapsedlabel.h"

using namespace Qt::StringLiterals;

namespace knock::ui {

QString elapsedText(const QDateTime &from, const QDateTime &to)
{
    return elapsedText(std::chrono::milliseconds(from.msecsTo(to)));
}

QString elapsedText(std::chrono::milliseconds duration)
{
    const qint64 seconds = std::max<qint64>(0, duration / std::chrono::seconds(1));
    const QChar zero(u'0');
    const QString minutes = u"%1:%2"_s.arg(seconds / 60 % 60, 2, 10, zero).arg(seconds % 60, 2, 10, zero);
    return seconds < 3600 ? minutes : u"%1:%2"_s.arg(seconds / 3600).arg(minutes);
}

QFont tabular(QFont font)
{
    font.setFeature("tnum", 1);
    return font;
}

ElapsedLabel::ElapsedLabel(Ticker &ticker, QWidget *parent)
    : QLabel(parent)
    , m_ticker(ticker)
{
    setFont(tabular(font()));
    connect(&ticker, &Ticker::ticked, this, &ElapsedLabel::show);
}

void ElapsedLabel::setSince(const QDateTime &since) { setSpan(since, {}); }

void ElapsedLabel::setSpan(const QDateTime &since, const QDateTime &until)
{
    m_since = since;
    m_until = until;
    show(m_ticker.now());
}

void ElapsedLabel::show(const QDateTime &now)
{
    setText(m_since.isValid() ? elapsedText(m_since, m_until.isValid() ? m_until : now) : QString());
}

} // namespace knock::ui
