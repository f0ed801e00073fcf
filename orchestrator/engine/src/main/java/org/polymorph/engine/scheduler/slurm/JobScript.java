package org.polymorph.engine.scheduler.slurm;

import java.util.List;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;

/**
 * The script that SLURM starts, around a job's own script. It lets a second start end at once, hands a graceful stop on, and at
 * last leaves a completion marker.
 */
final class JobScript {
    /** Exit status of a second start. */
    static final int DUPLICATE = 75;

    private static final Pattern MODULES = Pattern.compile("(?m)^\\s*(module|ml)\\s");

    // environment modules are functions of bash that log-in shells get from /etc/profile
    private static final String WITH_MODULES =
            "/bin/bash -c 'type module >/dev/null 2>&1 || . /etc/profile >/dev/null 2>&1; . ./script.sh'";

    private static final String BODY = """
            # Written by Polymorph around script.sh, which is the job itself.
            cd -- @DIRECTORY@ || exit 74
            if ! problem=$(mkdir .claim 2>&1); then
                if [ -d .claim ]; then
                    echo "duplicate: this job was started before" >&2
                    printf '%s %s\\n' "$SLURM_JOB_ID" "${SLURM_RESTART_COUNT:-0}" >> .claim/duplicates
                    exit @DUPLICATE@
                fi
                echo "$problem" >&2
                exit 74
            fi
            printf '%s %s %s\\n' "$SLURM_JOB_ID" "${SLURM_RESTART_COUNT:-0}" "${SLURMD_NODENAME:-?}" > .claim/job.tmp || exit 74
            mv .claim/job.tmp .claim/job || exit 74
            # room for the marker is taken now: it must not be missed on a full disk
            printf 'exit=--- stop=- id=%s ended=----------\\n' "$SLURM_JOB_ID" > .claim/done || exit 74
            stop=0
            child=
            trap 'stop=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM
            @SHELL@ > stdout 2> stderr < /dev/null &
            child=$!
            [ "$stop" = 0 ] || kill -TERM "$child" 2>/dev/null
            while :; do
                wait "$child"
                code=$?
                kill -0 "$child" 2>/dev/null || break
            done
            printf 'exit=%03d stop=%d id=%s ended=%010d\\n' "$code" "$stop" "$SLURM_JOB_ID" "$(date +%s)" 1<> .claim/done || exit 74
            sync .claim/done
            mv .claim/done done
            exit "$code"
            """;

    private JobScript() {}

    /**
     * Writes the script.
     *
     * @param directory of the job on the cluster, absolute
     * @param script the job's own, for the shell that it needs
     */
    static String text(List<String> directives, String directory, String script) {
        String shell = MODULES.matcher(script).find() ? WITH_MODULES : "/bin/sh ./script.sh";
        return "#!/bin/sh\n" + String.join("\n", directives) + "\n"
                + BODY.replace("@DUPLICATE@", Integer.toString(DUPLICATE))
                        .replace("@SHELL@", shell)
                        .replace("@DIRECTORY@", ShellWord.quote(directory));
    }
}
