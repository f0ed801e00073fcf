package org.polymorph.surrogate.acenet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.NetworkSettings;

/**
 * Where one member's training leaves its state and finds that of a training that was killed. Not thread-safe.
 *
 * @param inputs all that the training depends on
 * @param member number from 0
 * @param steps of the whole training, at most
 */
record MemberStates(Optional<Checkpoint> place, String inputs, int member, int steps) {

    /** How far the training has come, after a number of steps. */
    record State(AdamW optimizer, MemberTrainer.Member best, int step) {}

    private String name() {
        return "member-" + (member + 1);
    }

    /** Returns the state of an earlier training with the same inputs, and tells of it. */
    Optional<State> find(NetworkSettings.OptimizerSettings settings, Networks networks) {
        Optional<State> found =
                place.flatMap(p -> p.find(name(), inputs)).map(bytes -> read(bytes, settings, networks));
        found.ifPresent(state -> place.orElseThrow()
                .wentOn()
                .accept("step " + state.step() + " of member " + (member + 1)
                        + (MemberTrainer.ended(state, steps) ? ", its last" : "")));
        return found;
    }

    private static State read(byte[] bytes, NetworkSettings.OptimizerSettings settings, Networks networks) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            AdamW optimizer = AdamW.read(in, settings, networks::decays);
            MemberTrainer.Member best =
                    new MemberTrainer.Member(Blocks.read(in), in.readDouble(), in.readDouble(), in.readInt());
            return new State(optimizer, best, in.readInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves a state. */
    void leave(State state) {
        place.ifPresent(p -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                state.optimizer().write(out);
                Blocks.write(out, state.best().weights());
                out.writeDouble(state.best().start());
                out.writeDouble(state.best().loss());
                out.writeInt(state.best().step());
                out.writeInt(state.step());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            p.leave(name(), inputs, bytes.toByteArray());
        });
    }
}
