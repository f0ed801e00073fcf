#!/usr/bin/env bash
# A real SLURM site on loopback for the tests, on a Debian machine without systemd: munge, slurmctld, several slurmd,
# slurmdbd with MariaDB where it installs, sshd, and an unprivileged user. Needs root.
#
#   testbed.sh up          installs what is missing, starts everything, returns once a log-in can submit
#   testbed.sh down        ends every job and daemon; removes all but packages; --keep leaves directory and user
#   testbed.sh status      a line for each daemon; exit status 0 if all run, 3 if not
#   testbed.sh env         where things are, as KEY=VALUE lines
#   testbed.sh fault VERB NAME   stop | cont | kill | start | restart one daemon: munge sql dbd ctl node1… nodes sshd
#
# Settings from the environment:
#   TESTBED_DIR          [/tmp/polymorph-testbed]  short, for the sake of unix sockets
#   TESTBED_USER         [pmhpc]
#   TESTBED_NODES        [4]     TESTBED_CPUS [2]   of each node, more than the machine has if need be
#   TESTBED_SSH_PORT     [2322]  TESTBED_PORTS [17200]  first of a block of 40 ports
#   TESTBED_ACCOUNTING   [auto]  yes | no | auto: where the packages install
#   TESTBED_SLURM        []      further lines for slurm.conf, such as MaxJobCount=20
#   TESTBED_MIN_JOB_AGE  [300]
set -uo pipefail
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022

DIR=${TESTBED_DIR:-/tmp/polymorph-testbed}
ACCOUNT=${TESTBED_USER:-pmhpc}
NODES=${TESTBED_NODES:-4}
CPUS=${TESTBED_CPUS:-2}
SSH_PORT=${TESTBED_SSH_PORT:-2322}
PORTS=${TESTBED_PORTS:-17200}
ACCOUNTING=${TESTBED_ACCOUNTING:-auto}
MARK=$DIR/.polymorph-testbed
HOME_DIR=$DIR/home
SOCKET=$DIR/munge/socket
HOST=$(hostname -s)
export SLURM_CONF=$DIR/etc/slurm.conf

say() { printf 'testbed: %s\n' "$*"; }
fail() {
    printf 'testbed: %s\n' "$*" >&2
    exit 1
}

# ---- packages

missing() {
    command -v munged >/dev/null || echo munge
    command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v sbatch >/dev/null || echo slurm-wlm
    command -v sshd >/dev/null || echo openssh-server
    command -v ssh >/dev/null || echo openssh-client
    command -v ps >/dev/null || echo procps
}

missing_for_accounting() {
    command -v slurmdbd >/dev/null || echo slurmdbd
    command -v mariadbd >/dev/null || echo mariadb-server-core
    command -v mariadb >/dev/null || echo mariadb-client-core
}

install() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null || { say "not a Debian machine, install by hand: $*"; return 1; }
    local made=no status
    # Debian would start its own daemons otherwise
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        made=yes
    fi
    say "installing $*"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    { apt-get -o DPkg::Lock::Timeout=900 update &&
        apt-get -o DPkg::Lock::Timeout=900 -y --no-install-recommends install "$@"; } \
        </dev/null >"$DIR/log/packages" 2>&1 8>&-
    status=$?
    [ $made = no ] || rm -f /usr/sbin/policy-rc.d
    [ $status = 0 ] || tail -5 "$DIR/log/packages" >&2
    return $status
}

packages() {
    local wanted
    mapfile -t wanted < <(missing)
    install "${wanted[@]}" || fail "packages could not be installed: ${wanted[*]}"
    [ "$ACCOUNTING" != no ] || return 0
    mapfile -t wanted < <(missing_for_accounting)
    if install "${wanted[@]}"; then
        ACCOUNTING=yes
    elif [ "$ACCOUNTING" = auto ]; then
        say "no accounting: ${wanted[*]} could not be installed"
        ACCOUNTING=no
    else
        fail "packages could not be installed: ${wanted[*]}"
    fi
}

# ---- daemons

daemons() {
    echo munge
    [ "$ACCOUNTING" = no ] || printf 'sql\ndbd\n'
    echo ctl
    local i
    for ((i = 1; i <= NODES; i++)); do echo "node$i"; done
    echo sshd
}

program() {
    case $1 in
    munge) echo munged ;; sql) echo mariadbd ;; dbd) echo slurmdbd ;; ctl) echo slurmctld ;;
    node*) echo slurmd ;; sshd) echo sshd ;; *) fail "no daemon is called $1" ;;
    esac
}

pid_file() { case $1 in node*) echo "$DIR/run/n${1#node}.pid" ;; *) echo "$DIR/run/$1.pid" ;; esac }

# The process number of a daemon of ours; one that was given to another process since does not count.
process() {
    local file number
    file=$(pid_file "$1")
    [ -r "$file" ] || return 1
    number=$(tr -dc 0-9 <"$file")
    [ -n "$number" ] && [ "$(cat "/proc/$number/comm" 2>/dev/null)" = "$(program "$1")" ] || return 1
    grep -qzF -- "$DIR/" "/proc/$number/cmdline" "/proc/$number/environ" 2>/dev/null || return 1
    echo "$number"
}

running() { # a zombie is not
    [ -e "/proc/$1/stat" ] && [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" != Z ]
}

await() { # seconds what command…
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1 8>&-; do
        [ $SECONDS -lt $until ] || fail "$what does not come up, see $DIR/log"
        sleep 0.1
    done
}

launch() { # log command…: with no descriptor of ours
    local log=$DIR/log/$1
    shift
    setsid "$@" </dev/null >>"$log" 2>&1 8>&- &
}

sql() { mariadb --no-defaults --socket="$DIR/sql/socket" --user=root "$@"; }

start() {
    ! process "$1" >/dev/null || return 0
    rm -f "$(pid_file "$1")"
    case $1 in
    munge)
        launch munge setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --force \
            --key-file="$DIR/munge/key" --socket="$SOCKET" --pid-file="$DIR/run/munge.pid" \
            --log-file="$DIR/munge/log" --seed-file="$DIR/munge/seed"
        await 30 munged sh -c "munge -n -S '$SOCKET' | unmunge -S '$SOCKET'"
        ;;
    sql)
        launch sql mariadbd --defaults-file="$DIR/etc/sql.conf"
        await 90 mariadbd sql -e 'select 1'
        sql -e "create database if not exists slurm; create user if not exists slurm@127.0.0.1 identified by '$(cat "$DIR/sql/password")'; grant all on slurm.* to slurm@127.0.0.1" ||
            fail "the accounting database cannot be made"
        ;;
    dbd)
        launch dbd slurmdbd -D
        await 90 slurmdbd sacctmgr --noheader show cluster
        if ! sacctmgr --noheader show cluster format=cluster%30 | grep -qw polymorph; then
            sacctmgr --immediate add cluster polymorph
            sacctmgr --immediate add account tests Cluster=polymorph
            sacctmgr --immediate add user "$ACCOUNT" Cluster=polymorph Account=tests
        fi >>"$DIR/log/dbd" 2>&1 8>&-
        ;;
    ctl)
        launch ctl slurmctld -D -f "$SLURM_CONF"
        await 60 slurmctld sh -c 'scontrol ping | grep -q UP'
        ;;
    node*)
        launch "$1" slurmd -D -f "$SLURM_CONF" -N "n${1#node}"
        await 30 "$1" process "$1"
        ;;
    sshd)
        mkdir -p /run/sshd
        launch sshd "$(command -v sshd)" -D -e -f "$DIR/etc/sshd.conf"
        await 30 sshd bash -c "exec 3<>/dev/tcp/127.0.0.1/$SSH_PORT"
        ;;
    esac
}

signal() { # daemon signal
    local number
    number=$(process "$1") || return 0
    kill "-$2" "$number" 2>/dev/null || return 0
    case $2 in TERM | KILL) ;; *) return 0 ;; esac
    local i
    [ "$2" = KILL ] || kill -CONT "$number" 2>/dev/null
    for ((i = 0; i < 150; i++)); do
        running "$number" || break
        sleep 0.1
    done
    ! running "$number" || kill -KILL "$number" 2>/dev/null
    rm -f "$(pid_file "$1")"
}

# ---- configuration

write() { # file mode owner, text on standard input; notes a change
    local beside=$1.new
    cat >"$beside"
    chmod "$2" "$beside"
    chown "$3" "$beside"
    cmp -s "$beside" "$1" || changed=yes
    mv -f "$beside" "$1"
}

# SLURM's daemons can only be held on loopback where the host's name means a loopback address.
loopback() {
    local address
    for name in localhost "$HOST"; do
        # a line of each testbed: what another one has added goes with it
        grep -qF " $name # polymorph-testbed $DIR" /etc/hosts && continue
        if [ -z "$(getent ahostsv4 "$name")" ] || grep -qF " $name # polymorph-testbed " /etc/hosts; then
            printf '127.0.0.1 %s # polymorph-testbed %s\n' "$name" "$DIR" >>/etc/hosts
        fi
    done
    address=$(getent ahostsv4 "$HOST" | awk '{ print $1; exit }')
    case $address in
    127.*) echo "CommunicationParameters=NoCtldInAddrAny,NoInAddrAny" ;;
    *) say "$HOST means $address: SLURM's daemons listen on every address" >&2 ;;
    esac
}

slurm_conf() {
    local memory i
    memory=$(awk -v nodes="$NODES" '/^MemTotal/ { printf "%d", $2 / 1024 * 0.9 / nodes }' /proc/meminfo)
    cat <<END
ClusterName=polymorph
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=$PORTS
SlurmUser=slurm
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$SOCKET
CredType=cred/munge
$(loopback)
StateSaveLocation=$DIR/state
SlurmdSpoolDir=$DIR/spool/%n
SlurmctldPidFile=$DIR/run/ctl.pid
SlurmdPidFile=$DIR/run/%n.pid
SlurmctldDebug=info
SlurmdDebug=info
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=$((memory / CPUS))
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=2
JobAcctGatherParams=OverMemoryKill
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=5,sched_min_interval=0,bf_interval=5
PriorityType=priority/basic
ReturnToService=2
SlurmdTimeout=20
SlurmctldTimeout=20
MessageTimeout=10
KillWait=5
MinJobAge=${TESTBED_MIN_JOB_AGE:-300}
JobRequeue=1
JobCompType=jobcomp/none
END
    if [ "$ACCOUNTING" = yes ]; then
        cat <<END
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((PORTS + 1))
AccountingStoragePass=$SOCKET
END
    else
        echo AccountingStorageType=accounting_storage/none
    fi
    printf '%s\n' "${TESTBED_SLURM:-}"
    for ((i = 1; i <= NODES; i++)); do
        echo "NodeName=n$i NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORTS + 5 + i)) Sockets=1 CoresPerSocket=$CPUS RealMemory=$memory State=UNKNOWN"
    done
    echo "PartitionName=debug Nodes=n[1-$NODES] Default=YES DefaultTime=00:30:00 MaxTime=1-00:00:00 State=UP"
    echo "PartitionName=short Nodes=n[1-$NODES] DefaultTime=00:01:00 MaxTime=00:01:00 State=UP"
}

keys() {
    local type
    for type in ed25519 ecdsa rsa; do
        [ -s "$DIR/ssh/host_$type" ] || ssh-keygen -q -t "$type" -N '' -C testbed-host -f "$DIR/ssh/host_$type"
    done
    [ -s "$DIR/ssh/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C testbed -f "$DIR/ssh/id_ed25519"
    awk -v host="[127.0.0.1]:$SSH_PORT" '{ print host, $1, $2 }' "$DIR"/ssh/host_*.pub >"$DIR/ssh/known_hosts"
    mkdir -p "$HOME_DIR/.ssh"
    cat "$DIR/ssh/id_ed25519.pub" >"$HOME_DIR/.ssh/authorized_keys"
    chmod 700 "$HOME_DIR/.ssh"
    chmod 600 "$HOME_DIR/.ssh/authorized_keys"
    chown -R "$ACCOUNT:" "$HOME_DIR/.ssh"
}

configure() {
    mkdir -p "$DIR"/{etc,run,log,munge,sql,state,spool,ssh}
    touch "$MARK"
    chmod 755 "$DIR" "$DIR"/*/
    [ ${#SOCKET} -lt 100 ] || fail "TESTBED_DIR is too long for unix sockets: $DIR"
    if ! id "$ACCOUNT" >/dev/null 2>&1; then
        # a '*' for the password: sshd without PAM refuses locked accounts
        useradd --system --user-group --password '*' --shell /bin/bash --home-dir "$HOME_DIR" --no-create-home \
            "$ACCOUNT" || fail "the user $ACCOUNT cannot be made"
        touch "$DIR/.user"
    fi
    [ "$(getent passwd "$ACCOUNT" | cut -d: -f6)" = "$HOME_DIR" ] ||
        fail "there is another user $ACCOUNT: set TESTBED_USER"
    mkdir -p "$HOME_DIR"
    chmod 755 "$HOME_DIR"
    chown "$ACCOUNT:" "$HOME_DIR"
    [ -s "$DIR/munge/key" ] || (umask 077 && head -c 1024 /dev/urandom >"$DIR/munge/key")
    chown -R munge: "$DIR/munge"
    chmod 400 "$DIR/munge/key"
    chown slurm: "$DIR/state"
    # sticky, for daemons of several users
    chmod 1777 "$DIR/run"
    slurm_conf | write "$SLURM_CONF" 644 root:
    # no plugin uses cgroups, yet slurmd loads one: v1 does nothing at the start
    printf 'CgroupAutomount=no\nCgroupPlugin=cgroup/v1\n' | write "$DIR/etc/cgroup.conf" 644 root:
    local i
    for ((i = 1; i <= NODES; i++)); do mkdir -p "$DIR/spool/n$i"; done
    [ "$ACCOUNTING" = no ] || configure_accounting
    keys
    write "$DIR/etc/sshd.conf" 644 root: <<END
ListenAddress 127.0.0.1
Port $SSH_PORT
HostKey $DIR/ssh/host_ed25519
HostKey $DIR/ssh/host_ecdsa
HostKey $DIR/ssh/host_rsa
PidFile $DIR/run/sshd.pid
AuthorizedKeysFile .ssh/authorized_keys
AllowUsers $ACCOUNT
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
Subsystem sftp internal-sftp
SetEnv SLURM_CONF=$SLURM_CONF OMP_NUM_THREADS=1
END
    write "$DIR/etc/ssh.conf" 644 root: <<END
Host testbed
  HostName 127.0.0.1
  Port $SSH_PORT
  User $ACCOUNT
  IdentityFile $DIR/ssh/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile $DIR/ssh/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
END
    environment >"$DIR/env"
}

configure_accounting() {
    local owner=slurm
    ! id mysql >/dev/null 2>&1 || owner=mysql
    [ -s "$DIR/sql/password" ] || (umask 077 && head -c 18 /dev/urandom | base64 | tr -d '+/=' >"$DIR/sql/password")
    chown "$owner:" "$DIR/sql"
    write "$DIR/etc/slurmdbd.conf" 600 slurm: <<END
AuthType=auth/munge
AuthInfo=socket=$SOCKET
DbdHost=$HOST
DbdAddr=127.0.0.1
DbdPort=$((PORTS + 1))
$(loopback | sed 's/NoCtldInAddrAny,//')
SlurmUser=slurm
PidFile=$DIR/run/dbd.pid
DebugLevel=info
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$((PORTS + 2))
StorageUser=slurm
StoragePass=$(cat "$DIR/sql/password")
StorageLoc=slurm
END
    write "$DIR/etc/sql.conf" 644 root: <<END
[mariadbd]
user=$owner
datadir=$DIR/sql/data
socket=$DIR/sql/socket
pid-file=$DIR/run/sql.pid
bind-address=127.0.0.1
port=$((PORTS + 2))
skip-name-resolve
skip-log-bin
innodb_buffer_pool_size=128M
innodb_log_file_size=32M
innodb_lock_wait_timeout=900
innodb_flush_log_at_trx_commit=2
performance_schema=OFF
END
    if [ ! -d "$DIR/sql/data/mysql" ]; then
        rm -rf "$DIR/sql/data"
        mkdir -p "$DIR/sql/data"
        chown "$owner:" "$DIR/sql/data"
        mariadb-install-db --defaults-file="$DIR/etc/sql.conf" --user="$owner" --datadir="$DIR/sql/data" --force \
            --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
            </dev/null >"$DIR/log/sql-install" 2>&1 || fail "no database files, see $DIR/log/sql-install"
    fi
}

environment() {
    cat <<END
TESTBED_DIR=$DIR
TESTBED_USER=$ACCOUNT
TESTBED_HOME=$HOME_DIR
TESTBED_SSH_HOST=127.0.0.1
TESTBED_SSH_PORT=$SSH_PORT
TESTBED_SSH_KEY=$DIR/ssh/id_ed25519
TESTBED_SSH_HOST_KEY=$DIR/ssh/host_ed25519
TESTBED_KNOWN_HOSTS=$DIR/ssh/known_hosts
TESTBED_SSH_CONFIG=$DIR/etc/ssh.conf
TESTBED_SSHD_CONFIG=$DIR/etc/sshd.conf
TESTBED_SSHD_LOG=$DIR/log/sshd
TESTBED_NODES=$NODES
TESTBED_CPUS=$CPUS
TESTBED_ACCOUNTING=$ACCOUNTING
TESTBED_PARTITIONS=debug,short
SLURM_CONF=$SLURM_CONF
END
}

# ---- commands

locked() {
    mkdir -p "$DIR/log"
    exec 8>"$DIR/.lock"
    flock -w 600 8 || fail "another testbed.sh works on $DIR"
}

remembered() { # what an earlier `up` found out
    if [ "$ACCOUNTING" = auto ] && [ -r "$DIR/env" ]; then
        ACCOUNTING=$(sed -n 's/^TESTBED_ACCOUNTING=//p' "$DIR/env")
    fi
    if [ -z "${TESTBED_NODES:-}" ] && [ -r "$DIR/env" ]; then NODES=$(sed -n 's/^TESTBED_NODES=//p' "$DIR/env"); fi
}

nodes_idle() { [ "$(sinfo --noheader --Node --partition=debug --format=%T | grep -cE '^(idle|mixed|allocated|completing)$')" = "$NODES" ]; }

up() {
    locked
    local began=$SECONDS daemon changed=no node
    packages
    configure
    if [ $changed = yes ]; then
        for daemon in $(daemons | grep -E '^(ctl|node|sshd)'); do signal "$daemon" TERM; done
    fi
    for daemon in $(daemons); do start "$daemon"; done
    for node in $(sinfo --noheader --Node --partition=debug --states=down,drain --format=%N); do
        scontrol update nodename="$node" state=resume 2>/dev/null
    done
    await 60 "idle nodes" nodes_idle
    await 30 "a log-in that sees the queue" ssh -F "$DIR/etc/ssh.conf" testbed squeue --noheader
    say "up after $((SECONDS - began)) s: $NODES nodes, accounting $ACCOUNTING; ssh -F $DIR/etc/ssh.conf testbed"
}

# Processes that belong here and are no daemon with a number in run: sessions of sshd, job steps, the user's own.
leftovers() {
    ! id "$ACCOUNT" >/dev/null 2>&1 || ps -o pid= -u "$ACCOUNT"
    local number
    for number in $(ps -e -o pid=,comm= | awk '$2 ~ /^(slurmstepd|sshd)$/ { print $1 }'); do
        if grep -qzF -- "$DIR/" "/proc/$number/cmdline" "/proc/$number/environ" 2>/dev/null; then echo "$number"; fi
    done
}

down() {
    local daemon number
    if [ ! -e "$MARK" ]; then
        say "nothing in $DIR"
        return 0
    fi
    locked
    if process ctl >/dev/null; then
        signal ctl CONT
        timeout 15 scancel --user="$ACCOUNT" 2>/dev/null
    fi
    for daemon in $(daemons | tac); do
        signal "$daemon" CONT
        case $daemon in munge | sql | dbd) ;; *) signal "$daemon" TERM ;; esac
    done
    for number in $(leftovers); do kill -KILL "$number" 2>/dev/null; done
    for daemon in dbd sql munge; do signal $daemon TERM; done
    if [ "${1:-}" != --keep ]; then
        # file systems that a test mounted
        awk -v below="$DIR/" 'index($2, below) == 1 { print $2 }' /proc/mounts | tac | xargs -r umount -l
        if [ -e "$DIR/.user" ]; then userdel "$ACCOUNT" 2>/dev/null; fi
        if grep -q "# polymorph-testbed $DIR\$" /etc/hosts; then
            sed "\\,# polymorph-testbed $DIR\$,d" /etc/hosts >"$DIR/hosts" && cat "$DIR/hosts" >/etc/hosts
        fi
        rm -rf -- "${DIR:?}"
    fi
    say "down"
}

status() {
    local daemon number bad=0
    for daemon in $(daemons); do
        if number=$(process "$daemon"); then
            printf '%-6s runs, process %s\n' "$daemon" "$number"
        else
            printf '%-6s stopped\n' "$daemon"
            bad=3
        fi
    done
    return $bad
}

fault() {
    local daemon list=$2
    [ "$2" != nodes ] || list=$(daemons | grep ^node)
    for daemon in $list; do
        case $1 in
        stop) signal "$daemon" STOP ;;
        cont) signal "$daemon" CONT ;;
        kill) signal "$daemon" KILL ;;
        start) start "$daemon" ;;
        restart) signal "$daemon" TERM && start "$daemon" ;;
        *) fail "no fault is called $1" ;;
        esac
    done
}

case ${1:-} in
up | down | fault) [ "$(id -u)" = 0 ] || fail "needs root" ;;
esac
case ${1:-} in
up) up ;;
down) remembered && down "${2:-}" ;;
status) remembered && status ;;
env) cat "$DIR/env" ;;
fault) remembered && fault "${2:?verb}" "${3:?daemon}" ;;
*)
    sed -n '2,/^set -/s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
