package org.polymorph.engine.scheduler.gridengine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.SiteOptions;
import org.polymorph.model.batch.Resources;

/** The {@code #$} lines of a job. */
final class GridEngineDirectives {
    private static final SiteOptions OPTIONS = new SiteOptions(
            "qsub",
            "#$",
            "-l infiniband=true",
            Set.of(
                    "-N", "-o", "-e", "-j", "-t", "-tc", "-r", "-S", "-b", "-sync", "-terse", "-now", "-cwd", "-wd",
                    "-h", "-i", "-notify", "-C", "-clear", "-help", "-verify", "-pe", "-@", "-shell", "-V"),
            Set.of("-l h_rt", "-w v", "-w p"));

    private GridEngineDirectives() {}

    static void check(ClusterOptions site, String parallelEnvironment) {
        OPTIONS.check(site);
        if (!parallelEnvironment.matches("[A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException(
                    "scheduler.parallelEnvironment: expected letters, digits and _ . -, found \"" + parallelEnvironment
                            + "\"");
        }
    }

    /**
     * Returns the lines of a job.
     *
     * @param log file in its directory for what is printed outside of the job's own script
     * @throws IllegalArgumentException if it has several tasks and the site names no parallel environment
     */
    static List<String> lines(ClusterOptions site, String parallelEnvironment, Resources resources, String log) {
        check(site, parallelEnvironment);
        if (resources.tasks() > 1 && parallelEnvironment.isEmpty()) {
            throw new IllegalArgumentException("a job of " + resources.tasks()
                    + " tasks needs a parallel environment: expected scheduler.parallelEnvironment in the site's file"
                    + " (qconf -spl lists those of the cluster), found none");
        }
        List<String> options = new ArrayList<>();
        // queues may start scripts with csh
        options.add("-S /bin/sh");
        options.add("-cwd");
        options.add("-r n");
        options.add("-j y");
        options.add("-o " + log);
        options.add("-l h_rt=" + Math.max(1, resources.walltime().toSeconds()));
        if (resources.memoryPerTaskMiB() > 0) {
            options.add("-l h_vmem=" + resources.memoryPerTaskMiB() + "M");
        }
        if (resources.tasks() > 1) {
            options.add("-pe " + parallelEnvironment + " " + resources.tasks());
        }
        if (!site.queue().isEmpty()) {
            options.add("-q " + site.queue());
        }
        if (!site.account().isEmpty()) {
            options.add("-P " + site.account());
        }
        options.addAll(OPTIONS.lines(site.extra()));
        return options.stream().map(option -> "#$ " + option).toList();
    }
}
