package org.polymorph.engine.scheduler.lsf;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.JobDirectoryNames;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.Query;
import org.polymorph.engine.scheduler.batch.RemoteScripts;
import org.polymorph.engine.scheduler.batch.StartWords;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;
import org.polymorph.model.batch.Resources;

/**
 * IBM Spectrum LSF, 10.1 with fix pack 2 and later.
 *
 * <p>What it relies on, from IBM's command reference: a job's name has up to 4094 characters and means an array only with brackets
 * in it (bsub -J); {@code bjobs -o} prints chosen fields between a chosen character and {@code -a} those that ended within
 * CLEAN_PERIOD too (bjobs -o, -a); {@code bacct -UF} prints each finished job on lines that are not broken (bacct); sizes may
 * carry their unit since that fix pack, which LSF_UNIT_FOR_LIMITS changes otherwise (bsub -M); at the run limit SIGUSR2 comes
 * first, bkill sends SIGINT, SIGTERM and SIGKILL (bsub -W, bkill).
 */
public final class Lsf implements Dialect {

    // BSUB_QUIET hides the id; LSF's own configuration is in LSF_…
    private static final String PRELUDE = """
            for v in $(env | sed -n 's/^\\(\\(LSB\\|BSUB\\|LSF_NIOS\\)_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset "$v"; done
            command -v bjobs >/dev/null 2>&1 || [ ! -r /etc/profile ] || . /etc/profile >/dev/null 2>&1
            LSB_NTRIES=1
            export LSB_NTRIES
            """;

    private static final StartWords WORDS = new StartWords(
            "$LSB_JOBID",
            "0",
            "$(hostname)",
            List.of("TERM", "INT", "USR2"),
            false,
            List.of("TERM_MEMLIMIT", "TERM_SWAP"),
            List.of("TERM_RUNLIMIT", "TERM_CPULIMIT"));

    // says that there are no such jobs, with exit status 255
    private static final String NONE = "*'job found'* | *'is not found'*) answer= ;;";

    @Override
    public String name() {
        return "lsf";
    }

    @Override
    public void check(ClusterOptions options) {
        LsfDirectives.OPTIONS.check(options);
    }

    @Override
    public StartWords startWords() {
        return WORDS;
    }

    @Override
    public List<String> directives(ClusterOptions options, Resources resources) {
        return LsfDirectives.lines(options, resources, JobDirectoryNames.log(this));
    }

    @Override
    public String prelude() {
        return PRELUDE;
    }

    @Override
    public Query<ClusterFacts> facts(Duration deadline) {
        // the accounting is a file that not every machine can read
        String script = """
                @LIMITED@lsid || exit 1
                @LIMITED@bparams -a || exit 1
                if @LIMITED@bacct -u "$(id -un)" >/dev/null 2>&1; then echo pm-accounting; fi
                """;
        return new Query<>(
                "lsid", script.replace("@LIMITED@", RemoteScripts.limited(deadline)), 3, LsfOutput::configuration);
    }

    @Override
    public String submit(String jobName, Collection<String> excludedNodes) {
        String select = excludedNodes.stream().map(node -> "hname!=" + node).collect(Collectors.joining(" && "));
        return "bsub -J " + quote(jobName) + (excludedNodes.isEmpty() ? "" : " -R " + quote("select[" + select + "]"))
                + " < job.sh";
    }

    @Override
    public SubmitAnswer submitted(int exitCode, String stdout, String stderr) {
        return BsubOutput.parse(exitCode, stdout, stderr);
    }

    @Override
    public String answerWith(String id) {
        return "*" + quote("Job <" + id + "> is submitted") + "*";
    }

    @Override
    public Query<List<JobRecord>> queue(Asked asked) {
        String script = """
                answer=$(@LIMITED@bjobs -a -noheader -u @USER@ -o \
                "jobid stat exit_code exec_host job_name exit_reason pend_reason delimiter='^'" 2>&1) || case $answer in
                    @NONE@
                    *) printf '%s\\n' "$answer" >&2; exit 1 ;;
                esac
                printf '%s\\n' "$answer"
                echo @END@
                """;
        return new Query<>("bjobs", filled(script, asked), 1, LsfOutput::bjobs);
    }

    private static String filled(String script, Asked asked) {
        return script.replace("@LIMITED@", asked.limited())
                .replace("@USER@", quote(asked.user()))
                .replace("@NONE@", NONE)
                .replace("@END@", RemoteScripts.END);
    }

    @Override
    public Query<List<JobRecord>> history(Asked asked) {
        String script = """
                since=$(date -d '-@MINUTES@ minutes' +%Y/%m/%d/%H:%M) || exit 1
                until=$(date -d '+1 day' +%Y/%m/%d/%H:%M) || exit 1
                @LIMITED@bacct -l -UF -u @USER@ -S "$since,$until" && echo @END@
                """;
        return new Query<>(
                "bacct",
                filled(script, asked).replace("@MINUTES@", Long.toString(asked.minutes())),
                1,
                LsfOutput::bacct);
    }

    @Override
    public String listing(Asked asked) {
        String script = """
                answer=$(@LIMITED@bjobs -noheader -u @USER@ -o "jobid job_name delimiter=' '" 2>&1) || case $answer in
                    @NONE@
                    *) exit 1 ;;
                esac
                printf '%s\\n' "$answer"
                """;
        return filled(script, asked);
    }

    @Override
    public String kill(Asked asked) {
        // 255 where one has ended in between; xargs would stop at it
        return "sh -c '" + asked.limited() + "bkill \"$@\" || [ $? = 255 ]' bkill";
    }
}
