package org.polymorph.surrogate.network;

import java.util.Optional;
import java.util.function.IntPredicate;
import org.polymorph.model.spi.Checkpoint;

/** Where one member's training leaves its state and finds that of a training that was killed. Not thread-safe. */
public final class MemberStates {
    private final Optional<Checkpoint> place;
    private final String inputs;
    private final int member;
    private long last = System.nanoTime();

    /**
     * Makes the place of a member.
     *
     * @param inputs all that the training depends on
     * @param member number from 0
     */
    public MemberStates(Optional<Checkpoint> place, String inputs, int member) {
        this.place = place;
        this.inputs = inputs;
        this.member = member;
    }

    private String name() {
        return "member-" + (member + 1);
    }

    /** Returns the state of an earlier training with the same inputs, and tells of it. */
    public Optional<MemberState> find(NetworkSettings.OptimizerSettings settings, IntPredicate decays) {
        Optional<MemberState> found =
                place.flatMap(p -> p.find(name(), inputs)).map(bytes -> MemberState.of(bytes, settings, decays));
        found.ifPresent(state -> place.orElseThrow()
                .wentOn()
                .accept("epoch " + state.epoch + " of member " + (member + 1) + (state.done ? ", its last" : "")));
        return found;
    }

    /** Leaves a state, unless the last one was left only just now and the member is not done. */
    public void leave(MemberState state) {
        place.ifPresent(p -> {
            if (state.done || System.nanoTime() - last >= p.interval().toNanos()) {
                p.leave(name(), inputs, state.toBytes());
                last = System.nanoTime();
            }
        });
    }
}
