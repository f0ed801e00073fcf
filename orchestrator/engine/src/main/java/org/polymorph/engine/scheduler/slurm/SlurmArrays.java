package org.polymorph.engine.scheduler.slurm;

import java.util.Collection;
import java.util.List;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.JobArrays;
import org.polymorph.model.batch.Resources;

/** SLURM's job arrays: one submission, jobs {@code 123_0}, {@code 123_1}, … under one name. */
final class SlurmArrays implements JobArrays {
    @Override
    public String submit(String name, int size, Collection<String> excludedNodes) {
        return Slurm.sbatch(name, excludedNodes) + " --array=0-" + (size - 1) + " job.sh < /dev/null";
    }

    @Override
    public List<String> directives(ClusterOptions options, Resources resources) {
        return SlurmDirectives.lines(options, resources, "%a/slurm.log");
    }

    @Override
    public String index() {
        return "\"$SLURM_ARRAY_TASK_ID\"";
    }

    @Override
    public String task(String arrayId, String index) {
        return arrayId + "_" + index;
    }

    @Override
    public boolean isTask(String id, int index) {
        return id.endsWith("_" + index);
    }
}
