#!/usr/bin/env bash
# Starts and stops a RabbitMQ node of one's own, for tests and for trying things out: on loopback only, with its own
# data folder, name, cookie, ports and password. A RabbitMQ that the system runs is neither used nor touched.
#
#   build/rabbitmq.sh install          only makes sure that RabbitMQ is there
#   build/rabbitmq.sh start [FOLDER]   starts the folder's node, and prints its URI
#   build/rabbitmq.sh stop [FOLDER]    stops it; its queues stay in the folder
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

programs=/usr/lib/rabbitmq/bin

need_rabbitmq() {
    [ -x "$programs/rabbitmq-server" ] && return
    # Debian would start a node at once; we need the programs only.
    local policy=/usr/sbin/policy-rc.d
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ ! -e "$policy" ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    install rabbitmq-server rabbitmq-server
    [ -x "$programs/rabbitmq-server" ] || fail "RabbitMQ was installed, but its programs are not in $programs."
}

# free_ports N: ports of loopback that nobody listens on, outside the range that connections get theirs from.
free_ports() {
    local port found=0
    for _ in $(seq 200); do
        port=$((20000 + (RANDOM << 15 | RANDOM) % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            found=$((found + 1))
            [ "$found" -lt "$1" ] || return 0
        fi
    done
    fail "No free port was found."
}

secret() {
    od -An -tx1 -N16 /dev/urandom | tr -d ' \n'
}

# What the folder's node is called and where it listens; made once.
lay() {
    [ -f "$folder/node" ] && return
    mkdir -p "$folder"
    chmod 700 "$folder"
    (
        umask 077
        local amqp dist names
        { read -r amqp && read -r dist && read -r names; } < <(free_ports 3)
        secret >"$folder/.erlang.cookie"
        chmod 400 "$folder/.erlang.cookie"
        echo '[].' >"$folder/plugins"
        : >"$folder/environment"
        printf '%s\n' 'default_user = campaigns' "default_pass = $(secret)" 'log.console = false' 'log.file.level = warning' \
            'disk_free_limit.absolute = 50MB' >"$folder/rabbitmq.conf"
        printf '%s\n' "amqp=$amqp" "dist=$dist" "names=$names" "name=campaigns-$amqp@localhost" >"$folder/node"
    )
}

uri() {
    echo "amqp://campaigns:$(sed -n 's/^default_pass = //p' "$folder/rabbitmq.conf")@127.0.0.1:$amqp/"
}

# lives ID: whether that is a process of this node.
lives() {
    grep -qzx "RABBITMQ_NODENAME=$name" "/proc/$1/environ" 2>/dev/null
}

# The node's process, if it runs.
process() {
    local id
    id=$(cat "$folder/pid" 2>/dev/null) && lives "$id" && echo "$id"
}

start() {
    need_rabbitmq
    lay
    # shellcheck disable=SC1091 # written by lay
    . "$folder/node"
    local server=
    if ! process >/dev/null; then
        rm -f "$folder/pid"
        # Without the settings of the system's node, in a session of its own so that it outlives this script.
        env -i PATH="$PATH" LANG=C.UTF-8 HOME="$folder" ERL_CRASH_DUMP="$folder/erl_crash.dump" \
            RABBITMQ_NODENAME="$name" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$amqp" RABBITMQ_DIST_PORT="$dist" \
            ERL_EPMD_PORT="$names" ERL_EPMD_ADDRESS=127.0.0.1 \
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
            RABBITMQ_CONF_ENV_FILE="$folder/environment" RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" \
            RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" \
            RABBITMQ_PID_FILE="$folder/pid" \
            setsid "$programs/rabbitmq-server" </dev/null >"$folder/output" 2>&1 &
        server=$!
    fi
    for _ in $(seq 600); do
        # It listens once all else is done.
        if process >/dev/null && (exec 3<>"/dev/tcp/127.0.0.1/$amqp") 2>/dev/null; then
            uri
            return
        fi
        process >/dev/null || kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    stop
    cat "$folder/output" >&2
    fail "RabbitMQ did not start; see $folder/log."
}

stop() {
    [ -f "$folder/node" ] || return 0
    # shellcheck disable=SC1091 # written by lay
    . "$folder/node"
    local id
    if id=$(process); then
        kill "$id"
        # It removes the file with its id at once, and takes a while to end.
        for _ in $(seq 300); do
            lives "$id" || break
            sleep 0.1
        done
        if lives "$id"; then
            kill -9 "$id"
        fi
    fi
    # Its name server, on a port of its own, knows no other node.
    ERL_EPMD_PORT=$names epmd -kill >/dev/null 2>&1 || true
}

folder=$(realpath -m "${2:-$repo/.rabbitmq}")
case ${1:-} in
    install) need_rabbitmq ;;
    start) start ;;
    stop) stop ;;
    *) fail "Usage: build/rabbitmq.sh install | start [FOLDER] | stop [FOLDER]" ;;
esac
