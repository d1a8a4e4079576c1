# shellcheck shell=bash
# Sourced by the other scripts: finds what they need, and installs what may be installed.

# shellcheck disable=SC2034 # for the scripts that source this one
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Build servers that outlive the script would hold memory and, in CI, the job.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0

fail() {
    echo "$*" >&2
    exit 1
}

# Shows a command's output only if it fails.
quietly() {
    local output
    if ! output=$("$@" 2>&1); then
        printf '%s\n' "$output" >&2
        return 1
    fi
}

need_dotnet() {
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    dotnet --list-sdks | grep -q '^10\.' || fail "The .NET SDK here is not version 10: https://dotnet.microsoft.com/download/dotnet/10.0"
}

# install PACKAGE ELSEWHERE: from the distribution, which takes root and apt-get; Fedora and its kin call it ELSEWHERE.
install() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "$1 is missing. Install it with your package manager: apt-get install $1, dnf install $2, ..."
    fi
    echo "Installing $1 ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update || fail "apt-get update failed."
    quietly apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "$1" || fail "$1 could not be installed."
}

has_postgres() {
    local folder configured=''
    if command -v pg_config >/dev/null; then
        configured=$(pg_config --bindir 2>/dev/null || true)
    fi
    for folder in "$configured" /usr/lib/postgresql/*/bin /usr/local/bin /usr/bin /opt/*/bin /opt/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && return 0
    done
    command -v initdb >/dev/null
}

need_postgres() {
    if has_postgres; then
        return
    fi
    # Debian would set up and start a cluster of its own, on the usual port; we need the programs only.
    local settings=/etc/postgresql-common/createcluster.conf
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ ! -e "$settings" ] \
        && ! dpkg-query -W -f '${Status}' postgresql-common 2>/dev/null | grep -q 'ok installed'; then
        mkdir -p "${settings%/*}"
        echo 'create_main_cluster = false' >"$settings"
    fi
    install postgresql postgresql-server
    has_postgres || fail "PostgreSQL was installed, but its programs (initdb, pg_ctl) are not to be found."
}

need_wrk() {
    command -v wrk >/dev/null || install wrk wrk
}
