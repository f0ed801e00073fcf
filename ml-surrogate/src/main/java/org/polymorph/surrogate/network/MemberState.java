package org.polymorph.surrogate.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntPredicate;

/**
 * How far the training of a member has come, between two epochs: all that the rest of the training depends on. Not
 * thread-safe.
 */
public final class MemberState {
    public final AdamW optimizer;

    /** Learning rate. */
    public double rate;

    /** The averaged weights that count up to now; those of the member if it is done. */
    public double[][] best;

    /** Their validation loss. */
    public double loss;

    /** Epochs since there were such. */
    public int since;

    /** Epochs behind us. */
    public int epoch;

    /** Whether there is no more to train. */
    public boolean done;

    public MemberState(AdamW optimizer, double rate, double[][] best, double loss) {
        this.optimizer = optimizer;
        this.rate = rate;
        this.best = best;
        this.loss = loss;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            optimizer.write(out);
            out.writeDouble(rate);
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

    static MemberState of(byte[] bytes, NetworkSettings.OptimizerSettings settings, IntPredicate decays) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            AdamW optimizer = AdamW.read(in, settings, decays);
            MemberState state = new MemberState(optimizer, in.readDouble(), Blocks.read(in), in.readDouble());
            state.since = in.readInt();
            state.epoch = in.readInt();
            state.done = in.readBoolean();
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
