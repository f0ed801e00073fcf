package org.polymorph.surrogate.property.cgcnn;

import java.util.Optional;
import java.util.function.IntPredicate;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;

/** Where one member's training leaves its state and finds that of a training that was killed. Not thread-safe. */
final class MemberStates {
    private final Optional<Checkpoint> place;
    private final String inputs;
    private final int member;
    private long last = System.nanoTime();

    MemberStates(Optional<Checkpoint> place, String inputs, int member) {
        this.place = place;
        this.inputs = inputs;
        this.member = member;
    }

    private String name() {
        return "member-" + (member + 1);
    }

    /** Returns the state of an earlier training with the same inputs, and tells of it. */
    Optional<MemberState> find(OptimizerSettings settings, IntPredicate decays) {
        Optional<MemberState> found =
                place.flatMap(p -> p.find(name(), inputs)).map(bytes -> MemberState.of(bytes, settings, decays));
        found.ifPresent(state -> place.orElseThrow()
                .wentOn()
                .accept("epoch " + state.epoch + " of member " + (member + 1) + (state.done ? ", its last" : "")));
        return found;
    }

    /** Leaves a state, unless the last one was left only just now and the member is not done. */
    void leave(MemberState state) {
        if (place.isPresent()
                && (state.done
                        || System.nanoTime() - last >= place.get().interval().toNanos())) {
            place.get().leave(name(), inputs, state.toBytes());
            last = System.nanoTime();
        }
    }
}
