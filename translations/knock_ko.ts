<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>Coordinates</name>
    <message>
        <source>Decimal</source>
        <translation>십진 도</translation>
    </message>
    <message>
        <source>Degrees, minutes, seconds</source>
        <translation>도·분·초</translation>
    </message>
    <message>
        <source>MGRS</source>
        <translation>MGRS</translation>
    </message>
    <message>
        <source>UTM-K</source>
        <translation>UTM-K</translation>
    </message>
    <message>
        <source>Point number</source>
        <translation>국가지점번호</translation>
    </message>
</context>
<context>
    <name>Disagreement</name>
    <message>
        <source>Sources differ by %1: %2, %3</source>
        <extracomment>%1 is a distance, %2 and %3 are sources such as &quot;browser&quot; and &quot;AML&quot;</extracomment>
        <translation>위치 출처가 서로 %1 다름: %2, %3</translation>
    </message>
</context>
<context>
    <name>FixText</name>
    <message>
        <source>browser</source>
        <translation>브라우저</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>기지국</translation>
    </message>
    <message>
        <source>network</source>
        <translation>통신망</translation>
    </message>
    <message>
        <source>AML</source>
        <translation>AML</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>직접 입력</translation>
    </message>
    <message>
        <source>old</source>
        <translation>오래됨</translation>
    </message>
    <message>
        <source>chosen</source>
        <extracomment>of the source that a person decided to believe</extracomment>
        <translation>채택됨</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 m</translation>
    </message>
    <message>
        <source>%1 km</source>
        <translation>%1 km</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1초 전</translation>
    </message>
    <message>
        <source>%1 min %2 s ago</source>
        <translation>%1분 %2초 전</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1분 전</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1시간 전</translation>
    </message>
    <message>
        <source>area ±%1</source>
        <translation>범위 ±%1</translation>
    </message>
    <message>
        <source>radius unknown</source>
        <translation>반경 모름</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <extracomment>how sure a source is that the caller is within the radius</extracomment>
        <translation>신뢰도 %1%</translation>
    </message>
    <message>
        <source>%1: an area within %2 around %3, measured at %4.</source>
        <extracomment>%1 is a source such as &quot;cell&quot;, %2 a distance, %3 coordinates, %4 a time of day</extracomment>
        <translation>%1: %3 둘레 %2 안의 범위, %4에 측정.</translation>
    </message>
    <message>
        <source>%1: %2, radius unknown, measured at %3.</source>
        <extracomment>%1 is a source such as &quot;network&quot;, %2 coordinates, %3 a time of day</extracomment>
        <translation>%1: %2, 반경 모름, %3에 측정.</translation>
    </message>
    <message>
        <source>%1: within %2 of %3, measured at %4.</source>
        <extracomment>%1 is a source such as &quot;browser&quot;, %2 a distance, %3 coordinates, %4 a time of day</extracomment>
        <translation>%1: %3에서 %2 안, %4에 측정.</translation>
    </message>
    <message>
        <source>north</source>
        <translation>북</translation>
    </message>
    <message>
        <source>north-east</source>
        <translation>북동</translation>
    </message>
    <message>
        <source>east</source>
        <translation>동</translation>
    </message>
    <message>
        <source>south-east</source>
        <translation>남동</translation>
    </message>
    <message>
        <source>south</source>
        <translation>남</translation>
    </message>
    <message>
        <source>south-west</source>
        <translation>남서</translation>
    </message>
    <message>
        <source>west</source>
        <translation>서</translation>
    </message>
    <message>
        <source>north-west</source>
        <translation>북서</translation>
    </message>
    <message>
        <source>%1 %2 (%3°)</source>
        <extracomment>&quot;420 m north-east (47°)&quot;</extracomment>
        <translation>%1 %2(%3°)</translation>
    </message>
</context>
<context>
    <name>knock::ui::Actions</name>
    <message>
        <source>Ask a question</source>
        <translation>질문하기</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>받기</translation>
    </message>
    <message>
        <source>Ask to press</source>
        <translation>누름 요청</translation>
    </message>
    <message>
        <source>Confirm silent call</source>
        <translation>말없는 신고 확정</translation>
    </message>
    <message>
        <source>Not a knock</source>
        <translation>신호 아님</translation>
    </message>
    <message>
        <source>Go to the alert</source>
        <translation>경보로 가기</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>확인함</translation>
    </message>
    <message>
        <source>Send link</source>
        <translation>링크 보내기</translation>
    </message>
    <message>
        <source>Order unit</source>
        <translation>출동 지령</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>끊기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>종결</translation>
    </message>
    <message>
        <source>Row above in the queue</source>
        <translation>목록에서 한 줄 위로</translation>
    </message>
    <message>
        <source>Row below in the queue</source>
        <translation>목록에서 한 줄 아래로</translation>
    </message>
    <message>
        <source>Clear or blur the camera</source>
        <translation>영상 선명하게/흐리게</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>어두운/밝은 화면</translation>
    </message>
    <message>
        <source>한국어 / English</source>
        <translation>English / 한국어</translation>
    </message>
    <message>
        <source>Panes back in place</source>
        <translation>창 배치 되돌리기</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Put away what has been read</source>
        <translation>읽은 것 닫기</translation>
    </message>
    <message>
        <source>Hold or take up</source>
        <translation>보류 / 다시 받기</translation>
    </message>
    <message>
        <source>Pass on</source>
        <translation>넘기기</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>되걸기</translation>
    </message>
    <message>
        <source>Microphone off or on</source>
        <translation>마이크 끄기 / 켜기</translation>
    </message>
    <message>
        <source>Choose a link</source>
        <translation>링크 골라 보내기</translation>
    </message>
    <message>
        <source>Phrase book</source>
        <translation>상용구</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>상용구</translation>
    </message>
    <message>
        <source>Back camera</source>
        <translation>후면 카메라</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>후면</translation>
    </message>
    <message>
        <source>Front camera</source>
        <translation>전면 카메라</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>전면</translation>
    </message>
    <message>
        <source>End the camera</source>
        <translation>카메라 끄기</translation>
    </message>
    <message>
        <source>End</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Camera snapshot</source>
        <translation>카메라로 사진 찍기</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Cover or show the camera</source>
        <translation>영상 가리기/보기</translation>
    </message>
    <message>
        <source>Follow on the map</source>
        <translation>지도에서 따라가기</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>메모 쓰기</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>신고 종류</translation>
    </message>
    <message>
        <source>Code 0</source>
        <translation>코드 0</translation>
    </message>
    <message>
        <source>Code 1</source>
        <translation>코드 1</translation>
    </message>
    <message>
        <source>Code 2</source>
        <translation>코드 2</translation>
    </message>
    <message>
        <source>Code 3</source>
        <translation>코드 3</translation>
    </message>
    <message>
        <source>Code 4</source>
        <translation>코드 4</translation>
    </message>
    <message>
        <source>Find in the queue</source>
        <translation>신고 목록에서 찾기</translation>
    </message>
    <message>
        <source>Missed calls, or all</source>
        <translation>못 받은 전화만 보기 또는 모두 보기</translation>
    </message>
    <message>
        <source>Coded talk</source>
        <translation>암시 신고</translation>
    </message>
    <message>
        <source>List of alerts</source>
        <translation>경보 목록</translation>
    </message>
    <message>
        <source>List</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>Silence the bell</source>
        <translation>벨 멈춤</translation>
    </message>
    <message>
        <source>Choose the next location source</source>
        <translation>다음 위치 출처 채택</translation>
    </message>
    <message>
        <source>Find an address</source>
        <translation>주소 찾기</translation>
    </message>
    <message>
        <source>Earlier call</source>
        <translation>이전 신고</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Page for units: copy its link</source>
        <translation>출동 대원용 페이지: 링크 복사</translation>
    </message>
    <message>
        <source>End the page for units</source>
        <translation>출동 대원용 페이지 종료</translation>
    </message>
    <message>
        <source>Re-open</source>
        <translation>다시 열기</translation>
    </message>
    <message>
        <source>Tear a pane off, or put it back</source>
        <translation>창 떼어 내기 또는 되돌리기</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>글자 크게</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>글자 작게</translation>
    </message>
    <message>
        <source>Change a key</source>
        <translation>단축키 바꾸기</translation>
    </message>
    <message>
        <source>Freeze the picture, or go on</source>
        <translation>화면 정지/계속</translation>
    </message>
    <message>
        <source>Turn the picture</source>
        <translation>영상 90° 돌리기</translation>
    </message>
    <message>
        <source>Closer into the picture</source>
        <translation>영상 확대</translation>
    </message>
    <message>
        <source>Farther out of the picture</source>
        <translation>영상 축소</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>영상 전체 보기</translation>
    </message>
    <message>
        <source>Picture on another monitor</source>
        <translation>다른 모니터에 영상 크게</translation>
    </message>
    <message>
        <source>Lock this seat</source>
        <translation>자리 잠그기</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>로그아웃</translation>
    </message>
    <message>
        <source>Play what is kept</source>
        <translation>보관된 것 재생</translation>
    </message>
</context>
<context>
    <name>knock::ui::AlertList</name>
    <message>
        <source>List of alerts</source>
        <translation>경보 목록</translation>
    </message>
    <message>
        <source>Alerts, the unjudged first. Enter takes one in hand, %1 puts this away.</source>
        <translation>경보 (판단하지 않은 것부터). Enter는 선택, %1 키는 닫기.</translation>
    </message>
</context>
<context>
    <name>knock::ui::AlertStrip</name>
    <message>
        <source>No alert</source>
        <translation>경보 없음</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>외 %1건</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>경보</translation>
    </message>
    <message>
        <source>%1 alerts in %2 min</source>
        <translation>%2분 동안 경보 %1건</translation>
    </message>
</context>
<context>
    <name>knock::ui::AlertWords</name>
    <message>
        <source>marked by seat %1 at %2</source>
        <translation>%1번 자리에서 %2에 표시</translation>
    </message>
    <message>
        <source>Line lost after coded talk - %1 - %2</source>
        <translation>암시 신고 뒤 통화 끊김 - %1 - %2</translation>
    </message>
    <message>
        <source>Line lost after knock - %1 - %2</source>
        <translation>신호 뒤 통화 끊김 - %1 - %2</translation>
    </message>
    <message>
        <source>Coded talk %1 - %2</source>
        <translation>암시 신고 %1 - %2</translation>
    </message>
    <message>
        <source>Silent caller %1 - %2</source>
        <translation>말없는 신고 %1 - %2</translation>
    </message>
</context>
<context>
    <name>knock::ui::CameraPane</name>
    <message>
        <source>Caller&apos;s camera</source>
        <translation>신고자 영상</translation>
    </message>
    <message>
        <source>○ no camera yet</source>
        <translation>○ 아직 영상 없음</translation>
    </message>
    <message>
        <source>■ stopped %1</source>
        <translation>■ 멈춘 지 %1</translation>
    </message>
    <message>
        <source>◌ waiting for the first picture</source>
        <translation>◌ 첫 화면을 기다리는 중</translation>
    </message>
    <message>
        <source>● live %1</source>
        <translation>● 생중계 %1</translation>
    </message>
    <message>
        <source>◍ live %1, the picture stands still</source>
        <translation>◍ 생중계 %1, 화면이 멈춰 있음</translation>
    </message>
    <message>
        <source>● live %1 %2 fps</source>
        <translation>● 생중계 %1 초당 %2장</translation>
    </message>
    <message>
        <source>▬ blanked</source>
        <translation>▬ 가림</translation>
    </message>
    <message>
        <source>◉ seen clear for %1</source>
        <translation>◉ 선명하게 본 시간 %1</translation>
    </message>
    <message>
        <source>✕ camera denied on the phone</source>
        <translation>✕ 휴대전화에서 카메라를 거부함</translation>
    </message>
    <message>
        <source>✕ the phone has no camera for the page</source>
        <translation>✕ 페이지가 쓸 카메라가 없음</translation>
    </message>
    <message>
        <source>● stills %1</source>
        <translation>● 정지 사진 %1</translation>
    </message>
    <message>
        <source>Asked %1: %2</source>
        <translation>요청 %1: %2</translation>
    </message>
    <message>
        <source>%1 - not yet</source>
        <translation>%1 - 아직</translation>
    </message>
    <message>
        <source>%1 - done</source>
        <translation>%1 - 완료</translation>
    </message>
    <message>
        <source>%1 - see the picture</source>
        <translation>%1 - 화면에서 확인</translation>
    </message>
    <message>
        <source>%1 - refused on the phone</source>
        <translation>%1 - 휴대전화에서 거부</translation>
    </message>
    <message>
        <source>%1 - the page is closed</source>
        <translation>%1 - 페이지 닫힘</translation>
    </message>
    <message>
        <source>‖ frozen %1</source>
        <translation>‖ 정지 화면 %1</translation>
    </message>
    <message>
        <source>%1, behind it: %2</source>
        <translation>%1, 뒤에서 계속: %2</translation>
    </message>
    <message>
        <source>%1, the stream has ended</source>
        <translation>%1, 영상이 끊겼음</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>▲ late by %1 s</source>
        <translation>▲ %1초 늦음</translation>
    </message>
    <message>
        <source>loss %1 %</source>
        <translation>손실 %1 %</translation>
    </message>
    <message>
        <source>▲ heavy loss %1 %</source>
        <translation>▲ 손실 심함 %1 %</translation>
    </message>
    <message>
        <source>zoom %1x</source>
        <translation>%1배 확대</translation>
    </message>
    <message>
        <source>turned %1°</source>
        <translation>%1° 회전</translation>
    </message>
    <message>
        <source>‖ FROZEN %1</source>
        <translation>‖ 정지 화면 %1</translation>
    </message>
    <message>
        <source>came %1 s ago</source>
        <translation>%1초 전 도착</translation>
    </message>
    <message>
        <source>▲ came %1 s ago</source>
        <translation>▲ %1초 전 도착</translation>
    </message>
    <message>
        <source>▒ blurred: %1 clears</source>
        <translation>▒ 흐림: %1로 선명하게</translation>
    </message>
    <message>
        <source>▒ blurred</source>
        <translation>▒ 흐림</translation>
    </message>
    <message>
        <source>◎ %1 seats watch</source>
        <translation>◎ %1개 자리에서 보는 중</translation>
    </message>
</context>
<context>
    <name>knock::ui::ChatDelegate</name>
    <message>
        <source>Caller</source>
        <translation>신고자</translation>
    </message>
    <message>
        <source>112</source>
        <translation>112</translation>
    </message>
    <message>
        <source>%1 - sending</source>
        <translation>%1 - 보내는 중</translation>
    </message>
    <message>
        <source>%1 - NOT SENT</source>
        <translation>%1 - 보내지 못함</translation>
    </message>
    <message>
        <source>%1 - sent</source>
        <translation>%1 - 보냄</translation>
    </message>
    <message>
        <source>%1 - delivered</source>
        <translation>%1 - 도착</translation>
    </message>
    <message>
        <source>%1 - read</source>
        <translation>%1 - 읽음</translation>
    </message>
    <message>
        <source>%1 - machine-drafted</source>
        <translation>%1 - 기계 번역</translation>
    </message>
</context>
<context>
    <name>knock::ui::ChatPane</name>
    <message>
        <source>No caller in hand</source>
        <translation>맡은 신고자 없음</translation>
    </message>
    <message>
        <source>The incident is closed</source>
        <translation>종결된 사건입니다</translation>
    </message>
    <message>
        <source>No link sent yet: there is no chat without it</source>
        <translation>링크를 보내야 채팅할 수 있습니다</translation>
    </message>
    <message>
        <source>The caller has the page open</source>
        <translation>신고자가 페이지를 열어 두었습니다</translation>
    </message>
    <message>
        <source>The caller left the page; lines wait for the return</source>
        <translation>신고자가 페이지를 닫음, 다시 열면 보입니다</translation>
    </message>
    <message>
        <source>Not opened yet; lines wait for the caller</source>
        <translation>아직 열지 않음, 열면 보입니다</translation>
    </message>
    <message>
        <source>Chat with the caller</source>
        <translation>신고자와의 채팅</translation>
    </message>
    <message>
        <source>Line to the caller</source>
        <translation>신고자에게 쓸 말</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>Send the line to the caller</source>
        <translation>신고자에게 보내기</translation>
    </message>
    <message>
        <source>%1 characters; at most %2 can be sent. Shorten the line.</source>
        <translation>%1자입니다. %2자까지 보낼 수 있으니 줄여 주세요.</translation>
    </message>
    <message>
        <source>Left by the exit button: do not text, do not ring. Lines wait for the return</source>
        <translation>나가기 버튼으로 나감: 문자도 전화도 하지 마세요. 쓴 말은 돌아오면 보입니다</translation>
    </message>
    <message>
        <source>The caller has the page open, in %1</source>
        <translation>신고자가 페이지를 열어 두었습니다 (%1)</translation>
    </message>
    <message>
        <source>Disguised: write short lines, they fade after 5 s</source>
        <translation>위장 화면: 짧게 쓰세요, 5초 뒤 사라집니다</translation>
    </message>
    <message>
        <source>Black screen: lines are not seen until the page wakes</source>
        <translation>검은 화면: 화면을 다시 켤 때까지 쓴 말이 보이지 않습니다</translation>
    </message>
    <message>
        <source>is writing…</source>
        <translation>쓰는 중…</translation>
    </message>
    <message>
        <source>Write (Enter sends)</source>
        <translation>쓰기 (Enter 전송)</translation>
    </message>
    <message>
        <source>Not said: the service is out of reach. The line stays here; send it when it is back.</source>
        <translation>보내지 못함: 서비스에 연결할 수 없습니다. 쓴 내용은 여기에 남으니, 다시 연결되면 보내세요.</translation>
    </message>
</context>
<context>
    <name>knock::ui::CloseEditor</name>
    <message>
        <source>Close because:</source>
        <translation>종결 사유:</translation>
    </message>
    <message>
        <source>Reason for closing</source>
        <translation>종결 사유</translation>
    </message>
    <message>
        <source>Choose a reason</source>
        <translation>사유 선택</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Close incident  Enter</source>
        <translation>사건 종결  Enter</translation>
    </message>
    <message>
        <source>Close the incident</source>
        <translation>사건 종결</translation>
    </message>
</context>
<context>
    <name>knock::ui::DockTitle</name>
    <message>
        <source>Put %1 back into the window</source>
        <translation>%1 창 안으로 되돌리기</translation>
    </message>
    <message>
        <source>Tear %1 off to another monitor</source>
        <translation>%1 다른 모니터로 떼어 내기</translation>
    </message>
</context>
<context>
    <name>knock::ui::EarlierCalls</name>
    <message>
        <source>silent</source>
        <translation>말없음</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>끊음</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>받음</translation>
    </message>
    <message>
        <source>%1 %2, no. %3</source>
        <translation>%1 %2, %3번</translation>
    </message>
    <message>
        <source>Earlier call %1</source>
        <translation>이전 신고 %1</translation>
    </message>
</context>
<context>
    <name>knock::ui::FileShelf</name>
    <message>
        <source>Files kept</source>
        <translation>보관한 파일</translation>
    </message>
</context>
<context>
    <name>knock::ui::Finder</name>
    <message>
        <source>Address or name</source>
        <translation>주소나 이름</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>There are no addresses here. Importing the map anew makes them.</source>
        <translation>여기에는 주소가 없습니다. 지도를 다시 가져오면 만들어집니다.</translation>
    </message>
    <message>
        <source>Ctrl+Enter: the caller is here</source>
        <translation>Ctrl+Enter: 신고자가 여기 있음</translation>
    </message>
    <message>
        <source>Enter: show on the map</source>
        <translation>Enter: 지도에서 보기</translation>
    </message>
    <message>
        <source>Nothing is found.</source>
        <translation>찾은 것이 없습니다.</translation>
    </message>
</context>
<context>
    <name>knock::ui::HelpSheet</name>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Press the new key for “%1”; %2 leaves it.</source>
        <translation>“%1”의 새 키를 누르세요. %2: 그대로 둠.</translation>
    </message>
    <message>
        <source>Not changed: “%1” has this key.</source>
        <translation>바꾸지 않음: “%1”에서 쓰는 키입니다.</translation>
    </message>
    <message>
        <source>Not changed: panes, menus or text fields keep this key for themselves.</source>
        <translation>바꾸지 않음: 창, 메뉴 또는 입력란이 쓰는 키입니다.</translation>
    </message>
    <message>
        <source>%1 (changed)</source>
        <translation>%1 (바꿈)</translation>
    </message>
    <message>
        <source>Keys (%1 or %2 puts this away)</source>
        <translation>단축키 (%1 또는 %2(으)로 닫기)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>단축키 바꾸기</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>기본값</translation>
    </message>
    <message>
        <source>Default key</source>
        <translation>기본 단축키로</translation>
    </message>
    <message>
        <source>All default</source>
        <translation>모두 기본값</translation>
    </message>
    <message>
        <source>All keys as they were</source>
        <translation>모든 단축키를 기본값으로</translation>
    </message>
</context>
<context>
    <name>knock::ui::IncidentPane</name>
    <message>
        <source>Incident in hand</source>
        <translation>맡은 사건</translation>
    </message>
    <message>
        <source>Time since the call came</source>
        <translation>신고 뒤 지난 시간</translation>
    </message>
    <message>
        <source>No incident in hand</source>
        <translation>맡은 사건 없음</translation>
    </message>
    <message>
        <source>Incident %1</source>
        <translation>사건 %1</translation>
    </message>
    <message>
        <source>Next: answer the call that waits longest.</source>
        <translation>다음: 가장 오래 기다린 신고를 받으세요.</translation>
    </message>
    <message>
        <source>Pass on to:</source>
        <translation>넘길 곳:</translation>
    </message>
    <message>
        <source>Telephone number, or #2 for seat 2</source>
        <translation>전화번호, 또는 2번 자리는 #2</translation>
    </message>
    <message>
        <source>Pass on</source>
        <translation>넘기기</translation>
    </message>
    <message>
        <source>RINGING MAY GIVE THE CALLER AWAY. Supervisor&apos;s reason:</source>
        <translation>벨소리로 신고 사실이 드러날 수 있습니다. 감독자의 사유:</translation>
    </message>
    <message>
        <source>Call back, because:</source>
        <translation>되거는 이유:</translation>
    </message>
    <message>
        <source>Who allows it, and why</source>
        <translation>누가, 왜 허락하는지</translation>
    </message>
    <message>
        <source>Need not be filled in</source>
        <translation>비워 두어도 됩니다</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>되걸기</translation>
    </message>
    <message>
        <source>Looked up. Next: re-open it if it is not over, or put it away.</source>
        <translation>조회한 사건. 다음: 끝나지 않았으면 다시 여세요. 아니면 닫으세요.</translation>
    </message>
    <message>
        <source>Incident %1: %2</source>
        <translation>사건 %1: %2</translation>
    </message>
</context>
<context>
    <name>knock::ui::KeptRows</name>
    <message>
        <source>Camera</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>소리</translation>
    </message>
    <message>
        <source>● still being kept</source>
        <translation>● 아직 저장 중</translation>
    </message>
    <message>
        <source>▲ not whole</source>
        <translation>▲ 일부만</translation>
    </message>
</context>
<context>
    <name>knock::ui::KeptSheet</name>
    <message>
        <source>Not shown: this desk cannot play such a file.</source>
        <translation>보여 주지 못함: 이 자리에서는 이런 파일을 재생할 수 없습니다.</translation>
    </message>
    <message>
        <source>Not shown: this desk cannot show such a file.</source>
        <translation>보여 주지 못함: 이 자리에서는 이런 파일을 보여 줄 수 없습니다.</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>보관된 것</translation>
    </message>
    <message>
        <source>Kept of this call, the newest first</source>
        <translation>이 신고에서 보관된 것, 최신순</translation>
    </message>
    <message>
        <source>Kept picture</source>
        <translation>보관된 화면</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Play or show the chosen row</source>
        <translation>선택한 줄 재생 또는 보기</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>정지</translation>
    </message>
    <message>
        <source>Pause, or go on</source>
        <translation>일시 정지 또는 계속</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>5 seconds back</source>
        <translation>5초 뒤로</translation>
    </message>
    <message>
        <source>On</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>5 seconds on</source>
        <translation>5초 앞으로</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>선명</translation>
    </message>
    <message>
        <source>Clear or blur the kept picture</source>
        <translation>보관된 화면 선명하게 또는 흐리게</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Put away what is kept</source>
        <translation>보관된 것 닫기</translation>
    </message>
    <message>
        <source>◌ being fetched: %1 %</source>
        <translation>◌ 가져오는 중: %1 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>◌ being opened</source>
        <translation>◌ 여는 중</translation>
    </message>
    <message>
        <source>▶ plays %1</source>
        <translation>▶ 재생 중 %1</translation>
    </message>
    <message>
        <source>‖ paused %1</source>
        <translation>‖ 일시 정지 %1</translation>
    </message>
    <message>
        <source>■ ended %1</source>
        <translation>■ 끝남 %1</translation>
    </message>
    <message>
        <source>%1 plays or shows what is chosen. Every play is written down.</source>
        <translation>%1로 선택한 것을 재생하거나 봅니다. 재생은 모두 기록됩니다.</translation>
    </message>
    <message>
        <source>Sound without a picture</source>
        <translation>화면 없는 소리</translation>
    </message>
    <message>
        <source>◌ no picture yet</source>
        <translation>◌ 아직 화면 없음</translation>
    </message>
    <message>
        <source>▒ blurred: %1 clears</source>
        <translation>▒ 흐림: %1로 선명하게</translation>
    </message>
    <message>
        <source>◉ clear</source>
        <translation>◉ 선명함</translation>
    </message>
</context>
<context>
    <name>knock::ui::LadderView</name>
    <message>
        <source>Steps of the incident</source>
        <translation>사건 진행 단계</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>수신</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>누름 요청</translation>
    </message>
    <message>
        <source>Knocked</source>
        <translation>신호</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>확정</translation>
    </message>
    <message>
        <source>Link sent</source>
        <translation>링크 보냄</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>문자 도착</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>문자 접수</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>열람</translation>
    </message>
    <message>
        <source>Located</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>출동 지령</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Previewed</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>Disguised</source>
        <translation>위장</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>검은 화면</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>나감</translation>
    </message>
    <message>
        <source>Fled</source>
        <translation>급히 나감</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>거부</translation>
    </message>
    <message>
        <source>Lacking</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Stills</source>
        <translation>정지 사진</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>허용</translation>
    </message>
    <message>
        <source>Wrote</source>
        <translation>첫 글</translation>
    </message>
    <message>
        <source>over</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>Coded talk</source>
        <translation>암시 신고</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>접수됨</translation>
    </message>
    <message>
        <source>Not passed</source>
        <translation>미전달</translation>
    </message>
</context>
<context>
    <name>knock::ui::Languages</name>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>중국어</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>베트남어</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>태국어</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>일본어</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>러시아어</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>우즈베크어</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>몽골어</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>인도네시아어</translation>
    </message>
    <message>
        <source>Tagalog</source>
        <translation>타갈로그어</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>크메르어</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>네팔어</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>미얀마어</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>싱할라어</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>벵골어</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>우르두어</translation>
    </message>
    <message>
        <source>French</source>
        <translation>프랑스어</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>스페인어</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>아랍어</translation>
    </message>
</context>
<context>
    <name>knock::ui::LinePane</name>
    <message>
        <source>Silence %1 s</source>
        <translation>조용함 %1초</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>안내 중…</translation>
    </message>
    <message>
        <source>Give time to answer</source>
        <translation>대답할 시간을 주세요</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>전화 소리</translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation>%1 작동하지 않음</translation>
    </message>
    <message>
        <source>No microphone</source>
        <translation>마이크 없음</translation>
    </message>
    <message>
        <source>MICROPHONE OFF</source>
        <translation>마이크 꺼짐</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>마이크</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>마이크 입력 크기</translation>
    </message>
</context>
<context>
    <name>knock::ui::LineStrip</name>
    <message>
        <source>asked</source>
        <translation>안내</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>목소리</translation>
    </message>
    <message>
        <source>breath?</source>
        <translation>숨소리?</translation>
    </message>
    <message>
        <source>knocking?</source>
        <translation>두드림?</translation>
    </message>
</context>
<context>
    <name>knock::ui::LinkEditor</name>
    <message>
        <source>Agency&apos;s language</source>
        <translation>기관 언어</translation>
    </message>
    <message>
        <source>Link:</source>
        <translation>링크:</translation>
    </message>
    <message>
        <source>Kind of link</source>
        <translation>링크 종류</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>문자 언어</translation>
    </message>
    <message>
        <source>Send this link  Enter</source>
        <translation>이 링크 보내기  Enter</translation>
    </message>
    <message>
        <source>Send this link</source>
        <translation>이 링크 보내기</translation>
    </message>
    <message>
        <source>No text was sent yet</source>
        <translation>아직 보낸 문자 없음</translation>
    </message>
    <message>
        <source>Last text: %1</source>
        <translation>마지막 문자: %1</translation>
    </message>
</context>
<context>
    <name>knock::ui::LossBand</name>
    <message>
        <source>The service is out of reach. What you see is as it was at %1, %2 ago. Nothing you ask for is done or kept; order by radio. The desk comes back by itself.</source>
        <translation>서비스에 연결할 수 없습니다. 화면은 %2 전인 %1의 상태입니다. 지금 요청하는 것은 실행되거나 보관되지 않으니, 출동은 무전으로 지령하세요. 연결은 저절로 복구됩니다.</translation>
    </message>
    <message>
        <source>Service out of reach</source>
        <translation>서비스 연결 끊김</translation>
    </message>
</context>
<context>
    <name>knock::ui::MainWindow</name>
    <message>
        <source>Line</source>
        <translation>전화 소리</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Knock</source>
        <translation>Knock</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>&amp;Call</source>
        <translation>신고(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>신고 목록</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>&amp;Sound</source>
        <translation>소리(&amp;S)</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Panes in one place</source>
        <translation>한자리에 겹친 창</translation>
    </message>
</context>
<context>
    <name>knock::ui::MapController</name>
    <message>
        <source>There is no map here. To make one from an extract: knock map import FILE</source>
        <translation>여기에는 지도가 없습니다. 지도 자료로 만들기: knock map import FILE</translation>
    </message>
    <message>
        <source>The caller is outside of the map %1.</source>
        <translation>신고자가 지도 %1 밖에 있습니다.</translation>
    </message>
    <message>
        <source>None is chosen yet.</source>
        <translation>아직 채택한 출처가 없습니다.</translation>
    </message>
    <message>
        <source>Chosen: %1.</source>
        <extracomment>%1 is a source such as &quot;browser&quot;</extracomment>
        <translation>채택: %1.</translation>
    </message>
    <message>
        <source>From the middle of the area: %1</source>
        <translation>구역 한가운데에서: %1</translation>
    </message>
    <message>
        <source>From the caller: %1</source>
        <translation>신고자에게서: %1</translation>
    </message>
</context>
<context>
    <name>knock::ui::MapPane</name>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Find an address</source>
        <translation>주소 찾기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the coordinates</source>
        <translation>좌표 복사</translation>
    </message>
    <message>
        <source>Next to %1.</source>
        <extracomment>%1 is the address that is next to the caller</extracomment>
        <translation>%1 부근.</translation>
    </message>
    <message>
        <source>Follow the caller</source>
        <translation>신고자 따라가기</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>지도</translation>
    </message>
    <message>
        <source>No location yet</source>
        <translation>아직 위치 없음</translation>
    </message>
    <message>
        <source>No incident selected</source>
        <translation>고른 사건 없음</translation>
    </message>
    <message>
        <source>around %1</source>
        <translation>%1 근처</translation>
    </message>
    <message>
        <source>No location yet.</source>
        <translation>아직 위치가 없습니다.</translation>
    </message>
    <message>
        <source>The whole map.</source>
        <translation>전체 지도.</translation>
    </message>
    <message>
        <source>Click to choose a source</source>
        <translation>눌러서 위치 출처 선택</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>따라가는 중</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>따라가기</translation>
    </message>
</context>
<context>
    <name>knock::ui::NotesPane</name>
    <message>
        <source>Kind of call</source>
        <translation>신고 종류</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>긴급도</translation>
    </message>
    <message>
        <source>Code %1</source>
        <translation>코드 %1</translation>
    </message>
    <message>
        <source>Notes of this incident</source>
        <translation>이 사건의 메모</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>새 메모</translation>
    </message>
    <message>
        <source>Write a note, Enter keeps it</source>
        <translation>메모를 쓰고 Enter로 남기기</translation>
    </message>
    <message>
        <source>%1  seat %2  %3</source>
        <translation>%1  %2번 자리  %3</translation>
    </message>
</context>
<context>
    <name>knock::ui::Notices</name>
    <message>
        <source>A caller is on the line with you. Close the window once more within 10 seconds to leave.</source>
        <translation>신고자와 통화 중입니다. 정말 나가려면 10초 안에 창을 한 번 더 닫으세요.</translation>
    </message>
    <message>
        <source>Incident %1: %2</source>
        <translation>사건 %1: %2</translation>
    </message>
    <message>
        <source>Incident %1 went back to the queue: this seat gave no sign of life for 45 seconds.</source>
        <translation>사건 %1: 이 자리가 45초 동안 응답하지 않아 신고 목록으로 돌아갔습니다.</translation>
    </message>
    <message>
        <source>NOT ORDERED: the service is out of reach. Order by radio.</source>
        <translation>지령하지 못함: 서비스에 연결할 수 없습니다. 무전으로 지령하세요.</translation>
    </message>
    <message>
        <source>Not done: the service is out of reach. Ask again when it is back.</source>
        <translation>실행하지 못함: 서비스에 연결할 수 없습니다. 다시 연결되면 다시 하세요.</translation>
    </message>
    <message>
        <source>Not answered: seat %1 took the call.</source>
        <translation>받지 못함: %1번 자리에서 전화를 받았습니다.</translation>
    </message>
    <message>
        <source>Not answered: the caller gave up. The call is among the missed ones.</source>
        <translation>받지 못함: 신고자가 끊었습니다. 못 받은 전화에 있습니다.</translation>
    </message>
    <message>
        <source>Incident %1 is on hold since you answered another call. %2 takes it up again, when it is in hand.</source>
        <translation>다른 전화를 받아 사건 %1이(가) 보류되었습니다. 그 사건을 고르고 %2 키를 누르면 다시 받습니다.</translation>
    </message>
    <message>
        <source>The settings give these a key that is taken or kept, so they have their own again: %1.</source>
        <translation>설정의 단축키가 이미 쓰이거나 쓸 수 없는 키여서 기본 키로 되돌렸습니다: %1.</translation>
    </message>
</context>
<context>
    <name>knock::ui::OrderEditor</name>
    <message>
        <source>Unit:</source>
        <translation>출동 요소:</translation>
    </message>
    <message>
        <source>Unit to order</source>
        <translation>출동시킬 요소</translation>
    </message>
    <message>
        <source>Name of the unit</source>
        <translation>출동 요소 이름</translation>
    </message>
    <message>
        <source>Order this unit  Enter</source>
        <translation>출동 지령 내리기  Enter</translation>
    </message>
    <message>
        <source>Order this unit</source>
        <translation>출동 지령 내리기</translation>
    </message>
</context>
<context>
    <name>knock::ui::PaneKeys</name>
    <message>
        <source>Everywhere</source>
        <translation>어디서나</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>지도</translation>
    </message>
    <message>
        <source>Address search</source>
        <translation>주소 찾기</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>신고 목록</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>Phrase book</source>
        <translation>상용구</translation>
    </message>
    <message>
        <source>List of alerts</source>
        <translation>경보 목록</translation>
    </message>
    <message>
        <source>Order, link, closing</source>
        <translation>출동, 링크, 종결</translation>
    </message>
    <message>
        <source>Next control, one back</source>
        <translation>다음 항목, 이전 항목</translation>
    </message>
    <message>
        <source>Row above, row below</source>
        <translation>위 줄, 아래 줄</translation>
    </message>
    <message>
        <source>Take the first that was found</source>
        <translation>찾은 첫 신고 선택</translation>
    </message>
    <message>
        <source>Mark the question as asked</source>
        <translation>질문을 물은 것으로 표시</translation>
    </message>
    <message>
        <source>Move the magnified picture</source>
        <translation>확대한 영상 옮기기</translation>
    </message>
    <message>
        <source>Send the line</source>
        <translation>줄 보내기</translation>
    </message>
    <message>
        <source>Say one of the first nine phrases</source>
        <translation>처음 아홉 상용구 중 하나 보내기</translation>
    </message>
    <message>
        <source>Say the phrase beside the number</source>
        <translation>번호 옆의 상용구 보내기</translation>
    </message>
    <message>
        <source>Phrase above, phrase below</source>
        <translation>위 상용구, 아래 상용구</translation>
    </message>
    <message>
        <source>Say the marked phrase</source>
        <translation>표시된 상용구 보내기</translation>
    </message>
    <message>
        <source>Do what is written</source>
        <translation>쓴 대로 실행</translation>
    </message>
    <message>
        <source>Take the alert in hand</source>
        <translation>경보 맡기</translation>
    </message>
    <message>
        <source>Move the map</source>
        <translation>지도 옮기기</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>모든 출처 보기</translation>
    </message>
    <message>
        <source>Measure from the caller, or end it</source>
        <translation>신고자에게서 거리 재기 또는 끝내기</translation>
    </message>
    <message>
        <source>Copy the coordinates</source>
        <translation>좌표 복사</translation>
    </message>
    <message>
        <source>Choose how to copy them</source>
        <translation>좌표 복사 형식 선택</translation>
    </message>
    <message>
        <source>Place above, place below</source>
        <translation>위 장소, 아래 장소</translation>
    </message>
    <message>
        <source>Look at the place</source>
        <translation>장소 보기</translation>
    </message>
    <message>
        <source>Say that the caller is there</source>
        <translation>신고자가 거기 있다고 표시</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>보관된 것</translation>
    </message>
    <message>
        <source>Play or show the row</source>
        <translation>선택한 줄 재생 또는 보기</translation>
    </message>
    <message>
        <source>Pause, or go on</source>
        <translation>일시 정지 또는 계속</translation>
    </message>
    <message>
        <source>5 seconds back, 5 seconds on</source>
        <translation>5초 뒤로, 5초 앞으로</translation>
    </message>
    <message>
        <source>Clear or blur the kept picture</source>
        <translation>보관된 화면 선명하게 또는 흐리게</translation>
    </message>
</context>
<context>
    <name>knock::ui::PhoneSlip</name>
    <message>
        <source>Demonstration phone: no text left this computer. It would read:</source>
        <translation>시연용 전화: 문자는 이 컴퓨터를 떠나지 않았습니다. 내용:</translation>
    </message>
    <message>
        <source>Text to the caller</source>
        <translation>신고자에게 보낼 문자</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>링크 복사</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>링크 복사</translation>
    </message>
</context>
<context>
    <name>knock::ui::PhraseList</name>
    <message>
        <source>The caller wrote: %1</source>
        <translation>신고자가 씀: %1</translation>
    </message>
    <message>
        <source>Search the phrase book</source>
        <translation>상용구 찾기</translation>
    </message>
    <message>
        <source>Phrase book</source>
        <translation>상용구</translation>
    </message>
    <message>
        <source>1-9, or search</source>
        <translation>1-9 또는 찾기</translation>
    </message>
    <message>
        <source>There is no phrase book</source>
        <translation>상용구 없음</translation>
    </message>
    <message>
        <source>%1, machine-drafted</source>
        <translation>%1, 기계 번역</translation>
    </message>
</context>
<context>
    <name>knock::ui::QuestionCard</name>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>asked %1</source>
        <translation>질문함 %1</translation>
    </message>
    <message>
        <source>Read one aloud: “1 for yes, 2 for no.” %1 and its number marks it as asked.</source>
        <translation>소리 내어 읽으세요: “맞으면 1번, 아니면 2번.” %1 키와 질문 번호를 누르면 물은 것으로 기록합니다.</translation>
    </message>
</context>
<context>
    <name>knock::ui::QueuePane</name>
    <message>
        <source>Queue of calls</source>
        <translation>신고 목록</translation>
    </message>
    <message>
        <source>The order stands while you choose</source>
        <translation>고르는 동안 순서가 멈춥니다</translation>
    </message>
    <message>
        <source>The most urgent first</source>
        <translation>급한 것부터</translation>
    </message>
    <message>
        <source>Find in the queue</source>
        <translation>신고 목록에서 찾기</translation>
    </message>
    <message>
        <source>Number, state, source</source>
        <translation>번호, 상태, 위치 출처</translation>
    </message>
    <message>
        <source>Missed: %1</source>
        <translation>못 받은 전화: %1</translation>
    </message>
    <message>
        <source>%1 of %2 shown; %3: all</source>
        <translation>%2건 중 %1건 표시; %3: 모두</translation>
    </message>
</context>
<context>
    <name>knock::ui::QueueWords</name>
    <message>
        <source>Knock heard</source>
        <translation>신호 감지</translation>
    </message>
    <message>
        <source>Lost after knock</source>
        <translation>신호 뒤 끊김</translation>
    </message>
    <message>
        <source>Over 20 s</source>
        <translation>20초 초과</translation>
    </message>
    <message>
        <source>Over 15 s</source>
        <translation>15초 초과</translation>
    </message>
    <message>
        <source>Answer soon</source>
        <translation>곧 받으세요</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>수신 중</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>내 신고</translation>
    </message>
    <message>
        <source>Yours, line ended</source>
        <translation>내 신고, 통화 끝</translation>
    </message>
    <message>
        <source>Another seat</source>
        <translation>다른 자리</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>못 받음</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>종결</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>보류</translation>
    </message>
    <message>
        <source>silent before</source>
        <translation>앞서 말없는 신고</translation>
    </message>
    <message>
        <source>%1× %2</source>
        <translation>%1회 %2</translation>
    </message>
</context>
<context>
    <name>knock::ui::SecondScreen</name>
    <message>
        <source>   The same key again: back to the desk</source>
        <translation>   같은 키를 다시 누르면 업무 화면으로</translation>
    </message>
    <message>
        <source>Caller&apos;s camera</source>
        <translation>신고자 영상</translation>
    </message>
</context>
<context>
    <name>knock::ui::SignIn</name>
    <message>
        <source>Locked seat</source>
        <translation>잠긴 자리</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>로그인</translation>
    </message>
    <message>
        <source>Sign in to Knock</source>
        <translation>Knock 로그인</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>사용자(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>비밀번호(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>인증 번호(&amp;C)</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>비밀번호</translation>
    </message>
    <message>
        <source>Code of the second factor</source>
        <translation>2단계 인증 번호</translation>
    </message>
    <message>
        <source>Six digits, if you have a second factor</source>
        <translation>2단계 인증을 쓰면 여섯 자리 숫자</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>로그인</translation>
    </message>
    <message>
        <source>This seat is locked. %1:</source>
        <translation>자리가 잠겼습니다. %1:</translation>
    </message>
    <message>
        <source>Password of %1</source>
        <translation>%1의 비밀번호</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>잠금 해제</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>로그아웃</translation>
    </message>
    <message>
        <source>The service is being asked…</source>
        <translation>서비스에 확인하는 중…</translation>
    </message>
    <message>
        <source>Waiting for the service…</source>
        <translation>서비스를 기다리는 중…</translation>
    </message>
    <message>
        <source>Calls and alerts go on. Only your password opens the seat.</source>
        <translation>전화와 알림은 계속됩니다. 비밀번호를 입력해야 자리가 열립니다.</translation>
    </message>
    <message>
        <source>The password is wrong. Try again.</source>
        <translation>비밀번호가 틀렸습니다. 다시 입력하세요.</translation>
    </message>
    <message>
        <source>User, password or code is wrong. Try again.</source>
        <translation>사용자, 비밀번호 또는 인증 번호가 틀렸습니다. 다시 입력하세요.</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a few minutes, or ask an administrator.</source>
        <translation>시도가 너무 많았습니다. 몇 분 기다리거나 관리자에게 문의하세요.</translation>
    </message>
    <message>
        <source>Your session is over. Sign in again.</source>
        <translation>로그인 시간이 끝났습니다. 다시 로그인하세요.</translation>
    </message>
    <message>
        <source>The service is out of reach. The desk goes on trying by itself.</source>
        <translation>서비스에 연결할 수 없습니다. 자리가 스스로 계속 연결을 시도합니다.</translation>
    </message>
    <message>
        <source>The service cannot let anybody in now. Ask an administrator.</source>
        <translation>지금은 로그인할 수 없습니다. 관리자에게 문의하세요.</translation>
    </message>
</context>
<context>
    <name>knock::ui::SoundMenu</name>
    <message>
        <source>Microphone</source>
        <translation>마이크</translation>
    </message>
    <message>
        <source>Headphones</source>
        <translation>헤드폰</translation>
    </message>
    <message>
        <source>None is plugged in</source>
        <translation>연결된 장치 없음</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>벨</translation>
    </message>
    <message>
        <source>On the headphones</source>
        <translation>헤드폰으로</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>%1(으)로</translation>
    </message>
    <message>
        <source>Waiting call</source>
        <translation>대기 신고</translation>
    </message>
    <message>
        <source>Silent caller</source>
        <translation>말없는 신고</translation>
    </message>
    <message>
        <source>Line lost after a knock</source>
        <translation>신호 뒤 통화 끊김</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>작게</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>보통</translation>
    </message>
    <message>
        <source>Loud</source>
        <translation>크게</translation>
    </message>
</context>
<context>
    <name>knock::ui::StatusLine</name>
    <message>
        <source>Position %1</source>
        <translation>%1번 자리</translation>
    </message>
    <message>
        <source>All parts of the service work</source>
        <translation>모든 기능 정상</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>대기 없음</translation>
    </message>
    <message>
        <source>%1 waiting, longest %2</source>
        <translation>대기 %1건, 최장 %2</translation>
    </message>
    <message>
        <source>Service out of reach for %1</source>
        <translation>서비스 연결 끊김: %1</translation>
    </message>
</context>
<context>
    <name>knock::ui::StepWords</name>
    <message>
        <source>Next: answer the call.</source>
        <translation>다음: 전화를 받으세요.</translation>
    </message>
    <message>
        <source>No presses yet. Next: ask again, and listen for taps and breath.</source>
        <translation>아직 누름 없음. 다음: 다시 요청하고, 두드림과 숨소리를 들으세요.</translation>
    </message>
    <message>
        <source>Next: if the caller does not speak, ask to press keys.</source>
        <translation>다음: 신고자가 말이 없으면 번호를 누르도록 요청하세요.</translation>
    </message>
    <message>
        <source>Next: judge the knock, in the strip at the top.</source>
        <translation>다음: 위쪽 경보에서 신호를 판단하세요.</translation>
    </message>
    <message>
        <source>Next: order a unit. It need not wait for the link or the camera.</source>
        <translation>다음: 출동 지령을 내리세요. 링크나 영상을 기다리지 않아도 됩니다.</translation>
    </message>
    <message>
        <source>Next: send the link again.</source>
        <translation>다음: 링크를 다시 보내세요.</translation>
    </message>
    <message>
        <source>Next: send the link.</source>
        <translation>다음: 링크를 보내세요.</translation>
    </message>
    <message>
        <source>The page is closed on the phone. Write: the line is shown when it opens again.</source>
        <translation>휴대전화의 페이지가 닫혔습니다. 써 두면 다시 열 때 보입니다.</translation>
    </message>
    <message>
        <source>Stay with the caller: write.</source>
        <translation>신고자 곁에 있으세요: 채팅을 이어 가세요.</translation>
    </message>
    <message>
        <source>Next: close with a reason.</source>
        <translation>다음: 사유와 함께 종결하세요.</translation>
    </message>
    <message>
        <source>The text is being handed to the gateway.</source>
        <translation>문자를 중계기에 넘기는 중입니다.</translation>
    </message>
    <message>
        <source>Waiting %1 for the caller to open the link.</source>
        <translation>신고자가 링크를 열기를 %1째 기다립니다.</translation>
    </message>
    <message>
        <source>The request to press keys is being played. Listen.</source>
        <translation>번호 누름 요청을 들려주는 중입니다. 들으세요.</translation>
    </message>
    <message>
        <source>Listen: %1 s left to press keys.</source>
        <translation>들으세요: 누를 시간 %1초 남음.</translation>
    </message>
    <message>
        <source>Closed: %1.</source>
        <translation>종결: %1.</translation>
    </message>
    <message>
        <source>The text did not go out: gateway %1. Send it again, or order with what is known.</source>
        <translation>문자를 보내지 못했습니다: 중계기 %1. 다시 보내거나, 아는 것만으로 출동시키세요.</translation>
    </message>
    <message>
        <source>Nobody answered before the line ended.</source>
        <translation>받기 전에 통화가 끝났습니다.</translation>
    </message>
    <message>
        <source>The caller left the page. The link still works.</source>
        <translation>신고자가 페이지를 닫았습니다. 링크는 아직 열립니다.</translation>
    </message>
    <message>
        <source>ringing</source>
        <translation>수신 중</translation>
    </message>
    <message>
        <source>on the line with you</source>
        <translation>통화 중</translation>
    </message>
    <message>
        <source>on the line with another seat</source>
        <translation>다른 자리와 통화 중</translation>
    </message>
    <message>
        <source>line ended</source>
        <translation>통화 끝</translation>
    </message>
    <message>
        <source>Calls this number gave up in the last 24 hours: %1, the last at %2.</source>
        <translation>지난 24시간 이 번호가 끊은 신고 %1건, 마지막 %2.</translation>
    </message>
    <message>
        <source>Silent calls of this number in the last 24 hours: %1, the last at %2. Do not ring back.</source>
        <translation>지난 24시간 이 번호의 말없는 신고 %1건, 마지막 %2. 되걸지 마세요.</translation>
    </message>
    <message>
        <source>you are calling back</source>
        <translation>되거는 중</translation>
    </message>
    <message>
        <source>another seat is calling back</source>
        <translation>다른 자리에서 되거는 중</translation>
    </message>
    <message>
        <source>being passed on to %1</source>
        <translation>%1(으)로 넘기는 중</translation>
    </message>
    <message>
        <source>held by you</source>
        <translation>보류함</translation>
    </message>
    <message>
        <source>held by seat %1</source>
        <translation>%1번 자리에서 보류</translation>
    </message>
    <message>
        <source>Wait for the caller. What you write is shown when the page opens again.</source>
        <translation>신고자를 기다리세요. 써 둔 말은 페이지를 다시 열 때 보입니다.</translation>
    </message>
    <message>
        <source>Text delayed: gateway %1 %2, trying again.</source>
        <translation>문자 지연: 중계기 %1 %2, 다시 시도하는 중입니다.</translation>
    </message>
    <message>
        <source>The phone loaded the page %1 ago, nobody has touched it. Say: tap the button.</source>
        <translation>휴대전화가 %1 전에 페이지를 불러왔지만 아직 누르지 않았습니다. “버튼을 누르세요”라고 말하세요.</translation>
    </message>
    <message>
        <source>The phone loaded the page %1 ago, nobody has touched it.</source>
        <translation>휴대전화가 %1 전에 페이지를 불러왔지만 아직 누르지 않았습니다.</translation>
    </message>
    <message>
        <source>Not opened for %1.</source>
        <translation>%1째 열지 않음.</translation>
    </message>
    <message>
        <source>The phone has the text; not opened for %1.</source>
        <translation>문자는 도착했으나 %1째 열지 않음.</translation>
    </message>
    <message>
        <source>A messenger&apos;s robot looked at the link; the caller has not opened it for %1.</source>
        <translation>메신저 로봇이 링크를 미리 봤을 뿐, 신고자는 %1째 열지 않음.</translation>
    </message>
    <message>
        <source>Say: press 2 if you have the text. Or send it again.</source>
        <translation>“문자를 받았으면 2번을 누르세요”라고 말하거나 다시 보내세요.</translation>
    </message>
    <message>
        <source>Send it again; do not ring back.</source>
        <translation>다시 보내고, 전화는 걸지 마세요.</translation>
    </message>
    <message>
        <source>Opened %1 ago, location not decided: ask to tap Allow, or to press 2 if they see the page.</source>
        <translation>%1 전에 열었으나 위치를 아직 정하지 않음: 허용을 누르거나, 페이지가 보이면 2번을 누르라고 하세요.</translation>
    </message>
    <message>
        <source>Opened %1 ago, location not decided: ask to tap Allow.</source>
        <translation>%1 전에 열었으나 위치를 아직 정하지 않음: 허용을 누르라고 하세요.</translation>
    </message>
    <message>
        <source>Location allowed %1 ago, no reading yet: ask to go to a window, or for the address.</source>
        <translation>%1 전에 위치를 허용했으나 아직 값이 없음: 창가로 가라고 하거나 주소를 물으세요.</translation>
    </message>
    <message>
        <source>Location denied: help is on the page. Ask for the address.</source>
        <translation>위치를 거부함: 방법은 페이지에 있습니다. 주소를 물으세요.</translation>
    </message>
    <message>
        <source>The phone gives no location. Ask for the address.</source>
        <translation>휴대전화가 위치를 주지 않습니다. 주소를 물으세요.</translation>
    </message>
    <message>
        <source>The page is open. Ask for pictures or films, one by one.</source>
        <translation>페이지가 열렸습니다. 사진이나 동영상을 하나씩 보내 달라고 하세요.</translation>
    </message>
    <message>
        <source>Pictures come as stills: the network blocks video. Write to the caller.</source>
        <translation>통신망이 영상을 막아 정지 사진으로 옵니다. 신고자에게 쓰세요.</translation>
    </message>
    <message>
        <source>Located. Camera not decided: write to the caller.</source>
        <translation>위치를 받았습니다. 카메라는 아직 정하지 않았으니 신고자에게 쓰세요.</translation>
    </message>
    <message>
        <source>Located. Camera allowed, no picture yet: write to the caller.</source>
        <translation>위치를 받았습니다. 카메라는 허용했으나 아직 화면이 없으니 신고자에게 쓰세요.</translation>
    </message>
    <message>
        <source>Camera denied on the phone: write to the caller.</source>
        <translation>휴대전화에서 카메라를 거부했습니다. 신고자에게 쓰세요.</translation>
    </message>
    <message>
        <source>The phone has no camera for the page: write to the caller.</source>
        <translation>페이지가 쓸 카메라가 없습니다. 신고자에게 쓰세요.</translation>
    </message>
    <message>
        <source>Opened in %1: use the phrase book.</source>
        <translation>%1로 열었습니다: 상용구를 쓰세요.</translation>
    </message>
    <message>
        <source>Line lost after a knock. Do not ring back: the phone may be in other hands.</source>
        <translation>신호 뒤 통화가 끊겼습니다. 다시 걸지 마세요: 전화가 다른 사람 손에 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 The link still works.</source>
        <translation>%1 링크는 아직 열립니다.</translation>
    </message>
    <message>
        <source>Page left by the exit button: do not text, do not ring.</source>
        <translation>나가기 버튼으로 페이지를 나갔습니다: 문자도 전화도 하지 마세요.</translation>
    </message>
    <message>
        <source>Disguised: write short lines, they fade after 5 seconds.</source>
        <translation>위장 화면입니다: 짧게 쓰세요, 5초 뒤 사라집니다.</translation>
    </message>
    <message>
        <source>Black screen: nothing you write is seen until the caller wakes the page.</source>
        <translation>검은 화면입니다: 신고자가 화면을 다시 켤 때까지 쓴 말이 보이지 않습니다.</translation>
    </message>
    <message>
        <source>Closed while the service was out of reach.</source>
        <translation>서비스 연결이 끊긴 동안 종결되었습니다.</translation>
    </message>
    <message>
        <source>Line lost after coded talk. Do not ring back: the phone may be in other hands.</source>
        <translation>암시 신고 뒤 통화가 끊겼습니다. 다시 걸지 마세요: 전화가 다른 사람 손에 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>This number called before in the last 24 hours, the last time at %1.</source>
        <translation>지난 24시간 안에 이 번호의 신고가 있었음, 마지막 %1.</translation>
    </message>
</context>
<context>
    <name>knock::ui::UnitNotes</name>
    <message>
        <source>Incident %1: %2</source>
        <translation>사건 %1: %2</translation>
    </message>
    <message>
        <source>a unit</source>
        <translation>출동 대원</translation>
    </message>
    <message>
        <source>NOT KNOWN whether the dispatch system has the order: %1. Pass it on yourself.</source>
        <translation>지령 시스템에 전달되었는지 알 수 없음: %1. 직접 전달하십시오.</translation>
    </message>
    <message>
        <source>NOT PASSED ON: %1. Dispatch system: %2. Pass it on yourself.</source>
        <translation>전달되지 않음: %1. 지령 시스템: %2. 직접 전달하십시오.</translation>
    </message>
    <message>
        <source>Dispatch system took: %1</source>
        <translation>지령 시스템 접수: %1</translation>
    </message>
    <message>
        <source>Page for units: over since %1.</source>
        <translation>출동 대원용 페이지: %1에 종료됨.</translation>
    </message>
    <message>
        <source>Page for units: opened %1 ago, until %2.</source>
        <translation>출동 대원용 페이지: %1 전에 열림, %2까지.</translation>
    </message>
    <message>
        <source>Page for units: not opened, until %1.</source>
        <translation>출동 대원용 페이지: 아직 열지 않음, %1까지.</translation>
    </message>
    <message>
        <source>Its link is in the clipboard.</source>
        <translation>링크를 클립보드에 복사했습니다.</translation>
    </message>
    <message>
        <source>Ordered: %1. No answer of a dispatch system yet.</source>
        <translation>출동 지령: %1. 지령 시스템의 응답이 아직 없습니다.</translation>
    </message>
</context>
<context>
    <name>knock::ui::Words</name>
    <message>
        <source>Yes (%1) %2</source>
        <translation>예 (%1) %2</translation>
    </message>
    <message>
        <source>No (%1) %2</source>
        <translation>아니요 (%1) %2</translation>
    </message>
    <message>
        <source>Unclear (%1) %2</source>
        <translation>불분명 (%1) %2</translation>
    </message>
    <message>
        <source>Not hung up: the caller was just asked to press keys. Give 4 seconds to answer, or close with a note.</source>
        <translation>끊지 않음: 방금 번호를 눌러 달라고 안내했습니다. 4초 동안 응답을 기다리거나, 메모를 적고 종결하세요.</translation>
    </message>
    <message>
        <source>%1, as many as a phone in a pocket makes</source>
        <translation>%1, 주머니 속 전화기가 눌린 듯한 횟수</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source> and </source>
        <translation>·</translation>
    </message>
    <message>
        <source>packet</source>
        <translation>패킷</translation>
    </message>
    <message>
        <source>message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>tone</source>
        <translation>음</translation>
    </message>
    <message>
        <source>caller gave up</source>
        <translation>신고자가 그만둠</translation>
    </message>
    <message>
        <source>caller hung up</source>
        <translation>신고자가 끊음</translation>
    </message>
    <message>
        <source>released by the desk</source>
        <translation>이쪽에서 끊음</translation>
    </message>
    <message>
        <source>line lost</source>
        <translation>통화 끊김</translation>
    </message>
    <message>
        <source>Help sent</source>
        <translation>출동 조치</translation>
    </message>
    <message>
        <source>Called by mistake</source>
        <translation>잘못 건 신고</translation>
    </message>
    <message>
        <source>Test call</source>
        <translation>시험 신고</translation>
    </message>
    <message>
        <source>No help needed</source>
        <translation>도움 필요 없음</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>인계</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>phone&apos;s own location</source>
        <translation>휴대전화 위치</translation>
    </message>
    <message>
        <source>mobile cell</source>
        <translation>기지국</translation>
    </message>
    <message>
        <source>from the network</source>
        <translation>통신망 제공</translation>
    </message>
    <message>
        <source>AML</source>
        <translation>AML</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>직접 입력</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>폰</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>기지국</translation>
    </message>
    <message>
        <source>network</source>
        <translation>통신망</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>전화</translation>
    </message>
    <message>
        <source>Caller&apos;s page</source>
        <translation>신고자 페이지</translation>
    </message>
    <message>
        <source>Text gateway</source>
        <translation>문자 중계기</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Phones&apos; locations</source>
        <translation>휴대전화 위치(AML)</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>찾을 수 없음</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>연결되지 않음</translation>
    </message>
    <message>
        <source>not understood</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>늦음</translation>
    </message>
    <message>
        <source>full</source>
        <translation>가득 참</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>고장</translation>
    </message>
    <message>
        <source>Not answered: the call no longer rings. Another seat took it, or the caller gave up.</source>
        <translation>받지 못함: 더는 울리지 않습니다. 다른 자리가 받았거나 신고자가 그만두었습니다.</translation>
    </message>
    <message>
        <source>Not asked: nobody is on the line any more.</source>
        <translation>요청하지 못함: 통화가 끝났습니다.</translation>
    </message>
    <message>
        <source>Not confirmed: no knock was heard. Ask to press keys first.</source>
        <translation>확정하지 못함: 신호가 없었습니다. 먼저 번호를 누르도록 요청하세요.</translation>
    </message>
    <message>
        <source>Nothing to judge: the knock has been judged already.</source>
        <translation>판단할 것이 없음: 이미 판단한 신호입니다.</translation>
    </message>
    <message>
        <source>No link sent: the caller&apos;s number is withheld. Order a unit with what is known.</source>
        <translation>링크를 보내지 못함: 발신 번호가 없습니다. 아는 것만으로 출동시키세요.</translation>
    </message>
    <message>
        <source>No link sent: one has just been sent, or the call is not answered. Wait five seconds.</source>
        <translation>링크를 보내지 못함: 방금 보냈거나 아직 받지 않은 신고입니다. 5초 기다리세요.</translation>
    </message>
    <message>
        <source>No link sent: the text gateway is %1. Try again.</source>
        <translation>링크를 보내지 못함: 문자 중계기 %1. 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Not said: the line is empty or too long. Shorten it and send it again.</source>
        <translation>보내지 못함: 비었거나 너무 깁니다. 줄여서 다시 보내세요.</translation>
    </message>
    <message>
        <source>Not said: the caller has no link yet. Send the link first.</source>
        <translation>보내지 못함: 신고자에게 링크가 없습니다. 먼저 링크를 보내세요.</translation>
    </message>
    <message>
        <source>NOT ORDERED: %1. Name a unit and order again, or order by radio.</source>
        <translation>출동 지령 안 됨: %1. 출동 요소를 정해 다시 지령하거나 무전으로 지령하세요.</translation>
    </message>
    <message>
        <source>Nothing to hang up: the line has ended already.</source>
        <translation>끊을 통화가 없음: 이미 끝났습니다.</translation>
    </message>
    <message>
        <source>Not closed: %1. Shorten the note, or try again.</source>
        <translation>종결하지 못함: %1. 메모를 줄이거나 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Not done: %1. Try again.</source>
        <translation>하지 못함: %1. 다시 시도하세요.</translation>
    </message>
    <message>
        <source>1 press</source>
        <translation>1회 누름</translation>
    </message>
    <message>
        <source>%1 presses</source>
        <translation>%1회 누름</translation>
    </message>
    <message>
        <source>%1, during the prompt</source>
        <translation>%1, 안내 중</translation>
    </message>
    <message>
        <source>%1, %2 s after the prompt</source>
        <translation>%1, 안내 %2초 뒤</translation>
    </message>
    <message>
        <source>number withheld</source>
        <translation>발신 번호 없음</translation>
    </message>
    <message>
        <source>passed on</source>
        <translation>다른 곳으로 넘김</translation>
    </message>
    <message>
        <source>called back, no answer</source>
        <translation>되걸었으나 응답 없음</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>녹음</translation>
    </message>
    <message>
        <source>Test knock</source>
        <translation>시험 신호</translation>
    </message>
    <message>
        <source>Not held: the call is not on this seat&apos;s line.</source>
        <translation>보류하지 못함: 이 자리의 통화가 아닙니다.</translation>
    </message>
    <message>
        <source>Not taken up: another seat was quicker, or the caller has left.</source>
        <translation>받지 못함: 다른 자리가 먼저 받았거나 신고자가 끊었습니다.</translation>
    </message>
    <message>
        <source>Not handed over: give the number of another seat, and only a call of your own.</source>
        <translation>넘기지 못함: 자기 통화만, 다른 자리 번호로 넘기세요.</translation>
    </message>
    <message>
        <source>Not passed on: that is no telephone number.</source>
        <translation>넘기지 못함: 전화번호가 아닙니다.</translation>
    </message>
    <message>
        <source>Not passed on: nobody is on the line, or it is being passed on already.</source>
        <translation>넘기지 못함: 통화 중이 아니거나 이미 넘기는 중입니다.</translation>
    </message>
    <message>
        <source>Not called back: ringing may give the caller away. A supervisor&apos;s reason must be typed.</source>
        <translation>되걸지 못함: 벨소리로 신고 사실이 드러날 수 있습니다. 감독자의 사유를 적으세요.</translation>
    </message>
    <message>
        <source>Not called back: the number is withheld.</source>
        <translation>되걸지 못함: 번호 표시 제한입니다.</translation>
    </message>
    <message>
        <source>Not called back: the line is in use, or somebody else is calling back.</source>
        <translation>되걸지 못함: 회선이 사용 중이거나 다른 사람이 되거는 중입니다.</translation>
    </message>
    <message>
        <source>Location, camera, chat</source>
        <translation>위치, 영상, 채팅</translation>
    </message>
    <message>
        <source>Location and chat</source>
        <translation>위치, 채팅</translation>
    </message>
    <message>
        <source>Pictures and films</source>
        <translation>사진, 동영상</translation>
    </message>
    <message>
        <source>back camera</source>
        <translation>후면 카메라</translation>
    </message>
    <message>
        <source>front camera</source>
        <translation>전면 카메라</translation>
    </message>
    <message>
        <source>camera off</source>
        <translation>카메라 끄기</translation>
    </message>
    <message>
        <source>snapshot</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>찍은 사진</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>동영상</translation>
    </message>
    <message>
        <source>7-bit</source>
        <translation>7비트</translation>
    </message>
    <message>
        <source>UCS-2</source>
        <translation>UCS-2</translation>
    </message>
    <message>
        <source>%1 of %2 characters (%3)</source>
        <translation>%1/%2자 (%3)</translation>
    </message>
    <message>
        <source>%1, 1 part</source>
        <translation>%1, 1건</translation>
    </message>
    <message>
        <source>%1, %2 parts</source>
        <translation>%1, %2건</translation>
    </message>
    <message>
        <source>Not asked: no page is open on the phone. Write: the line is shown when it opens again.</source>
        <translation>요청하지 못함: 휴대전화에 열린 페이지가 없습니다. 써 두면 다시 열 때 보입니다.</translation>
    </message>
    <message>
        <source>NOT KEPT: the note is %1. Write it again.</source>
        <translation>저장 안 됨: 메모 %1. 다시 쓰십시오.</translation>
    </message>
    <message>
        <source>Not judged: %1. Judge it again.</source>
        <translation>분류 안 됨: %1. 다시 분류하십시오.</translation>
    </message>
    <message>
        <source>Not closed: the caller was just asked to press keys, or is on the line with another seat. Wait, or type a note.</source>
        <translation>종결하지 못함: 방금 번호를 눌러 달라고 안내했거나, 신고자가 다른 자리와 통화 중입니다. 기다리거나 메모를 입력하세요.</translation>
    </message>
    <message>
        <source>Not marked: it is a silent call already. Order a unit.</source>
        <translation>표시하지 못함: 이미 말없는 신고입니다. 출동을 지령하세요.</translation>
    </message>
    <message>
        <source>Not marked: nobody has spoken with the caller. Answer the call first.</source>
        <translation>표시하지 못함: 아직 통화하지 않았습니다. 먼저 전화를 받으세요.</translation>
    </message>
    <message>
        <source>Dispatch system</source>
        <translation>지령 시스템</translation>
    </message>
    <message>
        <source>Page for units</source>
        <translation>출동 대원용 페이지</translation>
    </message>
    <message>
        <source>No page for units: this service shows none.</source>
        <translation>출동 대원용 페이지 없음: 이 서비스에 설정되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Nothing to end: the page for units is over.</source>
        <translation>종료할 것이 없음: 출동 대원용 페이지가 이미 끝났습니다.</translation>
    </message>
    <message>
        <source>It is open already: another seat was quicker.</source>
        <translation>이미 열려 있습니다. 다른 자리가 먼저 열었습니다.</translation>
    </message>
    <message>
        <source>Not found: the journal here has no such call.</source>
        <translation>찾지 못함: 이곳 기록에 그런 신고가 없습니다.</translation>
    </message>
    <message>
        <source>Not shown: too many calls are being looked up, or this one was too long. Try again.</source>
        <translation>보여 주지 못함: 조회가 너무 많거나 기록이 너무 깁니다. 다시 해 보세요.</translation>
    </message>
    <message>
        <source>○ no sound is kept</source>
        <translation>○ 녹음 안 됨</translation>
    </message>
    <message>
        <source>● sound is being kept</source>
        <translation>● 녹음 중</translation>
    </message>
    <message>
        <source>▲ sound was kept only in part</source>
        <translation>▲ 녹음이 일부만 저장됨</translation>
    </message>
    <message>
        <source>■ sound was kept</source>
        <translation>■ 녹음 저장됨</translation>
    </message>
    <message>
        <source>Not shown: the file is not kept any more.</source>
        <translation>보여 주지 못함: 파일이 더는 보관되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Not shown: the time of keeping is over, and what was kept cannot be read any more.</source>
        <translation>보여 주지 못함: 보관 기간이 지나 보관된 것을 더는 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>NOT SHOWN: the file is not what was kept, it was changed on the disk. Tell an administrator.</source>
        <translation>보여 주지 못함: 파일이 보관된 것과 다릅니다. 디스크에서 바뀌었습니다. 관리자에게 알리세요.</translation>
    </message>
    <message>
        <source>Not shown: the file is too large for this desk, or too many are being read. Try again later.</source>
        <translation>보여 주지 못함: 이 자리에는 파일이 너무 크거나 읽는 파일이 너무 많습니다. 나중에 다시 해 보세요.</translation>
    </message>
    <message>
        <source>Not shown: the service is out of reach. Ask again when it is back.</source>
        <translation>보여 주지 못함: 서비스에 연결되지 않습니다. 연결되면 다시 하세요.</translation>
    </message>
    <message>
        <source>Not shown: %1. Try again.</source>
        <translation>보여 주지 못함: %1. 다시 해 보세요.</translation>
    </message>
    <message>
        <source>○ no camera is kept</source>
        <translation>○ 녹화 안 됨</translation>
    </message>
    <message>
        <source>● camera is being kept</source>
        <translation>● 녹화 중</translation>
    </message>
    <message>
        <source>▲ camera was kept only in part</source>
        <translation>▲ 녹화가 일부만 저장됨</translation>
    </message>
    <message>
        <source>■ camera was kept</source>
        <translation>■ 녹화 저장됨</translation>
    </message>
</context>
</TS>
