# the commands of PBS
[ ! -e "$STANDIN/down" ] || { echo "$me: cannot connect to server standin (errno=111)" >&2; exit 1; }
case $me in
qsub)
    [ ! -e "$STANDIN/full" ] || { echo "qsub: would exceed queue generic's per-user limit of jobs in 'Q' state" >&2; exit 38; }
    while [ $# -gt 1 ]; do
        case $1 in -N) name=$2; shift ;; esac
        shift
    done
    case $name in [!A-Za-z0-9]*) echo "qsub: illegal -N value" >&2; exit 2 ;; esac
    ! grep -q '^#PBS -q nosuch' "$1" || { echo "qsub: Unknown queue" >&2; exit 170; }
    JOB_VARIABLE=PBS_JOBID JOB_SUFFIX=.standin
    export JOB_VARIABLE JOB_SUFFIX
    echo "$(enqueue "$name" "$(sed -n 's/^#PBS -o //p' "$1")" < "$1").standin"
    ;;
qselect)
    case " $* " in *' -x '*) all=yes ;; *) all=no ;; esac
    [ $all = no ] || [ ! -e "$STANDIN/no-history" ] ||
        { echo "qselect: PBS is not configured to maintain job history" >&2; exit 63; }
    for n in $(numbers); do
        [ $all = no ] && [ "$(tell "$n" state)" = ended ] || echo "$n.standin"
    done
    ;;
qstat)
    if [ "$1" = -B ]; then
        printf 'Server: standin\n    server_state = Active\n    job_history_enable = True\n'
        printf '    job_history_duration = 336:00:00\n    pbs_version = 20.0.1\n\n'
        exit 0
    fi
    code=0
    for id in "$@"; do
        n=${id%%.*}
        case $id in -*) continue ;; esac
        [ -d "$jobs/$n" ] || { echo "qstat: Unknown Job Id $id" >&2; code=153; continue; }
        state=$(tell "$n" state)
        name=$(tell "$n" name)
        printf 'Job Id: %s\n    Job_Name = %.50s' "$id" "$name"
        [ ${#name} -le 50 ] || printf '\n\t%s' "$(printf %s "$name" | cut -c 51-)"
        printf '\n    Job_Owner = %s@standin\n' "$user"
        case $state in
        waits) printf '    job_state = Q\n    substate = 10\n' ;;
        runs) printf '    job_state = R\n    exec_host = standin/0\n    substate = 42\n' ;;
        ended)
            printf '    job_state = F\n'
            [ ! -e "$jobs/$n/exit" ] || printf '    exec_host = standin/0\n    Exit_status = %s\n' "$(tell "$n" exit)"
            printf '    substate = %s\n' "$([ -e "$jobs/$n/deleted" ] && echo 91 || echo 92)"
            ;;
        esac
        printf '    Variable_List = PBS_O_HOME=/home/x,PBS_O_LANG=C,\n\tPBS_O_WORKDIR=/tmp\n\n'
    done
    exit $code
    ;;
qdel)
    code=0
    for id in "$@"; do
        end "${id%%.*}" TERM || { echo "qdel: Job has finished $id" >&2; code=35; }
    done
    exit $code
    ;;
esac
