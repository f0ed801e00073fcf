package org.polymorph.components.campaign;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.FailureKind;

/**
 * Tells failures that are the site's from those that are the structures': a missing program, a missing pseudopotential or a
 * full disk would fail every calculation, so the search ends with a message rather than counting them. Jobs that had ended before this process began say
 * nothing of how the site is now. Thread-safe.
 */
final class SiteTrouble {
    private static final long ROOM = 64 * 1024;

    private final Path directory;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> old = new HashSet<>();

    SiteTrouble(Path directory) {
        this.directory = directory;
    }

    /** Takes note of a job's state, which is that of its submission when the job is first seen. */
    synchronized void sees(JobSnapshot snapshot) {
        if (seen.add(snapshot.token()) && snapshot.state().isTerminal()) {
            old.add(snapshot.token());
        }
    }

    /** Returns whether the job had ended before this process submitted it. */
    synchronized boolean isOld(JobSnapshot snapshot) {
        return old.contains(snapshot.token());
    }

    /** Returns what is wrong with the site, where a job's outcomes show that something is. */
    Optional<String> of(List<CalculationOutcome> outcomes) {
        for (CalculationOutcome outcome : outcomes) {
            if (outcome instanceof CalculationFailure failure) {
                if (FailureKind.OF_SITE.contains(failure.kind())) {
                    return Optional.of(text(failure));
                }
                if (directory.toFile().getUsableSpace() < ROOM) {
                    return Optional.of(directory + ": the disk is full");
                }
            }
        }
        return Optional.empty();
    }

    private static String text(CalculationFailure failure) {
        String what =
                switch (failure.kind()) {
                    case NO_PROGRAM -> "the program cannot be started";
                    case OUT_OF_DISK -> "the disk is full";
                    default -> failure.detail();
                };
        String evidence = failure.evidence().isBlank() ? failure.detail() : failure.evidence();
        return what + ": " + evidence.strip();
    }
}
