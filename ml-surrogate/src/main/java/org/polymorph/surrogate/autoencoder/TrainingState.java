package org.polymorph.surrogate.autoencoder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;

/** How far the training has come, between two epochs: all that the rest of it depends on. Not thread-safe. */
final class TrainingState {
    final AdamW optimizer;

    /** The averaged weights of the lowest loss of validation. */
    double[][] best;

    /** That loss. */
    double loss;

    /** The loss of the last epoch on the crystals that are learned from. */
    double training;

    /** Epochs since the lowest one. */
    int since;

    /** Epochs behind us. */
    int epoch;

    TrainingState(AdamW optimizer, double[][] best, double loss) {
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
            out.writeDouble(training);
            out.writeInt(since);
            out.writeInt(epoch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TrainingState of(byte[] bytes, OptimizerSettings settings) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            AdamW optimizer = AdamW.read(in, settings, block -> false);
            TrainingState state = new TrainingState(optimizer, Blocks.read(in), in.readDouble());
            state.training = in.readDouble();
            state.since = in.readInt();
            state.epoch = in.readInt();
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
