package org.polymorph.engine.scheduler.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.model.batch.Resources;

/** The {@code #SBATCH} lines of a job. What SLURM cannot hold is refused before anything is written. */
final class SlurmDirectives {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]*");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_.,-]*");
    private static final Pattern OPTION = Pattern.compile("(--[A-Za-z][A-Za-z-]*|-[A-Za-z])(?:[= ]?.*)");

    /** Options that the protocol itself sets, and those after which its answer or its fence would not hold. */
    private static final Set<String> OWN = Set.of(
            "--job-name",
            "-J",
            "--output",
            "-o",
            "--error",
            "-e",
            "--chdir",
            "-D",
            "--array",
            "-a",
            "--parsable",
            "--wait",
            "-W",
            "--wrap",
            "--test-only",
            "--signal",
            "--time",
            "-t",
            "--requeue",
            "--no-requeue",
            "--open-mode",
            "--help",
            "-h",
            "--usage",
            "--version",
            "-V",
            "--quiet",
            "-Q",
            "--verbose",
            "-v",
            "--hold",
            "-H",
            "--ignore-pbs",
            "--export-file",
            "--uid",
            "--gid",
            "--exclude",
            "-x",
            "--input",
            "-i");

    private SlurmDirectives() {}

    /**
     * Checks what a site file says.
     *
     * @throws IllegalArgumentException naming the value that SLURM cannot hold or that the protocol needs itself
     */
    static void check(String partition, String account, List<String> extra) {
        if (!WORDS.matcher(partition).matches()) {
            throw new IllegalArgumentException(
                    "scheduler.partition: expected letters, digits and _ . - (several with commas), found \""
                            + partition + "\"");
        }
        if (!WORD.matcher(account).matches()) {
            throw new IllegalArgumentException(
                    "scheduler.account: expected letters, digits and _ . -, found \"" + account + "\"");
        }
        extra.forEach(SlurmDirectives::option);
    }

    /**
     * Returns the lines of a job.
     *
     * @param log file in its directory for what SLURM itself writes
     */
    static List<String> lines(ClusterOptions site, Resources resources, String log) {
        check(site.queue(), site.account(), site.extra());
        List<String> options = new ArrayList<>();
        options.add("--nodes=" + resources.nodes());
        options.add("--ntasks=" + resources.tasks());
        options.add("--time=" + time(resources.walltime()));
        if (resources.memoryPerTaskMiB() > 0) {
            options.add("--mem-per-cpu=" + resources.memoryPerTaskMiB() + "M");
        }
        long early = site.policy().stopBefore(resources.walltime()).toSeconds();
        if (early > 0) {
            options.add("--signal=B:TERM@" + early);
        }
        options.add("--no-requeue");
        options.add("--open-mode=append");
        options.add("--output=" + log);
        if (!site.queue().isEmpty()) {
            options.add("--partition=" + site.queue());
        }
        if (!site.account().isEmpty()) {
            options.add("--account=" + site.account());
        }
        site.extra().forEach(line -> options.add(option(line)));
        return options.stream().map(option -> "#SBATCH " + option).toList();
    }

    // one option of a site file, with or without #SBATCH before it
    private static String option(String line) {
        String text = line.strip();
        if (text.startsWith("#SBATCH")) {
            text = text.substring("#SBATCH".length()).strip();
        }
        Matcher matcher = OPTION.matcher(text);
        if (!matcher.matches() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "scheduler.extra: expected an option of sbatch such as --constraint=intel, found \"" + line + "\"");
        }
        String name = matcher.group(1);
        // sbatch takes any beginning of a long option that is clear
        boolean own = name.startsWith("--")
                ? OWN.stream().anyMatch(known -> known.startsWith("--") && known.startsWith(name))
                : OWN.contains(name);
        if (own && !name.equals("--export")) {
            throw new IllegalArgumentException("scheduler.extra: " + name
                    + " is set by Polymorph itself or would break its books, found \"" + line + "\"");
        }
        return text;
    }

    /** Writes a duration as {@code days-hours:minutes:seconds}. */
    static String time(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return String.format(
                java.util.Locale.ROOT,
                "%d-%02d:%02d:%02d",
                seconds / 86_400,
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60);
    }
}
