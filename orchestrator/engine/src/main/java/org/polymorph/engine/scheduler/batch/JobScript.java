package org.polymorph.engine.scheduler.batch;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;

/**
 * The script that the batch system starts, around a job's own script. It lets a second start end at once, hands a graceful stop
 * on, and at last leaves a completion marker.
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
                    printf '%s %s\\n' "@ID@" "@RESTART@" >> .claim/duplicates
                    exit @DUPLICATE@
                fi
                echo "$problem" >&2
                exit 74
            fi
            printf '%s %s %s\\n' "@ID@" "@RESTART@" "@NODE@" > .claim/job.tmp || exit 74
            mv .claim/job.tmp .claim/job || exit 74
            # room for the marker is taken now: it must not be missed on a full disk
            printf 'exit=--- stop=- id=%s ended=---------- full=- ran=---------- limit=----------\\n' "@ID@" > .claim/done || exit 74
            began=$(date +%s)
            @TIMER@stop=0
            stopped=
            caught=
            child=
            trap 'stop=1; caught=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null; : "${stopped:=$(date +%s)}"' @SIGNALS@
            @SHELL@ > stdout 2> stderr < /dev/null &
            child=$!
            [ "$stop" = 0 ] || kill -TERM "$child" 2>/dev/null
            caught=
            wait "$child"
            code=$?
            # a signal ends the waiting, not the job; once its status was told the shell knows it no more
            while [ -n "$caught" ]; do
                caught=
                wait "$child"
                next=$?
                [ "$next" = 127 ] || code=$next
            done
            @NO_TIMER@# a program that finds no room for its files seldom finds any to say so
            full=0
            [ "$code" = 0 ] || dd if=/dev/zero of=.claim/room bs=65536 count=1 2>/dev/null || full=1
            rm -f .claim/room
            ended=$(date +%s)
            printf 'exit=%03d stop=%d id=%s ended=%010d full=%d ran=%010d limit=%010d\\n' "$code" "$stop" "@ID@" "$ended" "$full" "$((${stopped:-$ended} - began))" @LIMIT@ 1<> .claim/done || exit 74
            sync .claim/done
            mv .claim/done done
            exit "$code"
            """;

    // where the batch system gives no warning before the limit; its sleep ends with it. A shell that was just forked
    // takes signals for its parent's traps and loses them: it is begun before there are any, and KILL ends its sleep
    private static final String TIMER = """
            (
                over=
                sleeper=
                trap 'over=1; [ -z "$sleeper" ] || kill -KILL "$sleeper"' TERM
                sleep @SECONDS@ &
                sleeper=$!
                [ -z "$over" ] || kill -KILL "$sleeper"
                wait "$sleeper" 2>/dev/null && [ -e .claim/done ] && kill -TERM $$
            ) &
            timer=$!
            """;
    private static final String NO_TIMER = "kill \"$timer\" 2>/dev/null\n";

    private JobScript() {}

    /**
     * Writes the script of an array, which starts the one of the job with the index.
     *
     * @param directory of the array on the cluster, absolute; by the index in it is the job's
     */
    static String array(JobArrays arrays, List<String> directives, String directory) {
        return "#!/bin/sh\n" + String.join("\n", directives) + "\nexec /bin/sh " + ShellWord.quote(directory + "/")
                + arrays.index() + "/" + JobDirectoryNames.JOB + "\n";
    }

    /**
     * Writes the script.
     *
     * @param directives for its head
     * @param directory of the job on the cluster, absolute
     * @param script the job's own, for the shell that it needs
     * @param stopAfter when it is to be asked to end; where the batch system does not do so, it does it itself; zero for never
     */
    static String text(StartWords words, List<String> directives, String directory, String script, Duration stopAfter) {
        String shell = MODULES.matcher(script).find() ? WITH_MODULES : "/bin/sh ./script.sh";
        boolean timed = !words.warned() && stopAfter.toSeconds() > 0;
        return "#!/bin/sh\n" + String.join("\n", directives) + "\n"
                + BODY.replace("@TIMER@", timed ? TIMER : "")
                        .replace("@NO_TIMER@", timed ? NO_TIMER : "")
                        .replace("@LIMIT@", Long.toString(stopAfter.toSeconds()))
                        .replace("@SECONDS@", Long.toString(stopAfter.toSeconds()))
                        .replace("@ID@", words.id())
                        .replace("@RESTART@", words.restart())
                        .replace("@NODE@", words.node())
                        .replace("@SIGNALS@", String.join(" ", words.stopSignals()))
                        .replace("@DUPLICATE@", Integer.toString(DUPLICATE))
                        .replace("@SHELL@", shell)
                        .replace("@DIRECTORY@", ShellWord.quote(directory));
    }
}
