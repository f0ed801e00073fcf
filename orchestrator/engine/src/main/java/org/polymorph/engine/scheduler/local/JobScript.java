package org.polymorph.engine.scheduler.local;

import java.time.Duration;
import java.util.Locale;

/**
 * The script around a job's own script. It lets a second start of the same job end at once, writes down which process it
 * is, ends the job at its time limit, and at last leaves a completion marker. It needs no parent process.
 */
final class JobScript {
    /** Exit status of a second start. */
    static final int DUPLICATE = 75;

    private static final String TEXT = """
            #!/bin/sh
            # Written by Polymorph around script.sh, which is the job itself.
            cd -- "$(dirname -- "$0")" || exit 74
            if ! problem=$(mkdir .claim 2>&1); then
                [ -d .claim ] && echo "duplicate: this job was started before" >&2 && exit @DUPLICATE@
                echo "$problem" >&2
                exit 74
            fi
            # which process this is: number, start time in clock ticks since boot, boot
            stat=$(cat /proc/$$/stat) || exit 74
            set -- ${stat##*) }
            read -r boot < /proc/sys/kernel/random/boot_id || exit 74
            printf '%s %s %s\\n' "$$" "${20}" "$boot" > .claim/process.tmp || exit 74
            mv .claim/process.tmp .claim/process || exit 74
            # room for the marker is taken now: it must not be missed on a full disk
            printf 'exit=--- timeout=- ended=---------- full=-\\n' > .claim/done || exit 74
            [ -e .cancelled ] && exit 0
            exec > stdout 2> stderr
            read -r now rest < /proc/uptime
            began=${now%%.*}
            timeout -k @GRACE@ @LIMIT@ /bin/sh ./script.sh
            code=$?
            read -r now rest < /proc/uptime
            limit=0
            case $code in
            124 | 137) [ $((${now%%.*} - began)) -ge @SECONDS@ ] && limit=1 ;;
            esac
            # a program that finds no room for its files seldom finds any to say so
            full=0
            [ "$code" = 0 ] || dd if=/dev/zero of=.claim/room bs=65536 count=1 2>/dev/null || full=1
            rm -f .claim/room
            printf 'exit=%03d timeout=%d ended=%010d full=%d\\n' "$code" "$limit" "$(date +%s)" "$full" 1<> .claim/done || exit 74
            sync .claim/done
            mv .claim/done done
            """;

    private JobScript() {}

    /**
     * Writes the script.
     *
     * @param walltime after which the job is asked to end
     * @param grace after which it is then killed
     */
    static String text(Duration walltime, Duration grace) {
        return TEXT.replace("@DUPLICATE@", Integer.toString(DUPLICATE))
                .replace("@GRACE@", seconds(grace))
                .replace("@LIMIT@", seconds(walltime))
                .replace("@SECONDS@", Long.toString(walltime.toSeconds()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0);
    }
}
