package org.polymorph.engine.scheduler.slurm;

import static org.polymorph.model.batch.ShellWord.quote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.Query;
import org.polymorph.engine.scheduler.batch.RemoteScripts;
import org.polymorph.model.batch.Resources;

/** What a person would ask SLURM about a site before jobs run there; nothing is submitted. */
public final class SlurmQuestions {
    private static final Pattern ENFORCED = Pattern.compile("(?m)^AccountingStorageEnforce\\s*=\\s*(\\S+)");
    private static final Pattern CLUSTERS = Pattern.compile("(?:#SBATCH\\s+)?(?:--clusters?[= ]|-M\\s*)(\\S+)");
    private static final Pattern QOS = Pattern.compile("(?:#SBATCH\\s+)?(?:--qos[= ]|-q\\s*)(\\S+)");
    private static final Pattern STATE = Pattern.compile("([A-Za-z_]+)([*~#!%$@^+-]*) (\\d{1,9})");
    private static final String UNUSABLE = "down|drain.*|fail.*|error|unknown|inval|maint.*|power.*down.*|reboot.*";

    private SlurmQuestions() {}

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

    /** Asks what an account must allow before a job is taken, such as {@code associations,limits}; empty for nothing. */
    public static Query<String> enforced(Duration deadline) {
        return new Query<>(
                "scontrol",
                RemoteScripts.limited(deadline) + "scontrol show config\n",
                1,
                SlurmQuestions::readEnforced);
    }

    static String readEnforced(String text) {
        Matcher matcher = ENFORCED.matcher(text);
        boolean something = matcher.find() && !List.of("none", "0", "(null)").contains(matcher.group(1));
        return something ? matcher.group(1) : "";
    }

    /** Asks for the partitions of a cluster; an empty name means the log-in machine's own. */
    public static Query<List<SlurmPartition>> partitions(String cluster, Duration deadline) {
        String script = RemoteScripts.limited(deadline) + "scontrol" + option("--clusters", cluster)
                + " --oneliner show partition\n";
        return new Query<>("scontrol", script, 1, SlurmPartition::parse);
    }

    /** How many nodes of a partition can take jobs, now or when they are free, and how many cannot. */
    public record Nodes(long usable, long unusable) {}

    /** Asks for the nodes of a partition. */
    public static Query<Nodes> nodes(String cluster, String partition, Duration deadline) {
        String script = RemoteScripts.limited(deadline) + "sinfo --noheader" + option("--clusters", cluster)
                + option("--partition", partition) + " --format='%T %D'\n";
        return new Query<>("sinfo", script, 1, SlurmQuestions::readNodes);
    }

    static Nodes readNodes(String text) {
        long usable = 0;
        long unusable = 0;
        for (String line : text.lines().toList()) {
            Matcher matcher = STATE.matcher(line.strip());
            if (matcher.matches()) {
                long count = Long.parseLong(matcher.group(3));
                // a star behind the state: the node does not answer
                boolean bad = matcher.group(2).contains("*") || matcher.group(1).matches(UNUSABLE);
                usable += bad ? 0 : count;
                unusable += bad ? count : 0;
            }
        }
        return new Nodes(usable, unusable);
    }

    /** What the user may use on a cluster, as the accounting has it. */
    public record Rights(List<String> accounts, List<String> qos) {
        public Rights {
            accounts = List.copyOf(accounts);
            qos = List.copyOf(qos);
        }
    }

    /** Asks the accounting for accounts and QOS of the user on a cluster. */
    public static Query<Rights> rights(String cluster, Duration deadline) {
        String script = RemoteScripts.limited(deadline)
                + "sacctmgr --noheader --parsable2 show assoc user=\"$(id -un)\" cluster=" + quote(cluster)
                + " format=Account,QOS\n";
        return new Query<>("sacctmgr", script, 1, SlurmQuestions::readRights);
    }

    static Rights readRights(String text) {
        TreeSet<String> accounts = new TreeSet<>();
        TreeSet<String> qos = new TreeSet<>();
        for (String line : text.lines().toList()) {
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
     * Has sbatch check a job without submitting it; its refusal fails the query.
     *
     * @throws IllegalArgumentException if the options hold what SLURM cannot hold
     */
    public static Query<String> request(ClusterOptions options, Resources resources, Duration deadline) {
        String job = "#!/bin/sh\n" + String.join("\n", new Slurm().directives(options, resources)) + "\ntrue\n";
        String script = "printf %s " + quote(job) + " | " + RemoteScripts.limited(deadline) + "sbatch --test-only\n";
        return new Query<>("sbatch", script, 1, String::strip);
    }

    private static String option(String name, String value) {
        return value.isEmpty() ? "" : " " + quote(name + "=" + value);
    }
}
