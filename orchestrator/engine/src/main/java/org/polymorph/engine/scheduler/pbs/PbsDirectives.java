package org.polymorph.engine.scheduler.pbs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.SiteOptions;
import org.polymorph.model.batch.Resources;

/** The {@code #PBS} lines of a job. */
final class PbsDirectives {
    static final SiteOptions OPTIONS = new SiteOptions(
            "qsub",
            "#PBS",
            "-l software=vasp",
            Set.of(
                    "-N", "-o", "-e", "-j", "-k", "-J", "-r", "-S", "-I", "-G", "-X", "-h", "-z", "-C", "-u", "-f",
                    "-R", "-V"),
            Set.of("-l select", "-l walltime", "-l nodes", "-l ncpus", "-l place", "-W block", "-W run_count"));

    private PbsDirectives() {}

    /**
     * Returns the lines of a job.
     *
     * @param log file in its directory for what is printed outside of the job's own script
     */
    static List<String> lines(ClusterOptions site, Resources resources, String log) {
        OPTIONS.check(site);
        List<String> options = new ArrayList<>();
        // the log-in shell would read the script otherwise
        options.add("-S /bin/sh");
        options.add("-r n");
        options.add("-j oe");
        options.add("-o " + log);
        options.add("-l select=" + select(resources));
        if (resources.nodes() > 1) {
            options.add("-l place=scatter");
        }
        options.add("-l walltime=" + time(resources.walltime()));
        if (!site.queue().isEmpty()) {
            options.add("-q " + site.queue());
        }
        if (!site.account().isEmpty()) {
            options.add("-A " + site.account());
        }
        options.addAll(OPTIONS.lines(site.extra()));
        return options.stream().map(option -> "#PBS " + option).toList();
    }

    /** Spreads the tasks over the nodes, as evenly as they go: chunks {@code N:ncpus=…}. */
    static String select(Resources resources) {
        int nodes = Math.min(resources.nodes(), resources.tasks());
        int fewer = resources.tasks() / nodes;
        int more = resources.tasks() % nodes;
        List<String> chunks = new ArrayList<>();
        if (more > 0) {
            chunks.add(chunk(more, fewer + 1, resources.memoryPerTaskMiB()));
        }
        chunks.add(chunk(nodes - more, fewer, resources.memoryPerTaskMiB()));
        return String.join("+", chunks);
    }

    private static String chunk(int count, int tasks, int memoryPerTaskMiB) {
        String memory = memoryPerTaskMiB == 0 ? "" : ":mem=" + (long) memoryPerTaskMiB * tasks + "mb";
        return count + ":ncpus=" + tasks + ":mpiprocs=" + tasks + memory;
    }

    private static String time(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
