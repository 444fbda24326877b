// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/browserhouse.h"

#include <QCryptographicHash>
#include <QImage>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace std::chrono_literals;

/// What the page shares of the phone, and what it does where it may not or cannot.
class tst_CallerShares : public test::BrowserHouse
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatWasAllowed();
    void goesOnWithoutALocation();
    void goesOnWithoutACamera();
    void tellsHowToLeaveAnotherAppsBrowser();
    void asksForNoCameraWhereTheLinkIsForALocation();
    void asksForNothingWhereTheLinkIsForUploads();
    void actsWhenTheServiceIsSlowToTell();
    void doesWhatTheOperatorWishes();
    void asksThePersonWhoHasStoppedTheCamera();
    void showsNoPreview();
    void sendsStillsWhereThereIsNoWebRtc();
    void sendsStillsWhereNoPictureGetsThrough();
    void sendsASnapshotOfFullSize();
    void uploadsAPhoto();

private:
    [[nodiscard]] bool decides(Permission permission, Decision decision)
    {
        return comes<PermissionSaid>(
            [=](const PermissionSaid &said) { return said.permission == permission && said.decision == decision; });
    }
    void wish(CameraWish what) { m_caller->perform(SteerCamera{{1}, what}); }
    [[nodiscard]] bool cameraSays(const QString &key)
    {
        return pageSays(u"document.querySelector('#camera').innerText === strings.text('camera.%1')"_s.arg(key));
    }
};

void tst_CallerShares::tellsWhatWasAllowed()
{
    QVERIFY(begin());

    QVERIFY(decides(Permission::Location, Decision::Granted));
    QVERIFY(decides(Permission::Camera, Decision::Granted));
    QCOMPARE(count<PermissionSaid>(), 2);
    QCOMPARE(inputs<PermissionSaid>().front().permission, Permission::Location);
}

void tst_CallerShares::goesOnWithoutALocation()
{
    QVERIFY(begin({.givesPlace = false}));

    QVERIFY(decides(Permission::Location, Decision::Denied));
    QVERIFY(decides(Permission::Camera, Decision::Granted));
    m_phone->type(u"#line"_s, u"여기"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));
    m_phone->tap(u"#placeHelp"_s);
    QVERIFY(pageSays(u"document.querySelector('#panel').innerText.includes('Chrome')"_s));
    photograph(u"refused"_s);
    QCOMPARE(count<Located>(), 0);
}

void tst_CallerShares::goesOnWithoutACamera()
{
    QVERIFY(begin({.givesCamera = false}));

    QVERIFY(decides(Permission::Camera, Decision::Denied));
    QVERIFY(comes<Located>([](const Located &) { return true; }));
    QVERIFY(cameraSays(u"refused"_s));
    photograph(u"nocamera"_s);
    QCOMPARE(count<CameraOffered>(), 0);
}

void tst_CallerShares::tellsHowToLeaveAnotherAppsBrowser()
{
    QVERIFY(begin({.agent = u"Mozilla/5.0 (Linux; Android 14; SM-A165N) AppleWebKit/537.36 (KHTML, like Gecko) "
                            "Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/25.1.0 (INAPP)"_s,
                   .givesPlace = false}));

    m_phone->tap(u"#placeHelp"_s);

    QVERIFY(pageSays(u"document.querySelector('#panel a').href.startsWith('kakaotalk:')"_s));
    QCOMPARE(valueOf(u"decodeURIComponent(document.querySelector('#panel a').href.split('url=')[1])"_s),
             valueOf(u"location.href"_s));
    photograph(u"inside"_s);
}

void tst_CallerShares::asksForNoCameraWhereTheLinkIsForALocation()
{
    admit(LinkKind::Location);

    QVERIFY(begin());

    QVERIFY(comes<Located>([](const Located &) { return true; }));
    wish(CameraWish::Front);
    QVERIFY(cameraSays(u"wished"_s));
    photograph(u"wished"_s);
    QCOMPARE(count<PermissionSaid>(), 1);
    m_phone->tap(u"#cameraAgain"_s);
    QVERIFY(decides(Permission::Camera, Decision::Granted));
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
}

void tst_CallerShares::asksForNothingWhereTheLinkIsForUploads()
{
    admit(LinkKind::Upload);

    QVERIFY(begin());

    QVERIFY(pageSays(u"document.querySelector('[for=choose]').getBoundingClientRect().height >= 44"_s));
    QVERIFY(pageSays(u"document.querySelector('#placeRow').hidden && document.querySelector('#cameraRow').hidden"_s));
    photograph(u"upload"_s);
    m_phone->type(u"#line"_s, u"사진"_s);
    QVERIFY(comes<Said>([](const Said &) { return true; }));
    QCOMPARE(count<PermissionSaid>() + count<Located>() + count<CameraOffered>(), 0);
}

void tst_CallerShares::actsWhenTheServiceIsSlowToTell()
{
    QVERIFY(open({.script = u"WebSocket.prototype.send = () => {};"_s}));
    m_phone->tap(u"#go"_s);

    // The socket is there, and nobody answers.
    QVERIFY(pageSays(u"document.querySelector('#place').innerText === strings.text('place.on')"_s));

    QVERIFY(pageSays(u"document.querySelector('#cameraRow').hidden"_s));
    QCOMPARE(count<Opened>(), 0);
}

void tst_CallerShares::doesWhatTheOperatorWishes()
{
    QVERIFY(begin({.script = uR"(
        window.asked = [];
        const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = wanted => {
            window.asked.push(wanted.video.facingMode.ideal + (wanted.audio ? ' and sound' : ''));
            return given(wanted);
        };)"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(count<CameraOffered>(), 1, 30000);

    wish(CameraWish::Front);
    QVERIFY(pageSays(u"asked.join() === 'environment,user'"_s));
    wish(CameraWish::Off);
    QTRY_COMPARE_WITH_TIMEOUT(count<CameraWithdrawn>(), 1, 30000);
    QVERIFY(cameraSays(u"off"_s));
    wish(CameraWish::Back);
    QVERIFY(pageSays(u"asked.join() === 'environment,user,environment'"_s));

    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() >= 2, 30000);
}

void tst_CallerShares::asksThePersonWhoHasStoppedTheCamera()
{
    QVERIFY(begin());
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
    m_phone->tap(u"#cameraOff"_s);
    QTRY_COMPARE_WITH_TIMEOUT(count<CameraWithdrawn>(), 1, 30000);
    const qsizetype before = count<CameraOffered>();

    wish(CameraWish::Back);

    QVERIFY(cameraSays(u"wished"_s));
    QCOMPARE(count<CameraOffered>(), before);
}

void tst_CallerShares::showsNoPreview()
{
    QVERIFY(begin());
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
    const QString seen = u"[...document.querySelectorAll('video, canvas, img, audio')].filter(part => {"
                         " const box = part.getBoundingClientRect();"
                         " return box.width > 1 || box.height > 1 || getComputedStyle(part).opacity !== '0'"
                         " || part.getAttribute('aria-hidden') !== 'true' || part.muted === false; }).length"_s;

    QCOMPARE(valueOf(seen), u"0"_s);
    wish(CameraWish::Snapshot);
    QVERIFY(pageSays(u"document.querySelectorAll('video').length === 1"_s));
    QCOMPARE(valueOf(seen), u"0"_s);
}

void tst_CallerShares::sendsStillsWhereThereIsNoWebRtc()
{
    QVERIFY(begin({.script = u"delete window.RTCPeerConnection;"_s}));

    QTRY_VERIFY_WITH_TIMEOUT(m_stills.size() > 5, 30000);

    QVERIFY(cameraSays(u"stills"_s));
    const QImage picture = QImage::fromData(m_stills.last(), "JPG");
    QCOMPARE(std::max(picture.width(), picture.height()), 480);
    QCOMPARE(count<CameraOffered>(), 0);
    wish(CameraWish::Off);
    QTRY_COMPARE_WITH_TIMEOUT(count<CameraWithdrawn>(), 1, 30000);
    QVERIFY(pageSays(u"document.querySelectorAll('video').length === 0"_s));
}

void tst_CallerShares::sendsStillsWhereNoPictureGetsThrough()
{
    // Nobody answers the page's offers.
    QVERIFY(begin());
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);
    QVERIFY(m_stills.isEmpty());

    QTRY_VERIFY_WITH_TIMEOUT(m_stills.size() > 2, 60000);

    QVERIFY(cameraSays(u"stills"_s));
    photograph(u"stills"_s);
    // It goes on trying the better way.
    const qsizetype before = count<CameraOffered>();
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > before, 60000);
}

void tst_CallerShares::sendsASnapshotOfFullSize()
{
    QVERIFY(begin());
    QTRY_VERIFY_WITH_TIMEOUT(count<CameraOffered>() > 0, 30000);

    wish(CameraWish::Snapshot);

    QVERIFY(comes<FileCame>([](const FileCame &came) { return came.kind == FileKind::Snapshot; }));
    const QImage picture(m_folder.filePath(u"files/"_s + inputs<FileCame>().front().file));
    QVERIFY2(picture.width() > 640, qPrintable(QString::number(picture.width())));
    QVERIFY(pageSays(u"document.querySelectorAll('video').length === 0"_s));
}

void tst_CallerShares::uploadsAPhoto()
{
    admit(LinkKind::Upload);
    QVERIFY(begin());
    // Of more than one piece.
    QByteArray photo = QByteArray::fromHex("ffd8ffe000104a46494600010100000100010000");
    photo.resize(700'000, 'x');
    QFile file(m_folder.filePath(u"photo.jpg"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(photo);
    file.close();

    m_phone->choose(u"#choose"_s, file.fileName());

    QVERIFY(
        comes<FileCame>([](const FileCame &came) { return came.kind == FileKind::Photo && came.bytes == 700'000; }));
    QCOMPARE(inputs<FileCame>().front().sha256,
             QString::fromLatin1(QCryptographicHash::hash(photo, QCryptographicHash::Sha256).toHex()));
    QVERIFY(pageSays(u"document.querySelector('#file').innerText === strings.text('file.sent', {count: 1})"_s));
    photograph(u"uploaded"_s);
}

QTEST_GUILESS_MAIN(tst_CallerShares)
#include "tst_callershares.moc"
