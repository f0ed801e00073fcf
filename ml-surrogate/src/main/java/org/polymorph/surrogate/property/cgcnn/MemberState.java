package org.polymorph.surrogate.property.cgcnn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntPredicate;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;

/** How far the training of a member has come, between two epochs: all that the rest depends on. Not thread-safe. */
final class MemberState {
    final AdamW optimizer;

    /** The averaged weights of the lowest validation error. */
    double[][] best;

    double loss;

    /** Epochs since there were such. */
    int since;

    /** Epochs behind us. */
    int epoch;

    boolean done;

    MemberState(AdamW optimizer, double[][] best, double loss) {
        this.optimizer = optimizer;
        this.best = best;
        this.loss = loss;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            optimizer.write(out);
            Blocks.write(out, best);
            out.writeDouble(loss);
            out.writeInt(since);
            out.writeInt(epoch);
            out.writeBoolean(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static MemberState of(byte[] bytes, OptimizerSettings settings, IntPredicate decays) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            MemberState state = new MemberState(AdamW.read(in, settings, decays), Blocks.read(in), in.readDouble());
            state.since = in.readInt();
            state.epoch = in.readInt();
            state.done = in.readBoolean();
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
