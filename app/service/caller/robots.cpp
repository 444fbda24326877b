// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/robots.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::caller {

bool isRobot(const QByteArray &userAgent)
{
    // Most call themselves a bot; Cubot makes phones. The preview of iMessage claims to be those of Facebook and
    // Twitter, that of Signal to be WhatsApp's; KakaoTalk's and LINE's claim to be Facebook's as well. What stands
    // beside "Line/", "KAKAOTALK", "NAVER(inapp" or "DaumApps" is a browser inside of that messenger.
    static const QRegularExpression robot(
        u"(?<!\\bcu)bot(?![a-z])|crawl|spider|scrap|slurp|preview|fetcher"
        "|facebookexternalhit|facebot|externalagent|whatsapp|viber|line-poker|linkexpanding|slack-imgproxy|vkshare"
        "|\\byeti/|\\bdaum/|daumoa|google-|mediapartners|embedly|iframely"
        "|\\b(curl|wget|python|java|okhttp|go-http-client|libwww-perl|axios|node-fetch|dart|cfnetwork)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    // No browser leaves out what it is.
    return userAgent.isEmpty() || robot.match(QString::fromLatin1(userAgent)).hasMatch();
}

} // namespace knock::caller
