package org.polymorph.components.campaign;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.polymorph.engine.campaign.Command;
import org.polymorph.model.spi.Progress;

/** What a campaign is busy with at this moment, for a progress display. Thread-safe. */
public final class Activity {
    private final AtomicReference<Optional<Now>> now = new AtomicReference<>(Optional.empty());

    /** A command under way and how far it has come. */
    public record Now(Command command, int done, int total) {}

    /** Says that a command begins, and returns where its progress is to be told. */
    Progress begin(Command command) {
        now.set(Optional.of(new Now(command, 0, 0)));
        return (done, total) -> now.set(Optional.of(new Now(command, done, total)));
    }

    void end() {
        now.set(Optional.empty());
    }

    public Optional<Now> now() {
        return now.get();
    }
}
