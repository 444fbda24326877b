// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/robots.h"

#include <QTest>

using knock::caller::isRobot;

class tst_Robots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void tellsRobots_data();
    void tellsRobots();
    void tellsPeople_data();
    void tellsPeople();
};

void tst_Robots::tellsRobots_data()
{
    QTest::addColumn<QByteArray>("agent");
    const auto row = [](const char *name, const char *agent) { QTest::newRow(name) << QByteArray(agent); };
    row("nothing", "");
    row("KakaoTalk", "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984");
    row("Facebook", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)");
    row("Meta", "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)");
    row("iMessage",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
        "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0");
    row("Telegram", "TelegramBot (like TwitterBot)");
    row("WhatsApp", "WhatsApp/2.23.20.0 A");
    row("Twitter", "Twitterbot/1.0");
    row("Slack", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)");
    row("Discord", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)");
    row("LinkedIn", "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)");
    row("Google",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/125.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
    row("Bing",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36");
    row("Bing's preview", "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b");
    row("Apple",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)");
    row("Skype", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com");
    row("LINE", "facebookexternalhit/1.1;line-poker/1.0");
    row("Viber", "Viber/13.3.0.5 CFNetwork/1206 Darwin/20.1.0");
    row("Naver", "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)");
    row("Daum", "Mozilla/5.0 (compatible; Daum/4.1; +http://cs.daum.net/faq/15/4118.html?faqId=28966)");
    row("Daum of old", "Mozilla/5.0 (compatible; Daumoa/4.0; +http://tab.search.daum.net/aboutWebSearch.html)");
    row("some crawler", "examplecrawler/3.1");
    row("some spider", "Baiduspider+(+http://www.baidu.com/search/spider.htm)");
    row("a program", "curl/8.5.0");
    row("another program", "python-requests/2.31.0");
}

void tst_Robots::tellsRobots()
{
    QFETCH(const QByteArray, agent);

    QVERIFY(isRobot(agent));
}

void tst_Robots::tellsPeople_data()
{
    QTest::addColumn<QByteArray>("agent");
    const auto row = [](const char *name, const char *agent) { QTest::newRow(name) << QByteArray(agent); };
    row("Chrome",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile "
        "Safari/537.36");
    row("Safari",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.5 Mobile/15E148 Safari/604.1");
    row("Firefox", "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0");
    row("Samsung",
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36");
    row("a Cubot phone",
        "Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/96.0.4664.104 Mobile Safari/537.36");
    row("inside KakaoTalk",
        "Mozilla/5.0 (Linux; Android 13; SM-G991N Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/115.0.5790.166 Mobile Safari/537.36;KAKAOTALK "
        "2410250");
    row("inside LINE",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148 Safari Line/13.15.0");
    row("inside NAVER",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1 NAVER(inapp; search; "
        "1000; 12.0.3; 14PRO)");
    row("inside Daum",
        "Mozilla/5.0 (Linux; Android 12; SM-A325N; wv) AppleWebKit/537.36 Chrome/104.0.5112.97 Mobile "
        "Safari/537.36 DaumApps/7.13.0 DaumDevice/mobile");
    row("inside Facebook",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 "
        "[FBAN/FBIOS;FBAV/470.0.0.39.109]");
    row("inside WeChat",
        "Mozilla/5.0 (Linux; Android 12; V2148A; wv) AppleWebKit/537.36 Chrome/107 Mobile "
        "Safari/537.36 MicroMessenger/8.0.44 WeChat/arm64");
}

void tst_Robots::tellsPeople()
{
    QFETCH(const QByteArray, agent);

    QVERIFY(!isRobot(agent));
}

QTEST_GUILESS_MAIN(tst_Robots)
#include "tst_robots.moc"
