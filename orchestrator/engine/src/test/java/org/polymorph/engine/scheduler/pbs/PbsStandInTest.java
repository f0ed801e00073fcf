package org.polymorph.engine.scheduler.pbs;

import java.util.List;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.DialectContract;

/** Jobs through PBS's commands, as a scripted stand-in has them: no PBS is there. */
class PbsStandInTest extends DialectContract {
    @Override
    protected Dialect dialect() {
        return new Pbs();
    }

    @Override
    protected List<String> commands() {
        return List.of("qsub", "qstat", "qselect", "qdel");
    }

    @Override
    protected String submission(String name) {
        return "qsub -N " + name + " job.sh";
    }

    @Override
    protected String submits() {
        return "qsub ";
    }
}
