#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The Debian packages of this build: they can be made, name what they depend on, and hold what belongs to them.
# usage: tst_packages.sh PROJECT BUILD
# shellcheck disable=SC2317 # check runs the functions
set -u
project=$1
build=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

check() { # $1: what is expected, rest: a command that shows it
    local expected=$1
    shift
    "$@" >/dev/null 2>&1 && return
    echo "FAIL: $expected"
    failures=$((failures + 1))
}

cpack --config "$build/CPackConfig.cmake" -B "$folder" >"$folder/log" 2>&1 || {
    tail -n 20 "$folder/log"
    exit 1
}
depends() { dpkg-deb -f "$folder"/knock-"$1"_*.deb Depends; }
holds() { dpkg-deb -c "$folder"/knock-"$1"_*.deb | grep -q "$2"; }

check "runtime depends on Qt" grep -q libqt6core6 <(depends runtime)
check "runtime holds the core library" holds runtime lib/knock/libknock_core.so
check "runtime holds the licence" holds runtime doc/knock-runtime/LICENSE
check "runtime holds nothing of the build folder" bash -c "! dpkg-deb -c '$folder'/knock-runtime_*.deb | grep -qF '$build'"
if [ -x "$build/bin/knock-workstation" ]; then
    check "workstation holds the program" holds workstation usr/bin/knock-workstation
    check "workstation holds its menu entry" holds workstation applications/kr.go.police.Knock.desktop
    check "workstation depends on runtime" grep -q knock-runtime <(depends workstation)
    check "workstation depends on the map module" grep -q qml6-module-qtlocation <(depends workstation)
fi
if [ -x "$build/bin/knockd" ]; then
    check "service holds the program" holds service usr/bin/knockd
    check "service holds its unit" holds service usr/lib/systemd/system/knockd.service
    check "service holds its user" holds service usr/lib/sysusers.d/knock.conf
    check "service holds its folders" holds service usr/lib/tmpfiles.d/knock.conf
    check "service holds the settings to begin with" holds service usr/share/knock/knockd.conf
    check "service makes them on installation" bash -c "dpkg-deb -I '$folder'/knock-service_*.deb postinst | grep -q systemd-sysusers"
    check "service depends on runtime" grep -q knock-runtime <(depends service)
    check "service depends on what receives the camera" grep -q gstreamer1.0-nice <(depends service)
    check "service needs no window" bash -c "! dpkg-deb -f '$folder'/knock-service_*.deb Depends | grep -q 'libqt6gui\|libqt6widgets'"
    check "runtime holds the caller's page" holds runtime share/knock/resources/caller/index.html
fi

# Every package is listed once, so that its hash names one private Debian only.
check "no package stands twice in packages.txt" bash -c "! grep -v '^#' '$project/installer/packages.txt' | grep . | sort | uniq -d | grep -q ."
[ "$failures" = 0 ] && echo "All checks passed."
exit $((failures > 0))
