# the commands of LSF
[ ! -e "$STANDIN/down" ] || { echo "LSF is down. Please wait ..." >&2; exit 255; }
row() {
    n=$1
    exit=$(tell "$n" exit)
    case $(tell "$n" state) in
    waits) echo "$n^PEND^-^-^$(tell "$n" name)^-^New job is waiting for scheduling;" ;;
    runs) echo "$n^RUN^-^standin^$(tell "$n" name)^-^-" ;;
    ended)
        [ -e "$jobs/$n/deleted" ] && why='TERM_OWNER: job killed by owner' || why=-
        [ "$exit" = 0 ] && word=DONE || word=EXIT
        echo "$n^$word^${exit:--}^$([ -n "$exit" ] && echo standin || echo -)^$(tell "$n" name)^$why^-"
        ;;
    esac
}
case $me in
bsub)
    script=$(cat)
    [ ! -e "$STANDIN/full" ] || { echo "Pending job threshold reached. Retrying in 60 seconds..." >&2; exit 255; }
    while [ $# -gt 0 ]; do
        case $1 in -J) name=$2; shift ;; esac
        shift
    done
    case $script in *'#BSUB -q nosuch'*) echo "nosuch: No such queue. Job not submitted." >&2; exit 255 ;; esac
    JOB_VARIABLE=LSB_JOBID JOB_SUFFIX=
    export JOB_VARIABLE JOB_SUFFIX
    log=$(printf '%s\n' "$script" | sed -n 's/^#BSUB -o //p')
    n=$(printf '%s\n' "$script" | enqueue "$name" "$log")
    echo "Job <$n> is submitted to default queue <normal>."
    ;;
bjobs)
    case " $* " in *' -a '*) all=yes what='No job found' ;; *) all=no what='No unfinished job found' ;; esac
    found=no
    for n in $(numbers); do
        if [ $all = yes ]; then
            found=yes
            row "$n"
        elif [ "$(tell "$n" state)" != ended ]; then
            found=yes
            echo "$n $(tell "$n" name)"
        fi
    done
    [ $found = yes ] || { echo "$what" >&2; exit 255; }
    ;;
bkill)
    code=0
    for n in "$@"; do
        if end "$n" TERM; then echo "Job <$n> is being terminated"; else
            echo "Job <$n>: Job has already finished" >&2
            code=255
        fi
    done
    exit $code
    ;;
lsid) printf 'IBM Spectrum LSF Standard 10.1.0.9, Oct 16 2019\n\nMy cluster name is standin\nMy master name is standin\n' ;;
bparams) printf '        MAX_JOB_ARRAY_SIZE = 1000\n        CLEAN_PERIOD = 3600\n' ;;
bacct)
    printf '\nAccounting information about jobs that are: \n  - submitted by users %s,\n' "$user"
    for n in $(numbers); do
        [ "$(tell "$n" state)" = ended ] || continue
        printf -- '----------------------------------\n\n'
        printf 'Job <%s>, Job Name <%s>, User <%s>, Project <default>, Status <%s>, Queue <normal>, Command <x>\n' \
            "$n" "$(tell "$n" name)" "$user" "$([ "$(tell "$n" exit)" = 0 ] && echo DONE || echo EXIT)"
        printf 'Tue May  6 15:45:11: Completed <exit>%s.\n' \
            "$([ -e "$jobs/$n/deleted" ] && echo '; TERM_OWNER: job killed by owner')"
    done
    ;;
esac
