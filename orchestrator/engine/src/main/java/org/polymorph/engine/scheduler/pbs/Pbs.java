package org.polymorph.engine.scheduler.pbs;

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
 * PBS Professional and OpenPBS, 14 and later.
 *
 * <p>What it relies on, from the manual pages of OpenPBS (doc/man1): a job's name has up to 236 characters (230 in later releases)
 * and begins with a letter or a digit (qsub, option -N); {@code qselect -u -t -x} lists the ids of a user's jobs since some time,
 * ended ones included where the server keeps a history (qselect); {@code qstat -E} asks for many ids in one request; qsub leaves
 * a process behind that talks to the server, unless it is called with -f. The plain text of {@code qstat -f} is read, not its
 * JSON: that is broken or not whole in several releases (openpbs issues 2541 and 2672).
 */
public final class Pbs implements Dialect {
    private static final Pattern BEGINNING = Pattern.compile("[A-Za-z0-9].*");

    // a job's own variables and those of a user's settings; which server is meant stays
    private static final String PRELUDE = """
            for v in $(env | sed -n 's/^\\(PBS_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
                case $v in PBS_CONF_FILE | PBS_EXEC | PBS_HOME | PBS_SERVER | PBS_DEFAULT) ;; *) unset "$v" ;; esac
            done
            command -v qstat >/dev/null 2>&1 || [ ! -r /etc/profile ] || . /etc/profile >/dev/null 2>&1
            """;

    private static final StartWords WORDS = new StartWords(
            "$PBS_JOBID",
            "0",
            "$(hostname)",
            List.of("TERM"),
            false,
            List.of("job killed: p\\{0,1\\}v\\{0,1\\}mem .*exceeded limit", "cgroup mem.* limit exceeded"),
            List.of("job killed: \\(walltime\\|cput\\) .*exceeded limit"));

    @Override
    public String name() {
        return "pbs";
    }

    @Override
    public void check(ClusterOptions options) {
        PbsDirectives.OPTIONS.check(options);
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
        return PbsDirectives.lines(options, resources, JobDirectoryNames.log(this));
    }

    @Override
    public String prelude() {
        return PRELUDE;
    }

    @Override
    public Query<ClusterFacts> facts(Duration deadline) {
        return new Query<>("qstat -B", RemoteScripts.limited(deadline) + "qstat -B -f\n", 1, PbsOutput::server);
    }

    /** Leaves nodes in: PBS has no way to exclude some for one job. */
    @Override
    public String submit(String jobName, Collection<String> excludedNodes) {
        return "qsub -f -N " + quote(jobName) + " job.sh < /dev/null";
    }

    @Override
    public SubmitAnswer submitted(int exitCode, String stdout, String stderr) {
        return QsubOutput.parse(exitCode, stdout, stderr);
    }

    @Override
    public String answerWith(String id) {
        return quote(id);
    }

    @Override
    public Query<List<JobRecord>> queue(Asked asked) {
        // ids of ended jobs are unknown to a server without history, and those of jobs that ended in between too
        String script = """
                since=$(date -d '-@MINUTES@ minutes' +%Y%m%d%H%M) || exit 1
                x=-x
                ids=$(@LIMITED@qselect -x -u @USER@ -tc.ge."$since" 2>&1) || {
                    case $ids in *'job history'*) ;; *) printf '%s\\n' "$ids" >&2; exit 1 ;; esac
                    x=
                    ids=$(@LIMITED@qselect -u @USER@) || exit 1
                }
                printf '%s\\n' "$ids" | grep '^[0-9]' | xargs -r -n 5000 sh -c '
                    @LIMITED@qstat -E -f "$@" 2>&1
                    echo "pm-exit $?"
                ' qstat $x
                echo @END@
                """;
        return new Query<>(
                "qstat",
                script.replace("@MINUTES@", Long.toString(asked.minutes()))
                        .replace("@LIMITED@", asked.limited())
                        .replace("@USER@", quote(asked.user()))
                        .replace("@END@", RemoteScripts.END),
                2,
                PbsOutput::jobs);
    }

    /** Never asked: what the server has of a history comes with the queue. */
    @Override
    public Query<List<JobRecord>> history(Asked asked) {
        return queue(asked);
    }

    @Override
    public String listing(Asked asked) {
        // names that are longer than a line go on behind a tab
        return "ids=$(" + asked.limited() + "qselect -u " + quote(asked.user()) + ") && { [ -z \"$ids\" ] || "
                + asked.limited() + "qstat -E -f $ids 2>/dev/null; } | awk '\n" + """
                    /^Job Id: / { id = $3 }
                    /^\\t/ { if (open) name = name substr($0, 2); next }
                    open { print id, name; open = 0 }
                    /^    Job_Name = / { name = substr($0, 16); open = 1 }
                """ + "'";
    }

    @Override
    public String kill(Asked asked) {
        return asked.limited() + "qdel";
    }
}
