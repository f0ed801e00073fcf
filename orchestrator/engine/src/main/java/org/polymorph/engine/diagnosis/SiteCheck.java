package org.polymorph.engine.diagnosis;

import java.util.List;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.model.diagnosis.Finding;

/** One thing about a site that is looked at for real. */
interface SiteCheck {

    /** What must have worked before. */
    enum Need {
        NOTHING,
        LOG_IN,
        /** The working directory is there. */
        PLACE,
        /** It can be written. */
        WORK_DIRECTORY,
        SCHEDULER
    }

    /** Returns what is looked at, for progress and where the look itself fails. */
    String subject();

    Need need();

    /**
     * Looks; each remote call has a deadline.
     *
     * @throws org.polymorph.engine.transport.NotDoneException if the site cannot be asked
     * @throws org.polymorph.engine.transport.UnknownOutcomeException if it does not answer
     * @throws ClusterAnswerException if its scheduler does not answer
     */
    List<Finding> look(Visit visit) throws ClusterAnswerException;
}
