package org.polymorph.engine.scheduler.batch;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.engine.transport.RemoteDirectory;

/**
 * The shell scripts of the protocol that run on the cluster; each is one remote command, and all that it starts has a deadline
 * there. Immutable.
 */
public final class RemoteScripts {
    /** Last line of an answer that came whole and from a command that succeeded. */
    public static final String END = "pm-end";

    /** Exit status where the directory cannot be entered. */
    static final int NO_DIRECTORY = 74;
    /** Exit status where jobs of an array were submitted before; each is told on a line {@code known TOKEN ANSWER}. */
    static final int KNOWN = 78;
    /** Said by a submission that came too late to begin. */
    static final String TOO_LATE_WORDS = "polymorph: too late to begin";
    /** Said by a submission that was begun before. */
    static final String BEGUN_BEFORE_WORDS = "polymorph: this submission was begun before";

    private final Dialect dialect;
    private final String prelude;

    RemoteScripts(Dialect dialect) {
        this.dialect = dialect;
        prelude = dialect.prelude() + "LC_ALL=C\nexport LC_ALL\n";
    }

    /** Returns the beginning of a command line that ends a command at a deadline. */
    public static String limited(Duration deadline) {
        return "timeout -k 5 " + Math.max(1, deadline.toSeconds()) + " ";
    }

    /**
     * Returns the lines of an answer without the last, which says that it came whole.
     *
     * @throws ClusterAnswerException if it is not whole
     */
    public static List<String> wholeLines(String command, String text) throws ClusterAnswerException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(END)) {
            throw new ClusterAnswerException(command + ": the answer is not whole");
        }
        return lines.subList(0, lines.size() - 1);
    }

    /** Returns a query's script as it is to be run. */
    String of(Query<?> query) {
        return prelude + query.script();
    }

    /** Finds out the absolute working directory, which is made, the user's name and the clock. */
    String probe(String workDir) {
        return prelude + "w=" + RemoteDirectory.word(workDir) + "\nmkdir -p -- \"$w\" && cd -- \"$w\" || exit "
                + NO_DIRECTORY + "\npwd -P\nid -un\ndate +%s\n";
    }

    /**
     * One submission of a job.
     *
     * @param name of the job in the batch system
     * @param number of this submission of the job; one number is begun once only
     * @param lost id of an earlier submission that the cluster has lost; empty for none
     * @param notAfter seconds of the cluster's clock after which it must not begin any more
     */
    record Submission(
            String directory, String name, int number, String lost, long notAfter, Collection<String> excluded) {}

    /** Submits a job, unless an answer is there already; the answer is written beside the script before it is told. */
    String submit(Submission submission, Duration deadline) {
        return prelude + "cd -- " + quote(submission.directory()) + " || exit " + NO_DIRECTORY + "\n"
                + "if [ -s submit.id ]; then\n"
                + (submission.lost().isEmpty()
                        ? "    cat submit.id; exit 0\n"
                        : "    IFS= read -r known < submit.id\n    case $known in\n    "
                                + dialect.answerWith(submission.lost())
                                + ") ;;\n    *) cat submit.id; exit 0 ;;\n    esac\n    mv submit.id .submit.lost || exit "
                                + NO_DIRECTORY + "\n")
                + "fi\n"
                + "mkdir .submit-" + submission.number() + " || { echo '" + BEGUN_BEFORE_WORDS + "' >&2; exit 77; }\n"
                + "[ \"$(date +%s)\" -le " + submission.notAfter() + " ] || { echo '" + TOO_LATE_WORDS
                + "' >&2; exit 76; }\n"
                + limited(deadline) + dialect.submit(submission.name(), submission.excluded())
                + " > submit.id.tmp 2> submit.err\n"
                + "code=$?\n"
                + "if [ $code = 0 ]; then mv submit.id.tmp submit.id && cat submit.id; else cat submit.id.tmp; fi\n"
                + "cat submit.err >&2\n"
                + "exit $code\n";
    }

    /**
     * One submission of a job array.
     *
     * @param command that submits {@code job.sh} of the current directory
     * @param script the array's, which starts that of one job
     */
    record ArraySubmission(String workDir, String name, String command, String script, long notAfter) {}

    /**
     * Submits many jobs at once, unless there is an answer to an earlier submission of one of them. Lines
     * {@code index token lost-id} come on standard input. Each job's directory gets its own id.
     */
    String submit(ArraySubmission submission, JobArrays arrays, Duration deadline) {
        return prelude + "cd -- " + quote(submission.workDir()) + " || exit " + NO_DIRECTORY + "\n"
                + "a=.arrays/" + submission.name() + "\nmkdir -p .arrays && mkdir \"$a\" || { echo '"
                + BEGUN_BEFORE_WORDS + "' >&2; exit 77; }\ncd -- \"$a\" || exit " + NO_DIRECTORY + "\n"
                + "cat > job.sh << 'pm-script' || exit " + NO_DIRECTORY + "\n" + submission.script()
                + "pm-script\n"
                + """
                known=
                while read -r index token lost; do
                    answer=../../$token/submit.id
                    if [ -s "$answer" ]; then
                        IFS= read -r said < "$answer"
                        case $said in
                        "$lost" | "$lost;"*) mv "$answer" "../../$token/.submit.lost" || exit @NO_DIRECTORY@ ;;
                        *) known=yes; printf 'known %s %s\\n' "$token" "$said" ;;
                        esac
                    fi
                    [ -d "../../$token" ] && ln -s "../../$token" "$index" || exit @NO_DIRECTORY@
                done
                [ -z "$known" ] || exit @KNOWN@
                """.replace("@NO_DIRECTORY@", Integer.toString(NO_DIRECTORY))
                        .replace("@KNOWN@", Integer.toString(KNOWN))
                + "[ \"$(date +%s)\" -le " + submission.notAfter() + " ] || { echo '" + TOO_LATE_WORDS
                + "' >&2; exit 76; }\n"
                + limited(deadline) + submission.command() + " > submit.id.tmp 2> submit.err\n"
                + "code=$?\ncat submit.id.tmp\n" + """
                if [ $code = 0 ]; then
                    mv submit.id.tmp submit.id
                    IFS= read -r said < submit.id
                    id=${said%%;*}
                    for index in [0-9]*; do
                        printf '%s%s\\n' "@TASK@" "${said#"$id"}" > "$index/submit.id.tmp" &&
                            mv "$index/submit.id.tmp" "$index/submit.id"
                    done
                fi
                cat submit.err >&2
                exit $code
                """.replace("@TASK@", arrays.task("${id}", "${index}"));
    }

    /** Reads what the directories of jobs say; their tokens come line by line on standard input. */
    String look(String workDir) {
        StartWords words = dialect.startWords();
        return "cd -- " + quote(workDir) + " || exit " + NO_DIRECTORY + "\n"
                + """
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
                @LOG@done
                """.replace("@LOG@", logged("memory", words.overMemory()) + logged("time", words.overTime()))
                + "echo " + END + "\n";
    }

    private String logged(String word, List<String> patterns) {
        String log = quote(JobDirectoryNames.log(dialect));
        String choice =
                patterns.stream().map(pattern -> " -e " + quote(pattern)).collect(Collectors.joining());
        return patterns.isEmpty()
                ? ""
                : "    if [ -s \"$t/\"" + log + " ] && grep -q -i" + choice + " \"$t/\"" + log + "; then echo " + word
                        + "; fi\n";
    }

    /**
     * Closes the fence of jobs that have not begun, then ends those that the scheduler still has. Lines {@code - token} and
     * {@code id token name} come on standard input; an id counts only where the controller has it under that name at this moment.
     */
    String cancel(String workDir, Dialect.Asked asked) {
        return prelude + "cd -- " + quote(workDir) + " || exit " + NO_DIRECTORY + "\nwanted=\n" + """
                while read -r id t name; do
                    if [ -d "$t" ] && mkdir "$t/.claim" 2>/dev/null; then : > "$t/.claim/closed"; fi
                    [ "$id" = - ] || wanted="$wanted$id $name
                "
                done
                [ -n "$wanted" ] || exit 0
                """ + "jobs=$("
                + dialect.listing(asked) + ") || exit 1\n"
                + "printf '%s\\n' \"$jobs\" | grep -Fx -e \"${wanted%?}\" | cut -d ' ' -f 1 | xargs -r -n 200 "
                + dialect.kill(asked) + "\n";
    }

    /** Lists the plain files of a job's directory. */
    static String list(String directory) {
        return "cd -- " + quote(directory) + " || exit " + NO_DIRECTORY + "\n"
                + "for f in *; do [ ! -f \"$f\" ] || [ -h \"$f\" ] || printf '%s\\n' \"$f\"; done\n";
    }
}
