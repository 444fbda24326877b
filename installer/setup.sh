# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The set-up of ./knock, which reads this file: what the machine is, what it lacks, and how it gets it.
#
# A machine with Qt 6.8 gets the packages of installer/packages.txt by apt and builds natively. Any other machine gets a
# private Debian 13 in the user's cache folder, and ./knock is started again inside it, where it finds such a machine.
# shellcheck disable=SC2154 # $project is one of what ./knock gives
# Given by ./knock: $project, say, fail. What it uses afterwards: set_up, hash_of_setup, $cache.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/knock
log=$cache/setup.log
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# ---- What the machine is and what it lacks

packages() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$project/installer/packages.txt"
}

missing_packages() {
    local wanted
    mapfile -t wanted < <(packages)
    { dpkg-query -W -f '${Package} ${Status}\n' "${wanted[@]}" 2>/dev/null; printf '%s\n' "${wanted[@]}"; } |
        awk '/ install ok installed$/ { there[$1] } NF == 1 && !($1 in there)'
}

system() { # one value of os-release
    # shellcheck disable=SC1090
    (. "${KNOCK_OS_RELEASE:-/etc/os-release}" 2>/dev/null && eval "printf %s \"\${$1:-}\"")
}

is_debian_13_or_later() {
    local version
    version=$(system VERSION_ID)
    [ "$(system ID)" = debian ] && [ "${version%%.*}" -ge 13 ] 2>/dev/null
}

candidate() {
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" { print $2 }'
}

# Debian 13 has what we need by definition; a relative of Debian (Ubuntu, a Debian in the making) is asked for its Qt.
is_native() {
    is_debian_13_or_later && return 0
    [ "$(system ID)" = debian ] && [ -n "$(system VERSION_ID)" ] && return 1
    command -v apt-cache >/dev/null && dpkg --compare-versions "$(candidate qt6-base-dev)" ge 6.8
}

hash_of_setup() {
    { echo "$suite"; packages; } | sha256sum | cut -c1-12
}

# ---- Doing things as root, keeping a log, and saying what went wrong

demand_root() { # $1: what an administrator could do instead
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null && sudo -v && return
    fail "This needs root, and sudo is missing or refused. Ask an administrator to run: $1 - then run ./knock again."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

demand_space() { # $1: folder, $2: GB
    local free
    free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1048576) }')
    [ "${free:-0}" -ge "$2" ] || fail "The disk is too full: $1 has $free GB free, the set-up needs $2 GB. Make room, then run ./knock again."
}

# Copies what apt and dpkg say into the log and counts for the reader. $1: number of packages, $2: already there.
progress() {
    local total=$1 fetched=${2:-0} unpacked=0 installed=0 line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
        "Get:"*) show_count downloaded $((fetched += 1)) "$total" ;;
        "Unpacking "*) show_count unpacked $((unpacked += 1)) "$total" ;;
        "Setting up "*) show_count installed $((installed += 1)) "$total" ;;
        esac
    done
    [ ! -t 1 ] || echo
}

show_count() { # on a terminal every package, else every tenth of the way
    local step=$(($3 / 10 + 1))
    if [ -t 1 ]; then
        printf '\r  %s %d of %d    ' "$1" "$2" "$3"
    elif [ $(($2 % step)) = 0 ] || [ "$2" = "$3" ]; then
        printf '  %s %d of %d\n' "$1" "$2" "$3"
    fi
}

explain_failure() { # $1: what was being done
    tail -n 12 "$log" >&2
    case $(cat "$log") in
    *"No space left on device"* | *"enough free space"*)
        fail "$1 stopped: the disk is full. Make room, then run ./knock again; it continues." ;;
    *"Could not resolve"* | *"failure resolving"* | *"Could not connect"* | *"Unable to connect"* | *"nreachable"* | *"onnection timed out"*)
        fail "$1 stopped: no network, or the Debian mirror does not answer. Connect (or set KNOCK_DEBIAN_MIRROR), then run ./knock again; it continues." ;;
    *"Failed to fetch"* | *"Hash Sum mismatch"* | *"does not have a Release file"* | *"Connection failed"*)
        fail "$1 stopped: a download failed. Run ./knock again; it continues (KNOCK_DEBIAN_MIRROR names another mirror)." ;;
    *"Could not get lock"*)
        fail "$1 stopped: another program is installing packages. Wait for it, then run ./knock again." ;;
    esac
    fail "$1 stopped. Everything it said is in $log; run ./knock again to continue."
}

install_by_apt() { # packages of this machine
    local plan
    demand_root "apt-get install --no-install-recommends $*"
    say "apt installs on this machine: $*"
    as_root apt-get update >>"$log" 2>&1 </dev/null || explain_failure "Reading the package lists"
    plan=$(LC_ALL=C apt-get install --assume-no --no-install-recommends "$@" 2>&1 </dev/null)
    printf '%s\n' "$plan" >>"$log"
    printf '%s\n' "$plan" | grep -E 'newly installed|^Need to get|^After this' | sed 's/^/  /'
    LC_ALL=C as_root apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" \
        2>&1 </dev/null | progress "$(awk '/newly installed/ { print $3; exit }' <<<"$plan")" || explain_failure "Installing the packages"
}

# ---- Set-up of a machine that builds natively

set_up_native() {
    local missing known
    mapfile -t missing < <(missing_packages)
    if [ ${#missing[@]} -gt 0 ] && ! is_debian_13_or_later; then
        # Another distribution may lack a test program under Debian's name; its tests say themselves that they are skipped.
        known=$(LC_ALL=C apt-cache policy "${missing[@]}" | awk '/^[^ ]/ { name = $1 } /Candidate:/ && $2 != "(none)" { sub(":$", "", name); print name }')
        say "Not in this distribution, left out: $(printf '%s\n' "${missing[@]}" | grep -vxF "$known" | paste -sd ' ')"
        mapfile -t missing < <(printf '%s' "$known")
    fi
    [ ${#missing[@]} -gt 0 ] || return 0
    [ -z "${KNOCK_PRIVATE_ROOT:-}" ] || fail "The private Debian lacks ${missing[*]}. Remove $KNOCK_PRIVATE_ROOT, then run ./knock again."
    : >"$log"
    install_by_apt "${missing[@]}"
    echo "$SECONDS" >"$cache/setup_seconds"
}

# ---- Set-up of a private Debian 13

# The mirror of this machine, so that a site's own mirror is used for the private Debian too.
mirror() {
    local own=''
    if [ -n "${KNOCK_DEBIAN_MIRROR:-}" ]; then
        echo "$KNOCK_DEBIAN_MIRROR"
        return
    fi
    if [ "$(system ID)" = debian ]; then
        # shellcheck disable=SC2016 # apt's words, not the shell's
        own=$(apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)|$(LABEL)' 'Created-By: Packages' 2>/dev/null |
            awk -F '|' -v release="$(system VERSION_CODENAME)" '
                $2 == release && $3 == "main" && ($4 == "Debian" && $5 == "Debian" || $4 == "" && $1 ~ /\/debian\/?$/) { print $1; exit }')
    fi
    echo "${own:-http://deb.debian.org/debian}"
}

# apt of this machine, working on the private Debian's lists and downloads. It needs no root, resumes a broken download,
# and goes through the proxies this machine has set.
private_apt() {
    local program=$1
    shift
    LC_ALL=C "$program" -o Dir::State="$cache/apt" -o Dir::State::lists="$cache/apt/lists" -o Dir::State::status="$cache/apt/status" \
        -o Dir::Cache="$cache/apt" -o Dir::Cache::archives="$cache/apt/archives" \
        -o Dir::Etc::sourcelist="$cache/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
        -o APT::Install-Recommends=false -o APT::Sandbox::User="$(id -un)" -o APT::Update::Error-Mode=any -o Acquire::Retries=3 "$@" </dev/null
}

install_tools() {
    local tools=()
    command -v mmdebstrap >/dev/null || tools+=(mmdebstrap)
    command -v bwrap >/dev/null || tools+=(bubblewrap)
    [ -e "$keyring" ] || tools+=(debian-archive-keyring)
    [ ${#tools[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "This system has no apt. Install ${tools[*]} with its own package manager, then run ./knock again."
    install_by_apt "${tools[@]}"
}

download_private_debian() { # leaves every package in $cache/apt/archives and their number in $count
    local plan wanted
    mapfile -t wanted < <(packages)
    mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
    : >"$cache/apt/status"
    echo "deb [signed-by=$keyring] $(mirror) $suite main" >"$cache/apt/sources.list"
    private_apt apt-get update >>"$log" 2>&1 || explain_failure "Reading the package lists of $(mirror)"
    plan=$(private_apt apt-get install --assume-no '?essential' apt "${wanted[@]}" 2>&1)
    printf '%s\n' "$plan" >>"$log"
    count=$(awk '/newly installed/ { print $3; exit }' <<<"$plan")
    [ -n "$count" ] || explain_failure "Choosing the packages"
    printf '%s\n' "$plan" | grep -E 'newly installed|^Need to get|^After this' | sed 's/^/  /'
    private_apt apt-get autoclean >>"$log" 2>&1
    private_apt apt-get install -y --download-only '?essential' apt "${wanted[@]}" 2>&1 |
        progress "$count" "$(find "$cache/apt/archives" -name '*.deb' | wc -l)" || explain_failure "Downloading the packages"
}

# Makes the tree $1 from the downloads, without network. A normal user owns the files, so that no root is needed later.
unpack_private_debian() {
    local mode=root run=() options
    # shellcheck disable=SC2016 # $1 is the hook's own
    options=(--variant=apt "--include=$(packages | paste -sd ,)" --verbose --skip=update
        '--setup-hook=mkdir -p "$1/var/cache/apt/archives"' "--setup-hook=sync-in '$cache/apt/lists' /var/lib/apt/lists"
        "--setup-hook=sync-in '$cache/apt/archives' /var/cache/apt/archives"
        --dpkgopt=force-unsafe-io '--dpkgopt=path-exclude=/usr/share/man/*' '--dpkgopt=path-exclude=/usr/share/locale/*')
    if [ "$(id -u)" = 0 ]; then
        mmdebstrap --mode=root "${options[@]}" "$suite" "$1" "$(cat "$cache/apt/sources.list")" 2>&1 </dev/null | progress "$count"
        return
    fi
    if command -v newuidmap >/dev/null && grep -q "^$(id -un):" /etc/subuid && unshare --user true 2>/dev/null; then
        mode=unshare
    else
        demand_root "apt-get install uidmap, and give $(id -un) a range in /etc/subuid and /etc/subgid"
        run=(sudo)
    fi
    { "${run[@]}" env TMPDIR=/var/tmp mmdebstrap "--mode=$mode" "${options[@]}" --format=tar "$suite" - "$(cat "$cache/apt/sources.list")" 2>&3 </dev/null |
        tar -x -C "$1" --no-same-owner --exclude='./dev/*'; } 3>&1 | progress "$count"
}

remove_tree() { # never leaves its own file system, should something still be mounted in an unfinished tree
    [ ! -e "$1" ] || chmod -R u+rwX "$1" 2>/dev/null
    rm -rf --one-file-system "$1"
}

remove_old_roots() { # except those another ./knock is in, which holds a lock on them
    local old
    for old in "$cache"/root-*; do
        [ "$old" = "$root" ] || ! flock -n -x "$old" true || remove_tree "$old"
    done
}

set_up_private() {
    local count=0 partial=$root.partial
    [ ! -d "$root" ] || return 0
    say "This machine has $(system PRETTY_NAME); Knock is built with Qt 6.8, which Debian 13 has."
    say "A private Debian 13 is made in $root. It is done once and changes nothing else on this machine."
    exec 8>"$cache/lock"
    flock -n 8 || { say "Another ./knock is setting up; waiting for it."; flock 8; }
    [ ! -d "$root" ] || { exec 8>&-; return; }
    : >"$log"
    install_tools
    remove_tree "$partial"
    demand_space "$cache" "$([ "$(id -u)" = 0 ] && echo 6 || echo 10)"
    download_private_debian
    mkdir "$partial"
    if ! unpack_private_debian "$partial"; then
        remove_tree "$partial"
        explain_failure "Making the private Debian"
    fi
    mv "$partial" "$root"
    echo "$SECONDS" >"$cache/setup_seconds"
    remove_old_roots
    exec 8>&-
}

# ---- Inside the private Debian

# The root's own folders cannot get mount points, so they are composed: its usr, etc and var/lib read-only, the machine's
# /dev, /proc, /tmp and every other top folder at its own path. Sound and display come with /tmp and the runtime folder.
enter_private() {
    local options folder runtime=${XDG_RUNTIME_DIR:-}
    options=(--die-with-parent --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc --dev-bind /dev /dev --bind /proc /proc
        --ro-bind /sys /sys --tmpfs /run --tmpfs /var --perms 0755 --dir /var/lib --symlink /run /var/run --bind /tmp /tmp --bind /var/tmp /var/tmp
        --ro-bind "$root/var/cache" /var/cache)
    for folder in bin sbin lib lib64; do
        options+=(--symlink "usr/$folder" "/$folder")
    done
    for folder in "$root"/var/lib/*; do
        options+=(--ro-bind "$folder" "${folder#"$root"}")
    done
    for folder in passwd group hosts hostname resolv.conf machine-id; do
        [ ! -e "/etc/$folder" ] || [ ! -e "$root/etc/$folder" ] || options+=(--ro-bind "/etc/$folder" "/etc/$folder")
    done
    for folder in /*; do
        case $folder in
        /bin | /sbin | /lib* | /usr | /etc | /var | /proc | /sys | /dev | /run | /tmp | /boot | /lost+found) ;;
        *) [ ! -d "$folder" ] || options+=(--bind "$folder" "$folder") ;;
        esac
    done
    options+=(--bind-try /run/media /run/media)
    if [ -d "$runtime" ]; then
        options+=(--bind "$runtime" "$runtime")
    fi
    for folder in "$project" "$HOME" "$cache" "$PWD"; do
        case $folder in
        /usr/* | /etc/*) fail "Knock cannot be used from inside $folder; move to a home folder." ;;
        /var/* | /run/*) options+=(--bind-try "$folder" "$folder") ;;
        esac
    done
    for folder in LD_LIBRARY_PATH LIBRARY_PATH CPATH PKG_CONFIG_PATH CMAKE_PREFIX_PATH QT_PLUGIN_PATH KNOCK_OS_RELEASE; do
        options+=(--unsetenv "$folder") # they speak of this machine, not of the private Debian
    done
    bwrap "${options[@]}" true || fail "bubblewrap cannot enter the private Debian: user name spaces are switched off here. Run as root, or ask an administrator to allow them (in a container: start it privileged)."
    exec 9<"$root"
    flock -s 9
    exec bwrap "${options[@]}" --chdir "$PWD" --setenv KNOCK_PRIVATE_ROOT "$root" \
        --setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin --setenv LC_ALL C.UTF-8 \
        --setenv LANGUAGE "${LANGUAGE:-${LANG%%.*}}" --setenv TZ "${TZ:-$(cat /etc/timezone 2>/dev/null)}" -- "$project/knock" "$@"
}

set_up() { # "$@": the words of this call, for the second start inside the private Debian
    mkdir -p "$cache" 2>/dev/null
    [ -w "$cache" ] || fail "Cannot write in $cache. Make it yours, then run ./knock again."
    if is_native; then
        set_up_native
    else
        root=$cache/root-$(hash_of_setup)
        set_up_private
        enter_private "$@"
    fi
    export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$project CCACHE_NOHASHDIR=1
    if [ ! -d "${XDG_RUNTIME_DIR:-}" ]; then # Qt and sound want one, with no access for others
        XDG_RUNTIME_DIR=/tmp/knock-runtime-$(id -u)
        export XDG_RUNTIME_DIR
        mkdir -m 700 "$XDG_RUNTIME_DIR" 2>/dev/null
        [ -O "$XDG_RUNTIME_DIR" ] || fail "$XDG_RUNTIME_DIR belongs to somebody else; set XDG_RUNTIME_DIR to a folder of yours."
    fi
}
