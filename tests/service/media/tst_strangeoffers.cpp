// SPDX-License-Identifier: Apache-2.0
#include "tests/service/media/offers.h"
#include "tests/service/media/reception.h"

#include <cstdio>
#include <QFile>
#include <QLoggingCategory>
#include <QTest>
#include <unistd.h>

using namespace knock;
using namespace knock::dispatch;
using namespace knock::media;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::TestPhone;

namespace {

constexpr IncidentId strangersIncident{8};
constexpr VisitId stranger{2};

/// Of this process, in MB.
double memoryInUse()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

/// An address to be talked to, right or wrong in one of its parts.
QString candidate(QRandomGenerator &random)
{
    QStringList parts{u"candidate:1"_s, u"1"_s,   u"udp"_s,     u"2122260223"_s, u"192.0.2.7"_s,
                      u"51472"_s,       u"typ"_s, u"srflx"_s,   u"raddr"_s,      u"10.0.0.1"_s,
                      u"rport"_s,       u"9"_s,   u"tcptype"_s, u"passive"_s};
    const QStringList strange{QString(),
                              u"-1"_s,
                              u"99999999999999999999"_s,
                              u"::1"_s,
                              u"0d4f0b4e-7d2c-4d4e-9a46-5f8e1a2b3c4d.local"_s,
                              u"255.255.255.255"_s,
                              u"239.255.255.250"_s,
                              u"169.254.169.254"_s,
                              u"%n%s"_s,
                              QString(random.bounded(1, 4000), u'a'),
                              QString(random.bounded(1, 9), QChar(random.bounded(1, 0xd7ff)))};
    parts[random.bounded(parts.size())] = strange[random.bounded(strange.size())];
    return u"a="_s + parts.join(u' ') + u"\r\n"_s;
}

/// What a page that means harm, or is broken, may send.
QString strangeOffer(QRandomGenerator &random)
{
    QString offer = test::browserOffer();
    for (int i = random.bounded(40); i > 0; --i)
        offer.insert(offer.lastIndexOf("m="_L1, random.bounded(offer.size())), candidate(random));
    return random.bounded(4) == 0 ? offer : test::mutated(offer, random);
}

} // namespace

/// Whatever pages offer, the reception of cameras refuses it or answers it, and nobody else comes to harm.
class tst_StrangeOffers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup() { QLoggingCategory::setFilterRules({}); }
    void harmNobody();
};

void tst_StrangeOffers::initTestCase()
{
    test::Reception reception;
    QVERIFY2(reception.media.start(), "GStreamer or one of its plug-ins is missing");
}

void tst_StrangeOffers::harmNobody()
{
    QLoggingCategory::setFilterRules(u"knock.media.warning=false"_s); // each refusal says one line
    Media::Configuration configuration = test::onLoopback();
    configuration.stallAfter = 3s;
    configuration.offersAtOnce = 100'000;
    test::Reception reception(configuration);
    TestPhone phone(EncodedFrame::Codec::Vp8);
    reception.connectPhone(phone, test::visit);
    QTRY_COMPARE_WITH_TIMEOUT(reception.said, QStringList{u"seen 1"_s}, 10'000);
    QRandomGenerator random(911);
    constexpr int offers = 800;
    constexpr int warm = 200; // until then whatever is kept for ever is there
    double before = 0;
    qsizetype framesBefore = 0;

    for (int i = 0; i < offers; ++i) {
        if (i == warm) {
            before = memoryInUse();
            framesBefore = std::ssize(reception.frames);
        }
        const qsizetype repliesBefore = reception.answers.size() + reception.said.size();
        reception.media.perform(ReceiveCamera{strangersIncident, stranger, strangeOffer(random)});
        if (i % 3 == 0) // else the next offer comes while this one is being answered
            QTRY_VERIFY(reception.answers.size() + reception.said.size() > repliesBefore);
    }

    const double after = memoryInUse();
    const qsizetype refused = reception.said.count(u"lost 2"_s);
    std::printf("%d strange offers: %lld answered, %lld refused, %lld pictures of another caller meanwhile, "
                "%.0f MB after %d, %.0f MB at the end\n",
                offers, static_cast<long long>(reception.answers.size()), static_cast<long long>(refused),
                static_cast<long long>(std::ssize(reception.frames)), before, warm, after);
    QCOMPARE_GT(reception.answers.size(), offers / 20);
    QCOMPARE_GT(refused, offers / 20);
    QCOMPARE(reception.said.count(u"seen 2"_s), 0);
    QCOMPARE(reception.said.count(u"lost 1"_s), 0); // the other caller's pictures went on
    QCOMPARE_GT(std::ssize(reception.frames), framesBefore);
    QVERIFY2(std::ranges::all_of(reception.frames,
                                 [](const EncodedFrame &frame) { return frame.incident == test::incident; }),
             "a stranger's picture is shown");
    QCOMPARE_LT(after - before, 30.0);
    // An honest page is served as if nothing had been.
    reception.said.clear();
    TestPhone honest(EncodedFrame::Codec::Vp8);
    reception.connectPhone(honest, stranger);
    QTRY_VERIFY_WITH_TIMEOUT(reception.said.contains(u"seen 2"_s), 10'000);
}

QTEST_MAIN(tst_StrangeOffers)
#include "tst_strangeoffers.moc"
