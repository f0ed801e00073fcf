package org.polymorph.engine.scheduler.lsf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.SiteOptions;
import org.polymorph.model.batch.Resources;

/** The {@code #BSUB} lines of a job. */
final class LsfDirectives {
    static final SiteOptions OPTIONS = new SiteOptions(
            "bsub",
            "#BSUB",
            "-R \"select[type==X86_64]\"",
            Set.of(
                    "-J", "-o", "-oo", "-e", "-eo", "-cwd", "-I", "-Ip", "-Is", "-K", "-H", "-h", "-V", "-r", "-rn",
                    "-Q", "-W", "-n", "-M", "-i", "-is", "-Zs", "-B", "-N", "-json", "-yaml", "-jsdl", "-pack"),
            Set.of());

    private LsfDirectives() {}

    /**
     * Returns the lines of a job.
     *
     * @param log file in its directory for LSF's report
     */
    static List<String> lines(ClusterOptions site, Resources resources, String log) {
        OPTIONS.check(site);
        List<String> options = new ArrayList<>();
        options.add("-rn");
        options.add("-o " + log);
        options.add("-n " + resources.tasks());
        int perNode = -Math.floorDiv(-resources.tasks(), resources.nodes());
        options.add(resources.nodes() == 1 ? "-R \"span[hosts=1]\"" : "-R \"span[ptile=" + perNode + "]\"");
        // LSF counts in minutes
        options.add("-W " + Math.max(1, -Math.floorDiv(-resources.walltime().toSeconds(), 60)));
        if (resources.memoryPerTaskMiB() > 0) {
            options.add("-M " + resources.memoryPerTaskMiB() + "MB");
            options.add("-R \"rusage[mem=" + resources.memoryPerTaskMiB() + "MB]\"");
        }
        if (!site.queue().isEmpty()) {
            options.add("-q " + site.queue());
        }
        if (!site.account().isEmpty()) {
            options.add("-P " + site.account());
        }
        options.addAll(OPTIONS.lines(site.extra()));
        return options.stream().map(option -> "#BSUB " + option).toList();
    }
}
