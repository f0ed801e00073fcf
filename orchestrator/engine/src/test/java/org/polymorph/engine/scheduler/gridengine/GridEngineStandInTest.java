package org.polymorph.engine.scheduler.gridengine;

import java.util.List;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.DialectContract;

/** Jobs through Grid Engine's commands, as a scripted stand-in has them: no Grid Engine is there. */
class GridEngineStandInTest extends DialectContract {
    @Override
    protected Dialect dialect() {
        return new GridEngine("");
    }

    @Override
    protected List<String> commands() {
        return List.of("qsub", "qstat", "qacct", "qdel", "qconf");
    }

    @Override
    protected String submission(String name) {
        return "qsub -terse -N " + name + " job.sh";
    }

    @Override
    protected String submits() {
        return "qsub ";
    }
}
