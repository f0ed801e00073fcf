package org.polymorph.engine.scheduler.slurm;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.Collection;
import org.polymorph.engine.transport.RemoteDirectory;

/** The shell scripts that run on the cluster; each is one remote command, and all that it starts has a deadline there. */
final class RemoteScripts {
    /** Exit status where the directory cannot be entered. */
    static final int NO_DIRECTORY = 74;
    /** Said by a submission that came too late to begin. */
    static final String TOO_LATE_WORDS = "polymorph: too late to begin";
    /** Said by a submission that was begun before. */
    static final String BEGUN_BEFORE_WORDS = "polymorph: this submission was begun before";

    // variables of a job that this process itself may run in, or of a user's settings, would change what commands do
    static final String SCRUB = """
            for v in $(env | sed -n 's/^\\(\\(SLURM\\|SBATCH\\|SQUEUE\\|SACCT\\|SCANCEL\\|SCONTROL\\)_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
                case $v in SLURM_CONF | SLURM_CONF_SERVER) ;; *) unset "$v" ;; esac
            done
            LC_ALL=C
            export LC_ALL
            """;

    private RemoteScripts() {}

    /** Finds out the absolute working directory, which is made, the user's name and the clock. */
    static String probe(String workDir) {
        return SCRUB + "w=" + RemoteDirectory.word(workDir) + "\nmkdir -p -- \"$w\" && cd -- \"$w\" || exit "
                + NO_DIRECTORY + "\npwd -P\nid -un\ndate +%s\n";
    }

    /** Asks for the cluster's configuration. */
    static String configuration(Duration deadline) {
        return SCRUB + limited(deadline) + "scontrol show config\n";
    }

    static String limited(Duration deadline) {
        return "timeout -k 5 " + Math.max(1, deadline.toSeconds()) + " ";
    }

    /**
     * One submission of a job.
     *
     * @param number of this submission of the job; one number is begun once only
     * @param lost id of an earlier submission that the cluster has lost; empty for none
     * @param notAfter seconds of the cluster's clock after which it must not begin any more
     */
    record Submission(
            String directory, String token, int number, String lost, long notAfter, Collection<String> excluded) {}

    /** Submits a job, unless an answer is there already; the answer is written beside the script before it is told. */
    static String submit(Submission submission, Duration deadline) {
        String exclude = submission.excluded().isEmpty()
                ? ""
                : " " + quote("--exclude=" + String.join(",", submission.excluded()));
        return SCRUB + "cd -- " + quote(submission.directory()) + " || exit " + NO_DIRECTORY + "\n"
                + "if [ -s submit.id ]; then\n"
                + (submission.lost().isEmpty()
                        ? "    cat submit.id; exit 0\n"
                        : "    read -r known < submit.id\n    [ \"${known%%;*}\" = " + quote(submission.lost())
                                + " ] || { cat submit.id; exit 0; }\n    mv submit.id .submit.lost || exit "
                                + NO_DIRECTORY + "\n")
                + "fi\n"
                + "mkdir .submit-" + submission.number() + " || { echo '" + BEGUN_BEFORE_WORDS + "' >&2; exit 77; }\n"
                + "[ \"$(date +%s)\" -le " + submission.notAfter() + " ] || { echo '" + TOO_LATE_WORDS
                + "' >&2; exit 76; }\n"
                + limited(deadline) + "sbatch --parsable --job-name=" + quote(submission.token()) + exclude
                + " job.sh > submit.id.tmp 2> submit.err < /dev/null\n"
                + "code=$?\n"
                + "if [ $code = 0 ]; then mv submit.id.tmp submit.id && cat submit.id; else cat submit.id.tmp; fi\n"
                + "cat submit.err >&2\n"
                + "exit $code\n";
    }

    /** One query for all jobs of the user, or for some names. */
    static String squeue(String user, Collection<String> names, Collection<String> clusters, Duration deadline) {
        return SCRUB + "s=$(printf '\\037')\n" + limited(deadline) + "squeue --noheader --states=all --user="
                + quote(user) + chosen("--name", names) + chosen("--clusters", clusters)
                + " --format=\"pm$s%i$s%T$s%r$s%N$s%j\" && echo " + SlurmOutput.END + "\n";
    }

    /** One query of the accounting, from so many minutes ago, duplicates included. */
    static String sacct(
            String user, Collection<String> names, Collection<String> clusters, long minutes, Duration deadline) {
        return SCRUB + "s=$(printf '\\037')\n" + limited(deadline)
                + "sacct --noheader --allocations --duplicates --parsable2 --delimiter=\"$s\" --user=" + quote(user)
                + chosen("--name", names) + chosen("--clusters", clusters) + " --starttime=now-" + minutes
                + "minutes --format=JobIDRaw,State,ExitCode,NodeList,Cluster,JobName && echo " + SlurmOutput.END
                + "\n";
    }

    private static String chosen(String option, Collection<String> names) {
        return names.isEmpty() ? "" : " " + option + "=" + quote(String.join(",", names));
    }

    /** Asks the controller for single jobs; one that it does not know any more is left out of the answer. */
    static String scontrol(Collection<String> ids, Duration deadline) {
        return SCRUB + "for id in " + String.join(" ", ids) + "; do\n    answer=$(" + limited(deadline)
                + "scontrol --oneliner show job \"$id\" 2>&1) || case $answer in\n"
                + "    *'Invalid job id'*) continue ;;\n    *) printf '%s\\n' \"$answer\" >&2; exit 1 ;;\n    esac\n"
                + "    printf '%s\\n' \"$answer\"\ndone\necho " + SlurmOutput.END + "\n";
    }

    /** Reads what the directories of jobs say; their tokens come line by line on standard input. */
    static String look(String workDir) {
        return "cd -- " + quote(workDir) + " || exit " + NO_DIRECTORY + "\n" + """
                tell() {
                    if [ -f "$2" ]; then
                        line=
                        IFS= read -r line < "$2"
                        printf '%s %s\\n' "$1" "$line"
                    fi
                }
                while IFS= read -r t; do
                    printf 'job %s\\n' "$t"
                    [ -d "$t" ] || continue
                    echo present
                    tell answer "$t/submit.id"
                    [ ! -d "$t/.claim" ] || echo claimed
                    [ ! -f "$t/.claim/closed" ] || echo closed
                    tell claim "$t/.claim/job"
                    tell again "$t/.claim/duplicates"
                    tell done "$t/done"
                    if [ -s "$t/slurm.log" ] && grep -q -i -e 'exceeded memory limit' -e 'oom.kill' "$t/slurm.log"; then
                        echo memory
                    fi
                done
                """ + "echo " + SlurmOutput.END + "\n";
    }

    /**
     * Closes the fence of jobs that have not begun, then ends those that the scheduler still has. Lines {@code token} and
     * {@code id token} come on standard input; an id counts only where the controller has it under that name at this moment.
     */
    static String cancel(String workDir, String user, Collection<String> clusters, Duration deadline) {
        return SCRUB + "cd -- " + quote(workDir) + " || exit " + NO_DIRECTORY + "\nwanted=\n" + """
                while read -r id t; do
                    if [ -d "$t" ] && mkdir "$t/.claim" 2>/dev/null; then : > "$t/.claim/closed"; fi
                    [ "$id" = - ] || wanted="$wanted$id $t
                "
                done
                [ -n "$wanted" ] || exit 0
                """ + "jobs=$("
                + limited(deadline) + "squeue --noheader --user=" + quote(user)
                + chosen("--clusters", clusters) + " --format='%i %j') || exit 1\n"
                + "printf '%s\\n' \"$jobs\" | grep -Fx -e \"${wanted%?}\" | cut -d ' ' -f 1 | xargs -r -n 200 "
                + limited(deadline) + "scancel" + chosen("--clusters", clusters) + "\n";
    }

    /** Lists the plain files of a job's directory. */
    static String list(String directory) {
        return "cd -- " + quote(directory) + " || exit " + NO_DIRECTORY + "\n"
                + "for f in *; do [ ! -f \"$f\" ] || [ -h \"$f\" ] || printf '%s\\n' \"$f\"; done\n";
    }
}
