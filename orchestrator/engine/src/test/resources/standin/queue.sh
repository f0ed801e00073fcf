#!/bin/sh
# A stand-in for a batch system, for tests: it keeps a queue in the directory $STANDIN and really runs the jobs, one process
# group each. It is no batch system, and shows what one prints only as far as its manual tells.
#
# Files that a test makes in $STANDIN: hold (jobs wait), down (commands fail), full (submissions meet a limit).
jobs=$STANDIN/jobs
me=${0##*/}
user=$(id -un)

# enqueue NAME LOG < script; prints the number of the job
enqueue() {
    mkdir -p "$jobs" "$STANDIN/numbers"
    number=100
    until mkdir "$STANDIN/numbers/$number" 2>/dev/null; do number=$((number + 1)); done
    mkdir "$STANDIN/new-$number"
    cat > "$STANDIN/new-$number/script"
    printf '%s\n' "$1" > "$STANDIN/new-$number/name"
    printf '%s\n' "$PWD/$2" > "$STANDIN/new-$number/log"
    pwd > "$STANDIN/new-$number/directory"
    echo waits > "$STANDIN/new-$number/state"
    mv "$STANDIN/new-$number" "$jobs/$number"
    setsid "$STANDIN/bin/start-job" "$number" > /dev/null 2>&1 < /dev/null &
    echo "$number"
}

# tell NUMBER FILE
tell() { cat "$jobs/$1/$2" 2>/dev/null; }

# set NUMBER FILE VALUE
set_to() { [ ! -d "$jobs/$1" ] || { printf '%s\n' "$3" > "$jobs/$1/$2.tmp" && mv "$jobs/$1/$2.tmp" "$jobs/$1/$2"; }; }

numbers() { ls "$jobs" 2>/dev/null | sort -n; }

# end NUMBER SIGNAL
end() {
    case $(tell "$1" state) in
    waits) set_to "$1" deleted yes; set_to "$1" state ended ;;
    runs) set_to "$1" deleted yes; kill -s "$2" -- "-$(tell "$1" group)" ;;
    *) return 1 ;;
    esac
}

if [ "$me" = start-job ]; then
    while [ -e "$STANDIN/hold" ]; do sleep 0.05; done
    [ "$(tell "$1" state)" = waits ] || exit 0
    trap : TERM
    set_to "$1" group $$
    set_to "$1" state runs
    cd "$(tell "$1" directory)" || exit 1
    export "$JOB_VARIABLE=$1$JOB_SUFFIX"
    sh "$jobs/$1/script" >> "$(tell "$1" log)" 2>&1
    set_to "$1" exit $?
    set_to "$1" state ended
    exit 0
fi

# vanish NUMBER: killed, and forgotten
if [ "$me" = vanish ]; then
    kill -s KILL -- "-$(tell "$1" group)" 2>/dev/null
    rm -r "$jobs/$1"
    exit 0
fi
