package org.polymorph.engine.scheduler.lsf;

import java.util.List;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.DialectContract;

/** Jobs through LSF's commands, as a scripted stand-in has them: no LSF is there. */
class LsfStandInTest extends DialectContract {
    @Override
    protected Dialect dialect() {
        return new Lsf();
    }

    @Override
    protected List<String> commands() {
        return List.of("bsub", "bjobs", "bkill", "bacct", "lsid", "bparams");
    }

    @Override
    protected String submission(String name) {
        return "bsub -J " + name + " < job.sh";
    }

    @Override
    protected String submits() {
        return "bsub ";
    }
}
