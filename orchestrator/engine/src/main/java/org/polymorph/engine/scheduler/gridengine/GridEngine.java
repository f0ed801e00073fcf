package org.polymorph.engine.scheduler.gridengine;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
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
 * Grid Engine: Sun's from 6.2 on, Son of Grid Engine, Univa's and Altair's.
 *
 * <p>What it relies on, from the manual pages of 8.1.9: a job's name must not begin with a digit nor hold any of
 * {@code \n \t \r / : @ \ * ?} (sge_types, object names; submit, -N); {@code qsub -terse} prints the id alone; exit status 25
 * means that a limit of jobs is reached (submit); {@code qstat -xml} prints names in full; qacct lists what has ended, whether or
 * not it began, from a file that not every machine can read; codes of failures and letters of states are those of sge_status.
 */
public final class GridEngine implements Dialect {
    private static final Pattern BEGINNING = Pattern.compile("[A-Za-z].*");

    // a job's own variables, and those that change what commands print; which master is meant stays
    private static final String PRELUDE = """
            for v in $(env | sed -n 's/^\\(SGE_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
                case $v in
                SGE_ROOT | SGE_CELL | SGE_CLUSTER_NAME | SGE_QMASTER_PORT | SGE_EXECD_PORT) ;;
                *) unset "$v" ;;
                esac
            done
            command -v qstat >/dev/null 2>&1 || [ ! -r /etc/profile ] || . /etc/profile >/dev/null 2>&1
            """;

    private static final StartWords WORDS = new StartWords(
            "$JOB_ID",
            "${RESTARTED:-0}",
            "$(hostname)",
            List.of("TERM", "USR1", "USR2", "XCPU"),
            false,
            List.of(),
            List.of());

    private final String parallelEnvironment;

    /**
     * One for a site.
     *
     * @param parallelEnvironment for jobs of more than one task; empty for none
     */
    public GridEngine(String parallelEnvironment) {
        this.parallelEnvironment = parallelEnvironment;
    }

    @Override
    public String name() {
        return "gridengine";
    }

    @Override
    public void check(ClusterOptions options) {
        GridEngineDirectives.check(options, parallelEnvironment);
    }

    @Override
    public String jobName(String token) {
        // no token has a dot in it
        return BEGINNING.matcher(token).matches() ? token : "j." + token;
    }

    @Override
    public StartWords startWords() {
        return WORDS;
    }

    @Override
    public List<String> directives(ClusterOptions options, Resources resources) {
        return GridEngineDirectives.lines(options, parallelEnvironment, resources, JobDirectoryNames.log(this));
    }

    @Override
    public String prelude() {
        return PRELUDE;
    }

    @Override
    public Query<ClusterFacts> facts(Duration deadline) {
        String script = """
                @LIMITED@qstat -help | head -n 1
                @LIMITED@qconf -sconf || exit 1
                echo "pm-cluster ${SGE_CLUSTER_NAME:-${SGE_CELL:-default}}"
                if [ -r "$SGE_ROOT/${SGE_CELL:-default}/common/accounting" ]; then echo pm-accounting; fi
                """;
        return new Query<>(
                "qconf",
                script.replace("@LIMITED@", RemoteScripts.limited(deadline)),
                2,
                GridEngineOutput::configuration);
    }

    @Override
    public String submit(String jobName, Collection<String> excludedNodes) {
        String exclude = excludedNodes.isEmpty() ? "" : " -l " + quote("h=!(" + String.join("|", excludedNodes) + ")");
        return "qsub -terse -N " + quote(jobName) + exclude + " job.sh < /dev/null";
    }

    @Override
    public SubmitAnswer submitted(int exitCode, String stdout, String stderr) {
        return TerseOutput.parse(exitCode, stdout, stderr);
    }

    @Override
    public String answerWith(String id) {
        return quote(id);
    }

    @Override
    public Query<List<JobRecord>> queue(Asked asked) {
        String script = asked.limited() + "qstat -xml -s prs -u " + quote(asked.user()) + " && echo && echo "
                + RemoteScripts.END + "\n";
        return new Query<>("qstat", script, 1, GridEngineOutput::qstat);
    }

    @Override
    public Query<List<JobRecord>> history(Asked asked) {
        // the whole file of all jobs of the user: only the lines that are read; no date is given, as jobs without a
        // start
        // would be left out
        String script = """
                answer=$(@LIMITED@qacct -o @USER@ -j 2>&1) || case $answer in
                    '' | *'not found'*) answer= ;;
                    *) printf '%s\\n' "$answer" >&2; exit 1 ;;
                esac
                printf '%s\\n' "$answer" | grep -E \
                '^(====|(hostname|jobname|jobnumber|failed|exit_status|slots|ru_wallclock|maxvmem|category|deleted_by) )'
                echo @END@
                """;
        return new Query<>(
                "qacct",
                script.replace("@LIMITED@", asked.limited())
                        .replace("@USER@", quote(asked.user()))
                        .replace("@END@", RemoteScripts.END),
                1,
                GridEngineOutput::qacct);
    }

    @Override
    public String listing(Asked asked) {
        return asked.limited() + "qstat -xml -s prs -u " + quote(asked.user()) + " | awk -F '[<>]' '\n"
                + "    /<JB_job_number>/ { id = $3 }\n    /<JB_name>/ { print id, $3 }\n'";
    }

    @Override
    public String kill(Asked asked) {
        return asked.limited() + "qdel";
    }
}
