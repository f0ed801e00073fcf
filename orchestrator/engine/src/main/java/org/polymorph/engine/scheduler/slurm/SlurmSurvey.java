package org.polymorph.engine.scheduler.slurm;

import static org.polymorph.model.batch.ShellWord.quote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.Resources;

/** Asks a SLURM cluster about itself, for people; it submits nothing. Each question ends by a deadline. */
public final class SlurmSurvey {
    /** The commands that jobs are run with. */
    private static final List<String> COMMANDS = List.of("sbatch", "squeue", "scancel", "scontrol");

    private static final Pattern CLUSTERS = Pattern.compile("(?:#SBATCH\\s+)?(?:--clusters?[= ]|-M\\s*)(\\S+)");
    private static final Pattern QOS = Pattern.compile("(?:#SBATCH\\s+)?(?:--qos[= ]|-q\\s*)(\\S+)");
    private static final Pattern STATE = Pattern.compile("([a-z_]+)([*~#!%$@^+-]*) (\\d{1,9})");
    private static final Duration WAY_BACK = Duration.ofSeconds(15);

    private final Transport transport;
    private final Duration deadline;

    /**
     * Makes the survey.
     *
     * @param deadline of each question, on the cluster's side
     */
    public SlurmSurvey(Transport transport, Duration deadline) {
        this.transport = transport;
        this.deadline = deadline;
    }

    /** Returns the clusters that options of sbatch name; empty for the log-in machine's own. */
    public static List<String> clusters(List<String> extra) {
        return words(CLUSTERS, extra);
    }

    /** Returns the QOS that options of sbatch name; empty for the user's default. */
    public static List<String> qos(List<String> extra) {
        return words(QOS, extra);
    }

    private static List<String> words(Pattern option, List<String> extra) {
        List<String> words = new ArrayList<>();
        for (String line : extra) {
            Matcher matcher = option.matcher(line.strip());
            if (matcher.matches()) {
                words.addAll(Arrays.asList(matcher.group(1).split(",", -1)));
            }
        }
        return words;
    }

    /** Returns those of SLURM's commands that are not found on the log-in machine. */
    public List<String> missingCommands() throws SlurmAnswerException {
        String found = ask(
                "command -v",
                "for c in " + String.join(" ", COMMANDS) + "; do command -v $c >/dev/null || echo $c; done");
        return found.lines().toList();
    }

    /** Returns the cluster's configuration. */
    public ClusterFacts facts() throws SlurmAnswerException {
        return ClusterFacts.parse(
                ask("scontrol show config", RemoteScripts.limited(deadline) + "scontrol show config"));
    }

    /**
     * Asks the accounting for one hour of jobs.
     *
     * @throws SlurmAnswerException if it does not answer
     */
    public void askAccounting() throws SlurmAnswerException {
        var unused = ask(
                "sacct",
                RemoteScripts.limited(deadline)
                        + "sacct --noheader --allocations --parsable2 --starttime=now-1hour --format=JobID");
    }

    /** Returns the partitions of the log-in machine's own cluster, or of another one. */
    public List<SlurmPartition> partitions(String cluster) throws SlurmAnswerException {
        return SlurmPartition.parse(ask(
                "scontrol show partition",
                RemoteScripts.limited(deadline) + "scontrol" + option("--clusters", cluster)
                        + " --oneliner show partition"));
    }

    /** How many nodes of a partition can take jobs, now or when they are free, and how many cannot. */
    public record Nodes(long usable, long unusable) {}

    /** Counts the nodes of a partition. */
    public Nodes nodes(String cluster, String partition) throws SlurmAnswerException {
        String said = ask(
                "sinfo",
                RemoteScripts.limited(deadline) + "sinfo --noheader" + option("--clusters", cluster)
                        + option("--partition", partition) + " --format='%T %D'");
        long usable = 0;
        long unusable = 0;
        for (String line : said.lines().toList()) {
            Matcher matcher = STATE.matcher(line.strip());
            if (matcher.matches()) {
                long count = Long.parseLong(matcher.group(3));
                // a star after the state: the node does not answer
                boolean bad = matcher.group(2).contains("*")
                        || matcher.group(1).matches("down|drain.*|fail.*|error|unknown|inval|maint.*");
                usable += bad ? 0 : count;
                unusable += bad ? count : 0;
            }
        }
        return new Nodes(usable, unusable);
    }

    /** What the user may use on a cluster, as the accounting has it. */
    public record Rights(List<String> accounts, List<String> qos) {}

    /** Returns accounts and QOS of the user. */
    public Rights rights(String cluster) throws SlurmAnswerException {
        String said = ask(
                "sacctmgr",
                RemoteScripts.limited(deadline)
                        + "sacctmgr --noheader --parsable2 show assoc user=\"$(id -un)\" format=Account,QOS"
                        + (cluster.isEmpty() ? "" : " cluster=" + quote(cluster)));
        TreeSet<String> accounts = new TreeSet<>();
        TreeSet<String> qos = new TreeSet<>();
        for (String line : said.lines().toList()) {
            String[] field = line.split("\\|", -1);
            if (field.length == 2) {
                accounts.add(field[0]);
                Arrays.stream(field[1].split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .forEach(qos::add);
            }
        }
        return new Rights(List.copyOf(accounts), List.copyOf(qos));
    }

    /**
     * Has sbatch check a job without submitting it.
     *
     * @return what sbatch says, such as when the job would begin
     * @throws SlurmAnswerException if it would not be taken
     */
    public String tryRequest(String partition, String account, List<String> extra, Resources resources)
            throws SlurmAnswerException {
        List<String> directives = SubmitDirectives.lines(partition, account, extra, resources, Duration.ZERO);
        String job = "#!/bin/sh\n" + String.join("\n", directives) + "\ntrue\n";
        return ask(
                "sbatch --test-only",
                "printf %s " + quote(job) + " | " + RemoteScripts.limited(deadline) + "sbatch --test-only 2>&1");
    }

    private static String option(String name, String value) {
        return value.isEmpty() ? "" : " " + quote(name + "=" + value);
    }

    private String ask(String what, String command) throws SlurmAnswerException {
        Transport.Answer answer;
        try {
            answer = transport.run(
                    RemoteScripts.SCRUB + command + "\n",
                    "".getBytes(StandardCharsets.US_ASCII),
                    deadline.plus(WAY_BACK));
        } catch (NotDoneException | UnknownOutcomeException e) {
            throw new SlurmAnswerException(what + ": " + e.getMessage(), e);
        }
        if (answer.exitCode() != 0) {
            String said = answer.stderr().isBlank() ? answer.stdout() : answer.stderr();
            throw new SlurmAnswerException(what + ": "
                    + (said.isBlank()
                            ? "exit code " + answer.exitCode()
                            : said.strip().replace('\n', ' ')));
        }
        return answer.stdout();
    }
}
