package org.polymorph.daemon.plot;

import java.awt.Color;
import java.util.Optional;
import org.polymorph.engine.job.JobStage;

/** What a job spends its time with, as a person sees it. */
enum JobSpan {
    HANDED_OVER("handed over", Palette.PURPLE),
    WAITING("waiting", Palette.ORANGE),
    RUNNING("running", Palette.BLUE),
    UNSEEN("not seen", Palette.GREY),
    BROUGHT_BACK("brought back", Palette.GREEN);

    final String words;
    final Color color;

    JobSpan(String words, Color color) {
        this.words = words;
        this.color = color;
    }

    /** Returns what follows a stage; empty where nothing does. */
    static Optional<JobSpan> of(JobStage stage) {
        return switch (stage) {
            case PLANNED, UPLOADED, QUARANTINED -> Optional.of(HANDED_OVER);
            case SUBMITTED, PENDING -> Optional.of(WAITING);
            case RUNNING -> Optional.of(RUNNING);
            case UNKNOWN -> Optional.of(UNSEEN);
            case ENDED, RETRIEVED, FAILED -> Optional.of(BROUGHT_BACK);
            case PARSED -> Optional.empty();
        };
    }
}
