# the commands of Grid Engine
[ ! -e "$STANDIN/down" ] ||
    { echo 'error: unable to send message to qmaster using port 6444 on host "standin": got send error' >&2; exit 1; }
entry() {
    printf '    <job_list state="%s">\n      <JB_job_number>%s</JB_job_number>\n      <JAT_prio>0.5</JAT_prio>\n' "$2" "$1"
    printf '      <JB_name>%s</JB_name>\n      <JB_owner>%s</JB_owner>\n' "$(tell "$1" name)" "$user"
    printf '      <state>%s</state>\n      <queue_name>%s</queue_name>\n      <slots>1</slots>\n    </job_list>\n' "$3" "$4"
}
case $me in
qsub)
    [ ! -e "$STANDIN/full" ] || { echo 'Unable to run job: job rejected: Only 1 jobs are allowed per user.' >&2; exit 25; }
    while [ $# -gt 1 ]; do
        case $1 in -N) name=$2; shift ;; esac
        shift
    done
    case $name in [0-9]*) echo "qsub: invalid option argument \"-N $name\": denied: \"$name\" is not a valid object name" >&2
        exit 1 ;; esac
    ! grep -q '^#\$ -q nosuch' "$1" ||
        { echo 'Unable to run job: Job was rejected because job requests unknown queue "nosuch".' >&2; exit 1; }
    JOB_VARIABLE=JOB_ID JOB_SUFFIX=
    export JOB_VARIABLE JOB_SUFFIX
    enqueue "$name" "$(sed -n 's/^#\$ -o //p' "$1")" < "$1"
    ;;
qstat)
    if [ "$1" = -help ]; then echo 'SGE 8.1.9'; exit 0; fi
    printf "<?xml version='1.0'?>\n<job_info  xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n  <queue_info>\n"
    for n in $(numbers); do [ "$(tell "$n" state)" != runs ] || entry "$n" running r main.q@standin; done
    printf '  </queue_info>\n  <job_info>\n'
    for n in $(numbers); do [ "$(tell "$n" state)" != waits ] || entry "$n" pending qw ''; done
    printf '  </job_info>\n</job_info>\n'
    ;;
qconf) printf '#global:\nmax_u_jobs                   0\nmax_jobs                     0\nmax_aj_tasks                 75000\n' ;;
qacct)
    # jobs that were deleted while they waited are not in it
    for n in $(numbers); do
        [ "$(tell "$n" state)" = ended ] && [ -e "$jobs/$n/exit" ] || continue
        code=$(tell "$n" exit)
        printf '==============================================================\n'
        printf 'qname        main.q\nhostname     standin\nowner        %s\njobname      %s\njobnumber    %s\n' \
            "$user" "$(tell "$n" name)" "$n"
        printf 'taskid       undefined\nslots        1\nfailed       %s\nexit_status  %s\n' \
            "$([ "$code" = 137 ] && echo '100 : assumedly after job' || echo 0)" "$code"
        printf 'ru_wallclock 1s\nmaxvmem      0.000B\ncategory     -l h_rt=3600\n'
    done
    ;;
qdel)
    code=0
    for n in "$@"; do
        group=$(tell "$n" group)
        if end "$n" KILL; then
            # its process group and this is gone at once
            [ -z "$group" ] || { set_to "$n" exit 137; set_to "$n" state ended; }
        else
            echo "denied: job \"$n\" does not exist" >&2
            code=1
        fi
    done
    exit $code
    ;;
esac
