#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The script ./knock on made-up machines: every program that would change or ask the real one is a stub that writes down how
# it was called. Nothing is downloaded or installed.
# usage: tst_knock_script.sh PROJECT
# shellcheck disable=SC2016,SC2317 # the stubs have variables of their own; the tests are found by their names
set -u
source=$1
unset KNOCK_PRIVATE_ROOT KNOCK_PRESET KNOCK_DRY_RUN KNOCK_SECOND_RUN KNOCK_DEBIAN_MIRROR DISPLAY WAYLAND_DISPLAY
failures=0

# ---- A made-up machine

stub() { # $1: program, $2: what it does after writing down its call
    printf '#!/bin/bash\necho "%s $*" >>"$machine/calls"\n%s\n' "$1" "$2" >"$machine/bin/$1"
    chmod +x "$machine/bin/$1"
}

new_machine() { # $1: os-release lines; a machine with root, network and room, but without any package of ours
    machine=$(mktemp -d)
    export machine HOME=$machine/home XDG_CACHE_HOME=$machine/cache XDG_RUNTIME_DIR=$machine KNOCK_OS_RELEASE=$machine/os-release
    mkdir -p "$machine/bin" "$HOME" "$machine/project/installer"
    printf '%s\n' "$1" >"$KNOCK_OS_RELEASE"
    cp "$source/knock" "$machine/project/knock"
    cp "$source/installer/setup.sh" "$machine/project/installer"
    cp "$source/CMakePresets.json" "$machine/project"
    cp -r "$source/.ci" "$machine/project"
    printf '%s\n' '# a comment' alpha beta chromium >"$machine/project/installer/packages.txt"
    : >"$machine/calls"
    stub id '[ "$1" = -u ] && { cat "$machine/uid" 2>/dev/null || echo 0; } || echo somebody'
    stub sudo '[ -e "$machine/sudo-works" ] || exit 1; [ "$1" = -v ] || exec "$@"'
    stub df 'echo header; echo "disk 1 1 $(cat "$machine/room" 2>/dev/null || echo 99999999) 1% /"'
    stub dpkg-query 'for name in alpha beta chromium; do ! grep -qx $name "$machine/installed" 2>/dev/null || echo "$name install ok installed"; done'
    stub apt-cache 'cat "$machine/policy" 2>/dev/null'
    stub apt-get '
        case "$*" in *update*) # without Error-Mode the real one calls a failed download a success
            if [ -e "$machine/no-network" ]; then echo "W: Could not resolve host"; [[ "$*" != *Error-Mode=any* ]]; exit; fi ;; esac
        case "$*" in
        *indextargets*) cat "$machine/indextargets" 2>/dev/null ;;
        *--assume-no*) echo "0 upgraded, 2 newly installed, 0 to remove"; echo "Need to get 7 MB of archives." ; exit 1 ;;
        *--download-only*) touch "$XDG_CACHE_HOME/knock/apt/archives/alpha.deb" ;;
        *" install "*|"install "*) printf "%s\n" alpha beta chromium >"$machine/installed"; echo "Setting up alpha" ;;
        esac'
    stub mmdebstrap '
        [ ! -e "$machine/mmdebstrap-fails" ] || { cat "$machine/mmdebstrap-fails"; exit 1; }
        for target in "$@"; do case $target in *.partial) mkdir -p "$target"/{usr,etc,var/lib} ;; esac; done'
    stub bwrap 'true'
    stub cmake '
        [ ! -e "$machine/cmake-fails" ] || exit 1
        case "$*" in *--fresh*) mkdir -p "build/${!#}"; touch "build/${!#}/build.ninja" ;; esac'
    stub ctest 'exit "$(cat "$machine/ctest-status" 2>/dev/null || echo 0)"'
}

debian12='ID=debian
VERSION_ID="12"
VERSION_CODENAME=bookworm
PRETTY_NAME="Debian 12"'
debian13='ID=debian
VERSION_ID="13"'
ubuntu='ID=ubuntu
VERSION_ID="26.04"'

knock() {
    said=$(PATH=$machine/bin:$PATH "$machine/project/knock" "$@" 2>&1 </dev/null)
    status=$?
}

the_root() {
    find "$XDG_CACHE_HOME/knock" -maxdepth 1 -name 'root-*' 2>/dev/null
}

# ---- Checking

expect() { # $1: what is expected, rest: a command that shows it
    local expected=$1
    shift
    "$@" && return
    printf 'FAIL in %s: %s\n--- status %s, said:\n%s\n--- calls:\n%s\n' "${FUNCNAME[1]}" "$expected" "$status" "$said" "$(cat "$machine/calls")"
    failures=$((failures + 1))
}

has_status() { [ "$status" = "$1" ]; }
has_said() { [[ $said == *"$1"* ]]; }
was_called() { grep -q -e "$1" "$machine/calls"; }
was_not_called() { ! grep -q -e "$1" "$machine/calls"; }
is_gone() { [ ! -e "$1" ]; }

# ---- The tests

help_tells_every_word() {
    new_machine "$debian13"
    knock help
    expect "status 0" has_status 0
    for word in run test build bench package 'map import' shell help; do
        expect "the word $word" has_said "  $word"
    done
}

wrong_words_get_help_and_status_2() {
    new_machine "$debian13"
    local words
    for words in nonsense --run 'build nonsense' 'build dev dev' map 'map export' 'map import a --nime b'; do
        # shellcheck disable=SC2086 # several words
        knock $words
        expect "status 2 for $words" has_status 2
        expect "the help for $words" has_said "usage: ./knock"
    done
    expect "nothing done" was_not_called 'apt-get\|cmake'
}

map_import_checks_file_and_name() {
    new_machine "$debian13"
    knock map import "$machine/none.osm.pbf"
    expect "status 1" has_status 1
    expect "the missing file" has_said "There is no file $machine/none.osm.pbf"
    touch "$machine/a.osm.pbf"
    knock map import "$machine/a.osm.pbf" --name ../b
    expect "status 1" has_status 1
    expect "the wrong name" has_said "choose one with --name"
}

debian_13_installs_only_what_is_missing_and_says_so_first() {
    new_machine "$debian13"
    echo alpha >"$machine/installed"
    knock build
    expect "status 0" has_status 0
    expect "the names, then the amount, then the work" bash -c '[[ $0 == *"apt installs on this machine: beta chromium"*"Need to get 7 MB"*"installed"* ]]' "$said"
    expect "the install" was_called 'apt-get install -y .*beta chromium'
    expect "alpha left alone" was_not_called 'apt-get install.*alpha'
    expect "a native build" was_called 'cmake --build --preset dev --target all'
    expect "no private Debian" was_not_called 'bwrap\|mmdebstrap'
}

a_second_build_neither_installs_nor_configures() {
    new_machine "$debian13"
    knock build
    : >"$machine/calls"
    knock build
    expect "status 0" has_status 0
    expect "no apt, no configuration" was_not_called 'apt-get\|--fresh'
    echo gamma >>"$machine/project/installer/packages.txt"
    echo gamma >>"$machine/installed"
    knock build
    expect "a new configuration for new packages" was_called '--fresh'
}

without_root_and_sudo_the_sentence_names_the_command() {
    new_machine "$debian13"
    echo 1000 >"$machine/uid"
    knock build
    expect "status 1" has_status 1
    expect "the sentence" has_said "Ask an administrator to run: apt-get install --no-install-recommends alpha beta chromium"
    touch "$machine/sudo-works"
    knock build
    expect "status 0 once sudo works" has_status 0
}

ubuntu_is_native_by_its_qt_and_leaves_out_what_it_lacks() {
    new_machine "$ubuntu"
    printf '%s\n' qt6-base-dev: '  Candidate: 6.10.2' alpha: '  Candidate: 1' beta: '  Candidate: 1' chromium: '  Candidate: (none)' >"$machine/policy"
    knock build
    expect "status 0" has_status 0
    expect "what is left out" has_said "left out: chromium"
    expect "a native build" was_called 'cmake --build'
    expect "no private Debian" was_not_called 'bwrap'
}

ubuntu_with_an_older_qt_gets_a_private_debian() {
    new_machine "$ubuntu"
    printf '%s\n' qt6-base-dev: '  Candidate: 6.4.2' >"$machine/policy"
    knock build
    expect "the private Debian" was_called 'bwrap .* build$'
}

debian_12_gets_a_private_debian_and_then_enters_it_at_once() {
    new_machine "$debian12"
    printf '%s\n' 'http://other/debian|stable|main||' 'http://mirror.site/debian/|bookworm|main|Debian|Debian' >"$machine/indextargets"
    knock test -L unit
    expect "what will be done, with its size" has_said "Need to get 7 MB"
    expect "the site's mirror" grep -q ' http://mirror.site/debian/ trixie main' "$XDG_CACHE_HOME/knock/apt/sources.list"
    expect "a complete root" test -d "$(the_root)/usr"
    expect "the same words inside" was_called "bwrap .*--ro-bind $(the_root)/usr /usr .* -- $machine/project/knock test -L unit"
    : >"$machine/calls"
    knock test
    expect "no set-up again" was_not_called 'apt-get\|mmdebstrap'
    expect "entered again" was_called 'bwrap'
}

a_full_disk_is_seen_before_anything_is_downloaded() {
    new_machine "$debian12"
    echo 3000000 >"$machine/room"
    knock build
    expect "status 1" has_status 1
    expect "the sentence" has_said "The disk is too full"
    expect "no download" was_not_called 'download-only'
}

without_network_a_sentence_and_a_new_run_continues() {
    new_machine "$debian12"
    touch "$machine/no-network"
    knock build
    expect "status 1" has_status 1
    expect "the sentence" has_said "no network"
    rm "$machine/no-network"
    knock build
    expect "entered" was_called 'bwrap'
}

an_unknown_failure_names_the_log_of_this_run() {
    new_machine "$debian12"
    touch "$machine/no-network"
    knock build
    rm "$machine/no-network"
    echo 'E: something new' >"$machine/mmdebstrap-fails"
    knock build
    expect "what was said" has_said "E: something new"
    expect "the sentence" has_said "Making the private Debian stopped. Everything it said is in $XDG_CACHE_HOME/knock/setup.log"
}

a_broken_set_up_leaves_no_half_root_and_keeps_the_downloads() {
    new_machine "$debian12"
    echo 'dpkg: error: No space left on device' >"$machine/mmdebstrap-fails"
    knock build
    expect "status 1" has_status 1
    expect "the sentence" has_said "the disk is full"
    expect "no half root" test -z "$(the_root)"
    expect "the downloads" test -e "$XDG_CACHE_HOME/knock/apt/archives/alpha.deb"
    rm "$machine/mmdebstrap-fails"
    mkdir -p "$XDG_CACHE_HOME/knock/root-old/usr"
    knock build
    expect "entered" was_called 'bwrap'
    expect "only the new root" is_gone "$XDG_CACHE_HOME/knock/root-old"
}

an_interrupted_set_up_starts_anew() {
    new_machine "$debian12"
    knock build
    mv "$(the_root)" "$(the_root).partial"
    touch "$(the_root)/half"
    knock build
    expect "a complete root" test -d "$(the_root)/usr"
    expect "nothing of the half one" is_gone "$(the_root)/half"
}

the_gate_passes_on_the_status_of_the_tests() {
    new_machine "$debian13"
    echo 8 >"$machine/ctest-status"
    said=$(PATH=$machine/bin:$PATH "$machine/project/.ci/run" 2>&1 </dev/null)
    status=$?
    expect "the status" has_status 8
    expect "the tests of dev" was_called 'ctest --preset dev -j2 --output-on-failure'
    touch "$machine/cmake-fails"
    knock test
    expect "status 1 of a broken build" has_status 1
}

a_program() {
    mkdir -p "$machine/project/build/release/bin"
    stub knock-workstation 'exit 5'
    mv "$machine/bin/knock-workstation" "$machine/project/build/release/bin"
}

without_a_display_the_demonstration_plays_by_itself() {
    new_machine "$debian13"
    knock run
    expect "status 1 without a program" has_status 1
    expect "the sentence" has_said "builds no workstation yet"
    a_program
    stub Xvfb 'echo 77; exec sleep 30'
    knock run --data somewhere
    expect "the program's status" has_status 5
    expect "no test built" was_called 'cmake --build --preset release --target app/all ui/all resources/all translations/all$'
    expect "the options" was_called '--demonstration --autoplay --screenshots build/demonstration/screens --timeline build/demonstration/timeline.jsonl --data somewhere'
    expect "the places" has_said "$machine/project/build/demonstration/screens"
}

on_a_display_the_demonstration_waits_for_a_person() {
    new_machine "$debian13"
    a_program
    DISPLAY=far:1 knock run
    expect "the options" was_called 'knock-workstation --demonstration$'
    expect "no virtual display" was_not_called Xvfb
}

bench_prints_its_own_figures() {
    new_machine "$debian13"
    a_program
    stub Xvfb 'echo 77; exec sleep 30'
    knock bench setup_seconds second_run_seconds
    expect "status 0" has_status 0
    expect "the set-up" has_said "figure setup_seconds "
    expect "the second run" has_said "figure second_run_seconds "
}

the_scripts_are_clean() {
    new_machine "$debian13"
    said=$(cd "$source" && shellcheck -x knock installer/setup.sh tests/installer/*.sh .ci/run 2>&1)
    expect "nothing to say for shellcheck" test -z "$said"
}

tests=$(declare -F | awk '{ print $3 }' | grep -vxE 'stub|new_machine|knock|the_root|expect|has_.*|was_.*|is_gone|a_program|the_scripts_are_clean')
command -v shellcheck >/dev/null && tests="$tests the_scripts_are_clean" || echo "SKIP the_scripts_are_clean: shellcheck is not installed"
for test in $tests; do
    before=$failures
    "$test"
    rm -rf "$machine"
    [ "$failures" = "$before" ] && echo "PASS $test"
done
echo "$(wc -w <<<"$tests") tests, $failures failed checks"
exit $((failures > 0))
