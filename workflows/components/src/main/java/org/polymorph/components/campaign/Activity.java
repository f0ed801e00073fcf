package org.polymorph.components.campaign;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.Command;
import org.polymorph.model.spi.Progress;

/** What a campaign is busy with at this moment, for a progress display. Thread-safe. */
public final class Activity {
    private volatile @Nullable Now now;

    /** A command under way and how far it has come. */
    public record Now(Command command, int done, int total) {}

    /** Says that a command begins, and returns where its progress is to be told. */
    Progress begin(Command command) {
        now = new Now(command, 0, 0);
        return (done, total) -> now = new Now(command, done, total);
    }

    void end() {
        now = null;
    }

    public Optional<Now> now() {
        return Optional.ofNullable(now);
    }
}
