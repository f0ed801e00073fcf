package org.polymorph.surrogate.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.training.SealedFile;

/**
 * The {@linkplain SealedFile file} of an ensemble. Its body: settings (ints, then doubles, then booleans, see
 * {@link #writeSettings}); int number of elements and their symbols; int number of summary entries and their key–value
 * texts; references, calibration, pooled means and pooled deviations as arrays of doubles (int length, values); int number
 * of members, and for each an int number of blocks and the blocks as arrays of doubles.
 */
final class EnsembleFile {
    private static final int VERSION = 2;

    private EnsembleFile() {}

    static void write(EnsembleModel model, Path file) {
        new SealedFile(model.architecture().name(), VERSION).write(file, out -> writeBody(out, model));
    }

    static EnsembleModel read(Architecture architecture, Path file) {
        return new SealedFile(architecture.name(), VERSION).read(file, in -> readBody(in, architecture));
    }

    private static void writeBody(DataOutputStream out, EnsembleModel model) throws IOException {
        EnsembleModel.Parameters p = model.parameters();
        writeSettings(out, p.settings());
        SealedFile.writeElements(out, p.elements());
        SealedFile.writeSummary(out, model.summary());
        for (double[] values : List.of(p.references(), p.calibration(), p.pooledMean(), p.pooledDeviation())) {
            SealedFile.writeArray(out, values);
        }
        out.writeInt(p.members().size());
        for (double[][] member : p.members()) {
            Blocks.write(out, member);
        }
    }

    private static EnsembleModel readBody(DataInputStream in, Architecture architecture) throws IOException {
        NetworkSettings settings = readSettings(in);
        List<Element> elements = SealedFile.readElements(in);
        Map<String, String> summary = SealedFile.readSummary(in);
        double[][] arrays = new double[4][];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = SealedFile.readArray(in);
        }
        List<double[][]> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(Blocks.read(in));
        }
        return new EnsembleModel(
                architecture,
                new EnsembleModel.Parameters(settings, elements, arrays[0], arrays[1], arrays[2], arrays[3], members),
                summary);
    }

    private static void writeSettings(DataOutputStream out, NetworkSettings s) throws IOException {
        NetworkSettings.Schedule schedule = s.schedule();
        out.writeUTF(schedule.rate().name());
        for (int value : new int[] {
            s.ensemble(),
            s.features(),
            s.interactions(),
            s.radial(),
            schedule.epochs(),
            schedule.batch(),
            schedule.patience()
        }) {
            out.writeInt(value);
        }
        NetworkSettings.OptimizerSettings optimizer = s.optimizer();
        for (double value : new double[] {
            s.cutoff(),
            s.core(),
            s.weights().energy(),
            s.weights().force(),
            s.weights().stress(),
            optimizer.learningRate(),
            optimizer.weightDecay(),
            optimizer.clip(),
            optimizer.average(),
            schedule.validation(),
            s.outliers()
        }) {
            out.writeDouble(value);
        }
        out.writeBoolean(s.warmStart());
        out.writeBoolean(s.single());
    }

    private static NetworkSettings readSettings(DataInputStream in) throws IOException {
        RateSchedule rate = RateSchedule.valueOf(in.readUTF());
        int[] i = new int[7];
        for (int k = 0; k < i.length; k++) {
            i[k] = in.readInt();
        }
        double[] d = new double[11];
        for (int k = 0; k < d.length; k++) {
            d[k] = in.readDouble();
        }
        return new NetworkSettings(
                i[0],
                i[1],
                i[2],
                i[3],
                d[0],
                d[1],
                new LossWeights(d[2], d[3], d[4]),
                new NetworkSettings.OptimizerSettings(d[5], d[6], d[7], d[8]),
                new NetworkSettings.Schedule(rate, i[4], i[5], i[6], d[9]),
                d[10],
                in.readBoolean(),
                in.readBoolean());
    }
}
