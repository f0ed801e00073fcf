package org.polymorph.engine.scheduler.slurm;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.JobArrays;
import org.polymorph.engine.scheduler.batch.JobDirectoryNames;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.Query;
import org.polymorph.engine.scheduler.batch.RemoteScripts;
import org.polymorph.engine.scheduler.batch.StartWords;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;
import org.polymorph.model.batch.Resources;

/** SLURM. */
public final class Slurm implements Dialect {

    // variables of a job that this process itself may run in, or of a user's settings, would change what commands do
    private static final String PRELUDE = """
            for v in $(env | sed -n 's/^\\(\\(SLURM\\|SBATCH\\|SQUEUE\\|SACCT\\|SCANCEL\\|SCONTROL\\)_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
                case $v in SLURM_CONF | SLURM_CONF_SERVER) ;; *) unset "$v" ;; esac
            done
            """;

    private static final StartWords WORDS = new StartWords(
            // of an array's job as the queue prints it
            "${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_}${SLURM_ARRAY_TASK_ID:-$SLURM_JOB_ID}",
            "${SLURM_RESTART_COUNT:-0}",
            "${SLURMD_NODENAME:-?}",
            List.of("TERM"),
            true,
            List.of("exceeded memory limit", "oom.kill"),
            List.of());

    @Override
    public String name() {
        return "slurm";
    }

    @Override
    public void check(ClusterOptions options) {
        SlurmDirectives.check(options.queue(), options.account(), options.extra());
    }

    @Override
    public StartWords startWords() {
        return WORDS;
    }

    @Override
    public List<String> directives(ClusterOptions options, Resources resources) {
        return SlurmDirectives.lines(options, resources, JobDirectoryNames.log(this));
    }

    @Override
    public String prelude() {
        return PRELUDE;
    }

    @Override
    public Query<ClusterFacts> facts(Duration deadline) {
        return new Query<>(
                "scontrol", RemoteScripts.limited(deadline) + "scontrol show config\n", 1, SlurmOutput::configuration);
    }

    @Override
    public String submit(String jobName, Collection<String> excludedNodes) {
        return sbatch(jobName, excludedNodes) + " job.sh < /dev/null";
    }

    static String sbatch(String jobName, Collection<String> excludedNodes) {
        return "sbatch --parsable --job-name=" + quote(jobName)
                + (excludedNodes.isEmpty() ? "" : " " + quote("--exclude=" + String.join(",", excludedNodes)));
    }

    @Override
    public Optional<JobArrays> arrays() {
        return Optional.of(new SlurmArrays());
    }

    @Override
    public SubmitAnswer submitted(int exitCode, String stdout, String stderr) {
        return SbatchOutput.parse(exitCode, stdout, stderr);
    }

    @Override
    public String answerWith(String id) {
        return quote(id) + " | " + quote(id + ";") + "*";
    }

    @Override
    public Query<List<JobRecord>> queue(Asked asked) {
        String script = "s=$(printf '\\037')\n" + asked.limited() + "squeue --noheader --array --states=all --user="
                + quote(asked.user()) + chosen("--name", asked.names()) + chosen("--clusters", asked.clusters())
                + " --format=\"pm$s%i$s%T$s%r$s%N$s%j\" && echo " + RemoteScripts.END + "\n";
        return new Query<>("squeue", script, 1, SlurmOutput::squeue);
    }

    @Override
    public Query<List<JobRecord>> history(Asked asked) {
        String script = "s=$(printf '\\037')\n" + asked.limited()
                + "sacct --noheader --allocations --duplicates --parsable2 --delimiter=\"$s\" --user="
                + quote(asked.user()) + chosen("--name", asked.names()) + chosen("--clusters", asked.clusters())
                + " --starttime=now-" + asked.minutes()
                + "minutes --format=JobID,State,ExitCode,NodeList,Cluster,JobName && echo " + RemoteScripts.END
                + "\n";
        return new Query<>("sacct", script, 1, SlurmOutput::sacct);
    }

    private static String chosen(String option, Collection<String> names) {
        return names.isEmpty() ? "" : " " + option + "=" + quote(String.join(",", names));
    }

    /** One that the controller does not know any more is left out of the answer. */
    @Override
    public Optional<Query<List<JobRecord>>> details(Collection<String> ids, Duration deadline) {
        String script = "for id in " + String.join(" ", ids) + "; do\n    answer=$(" + RemoteScripts.limited(deadline)
                + "scontrol --oneliner show job \"$id\" 2>&1) || case $answer in\n"
                + "    *'Invalid job id'*) continue ;;\n    *) printf '%s\\n' \"$answer\" >&2; exit 1 ;;\n    esac\n"
                + "    printf '%s\\n' \"$answer\"\ndone\necho " + RemoteScripts.END + "\n";
        return Optional.of(new Query<>("scontrol", script, ids.size(), SlurmOutput::scontrol));
    }

    @Override
    public String listing(Asked asked) {
        return asked.limited() + "squeue --noheader --array --user=" + quote(asked.user())
                + chosen("--clusters", asked.clusters()) + " --format='%i %j'";
    }

    @Override
    public String kill(Asked asked) {
        return asked.limited() + "scancel" + chosen("--clusters", asked.clusters());
    }
}
