package org.polymorph.surrogate.acenet;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.NetworkSettings;
import org.polymorph.surrogate.training.SealedFile;

/**
 * The {@linkplain SealedFile file} of an {@code acenet} model. Its body: settings (ints, then doubles, see
 * {@link #writeSettings}); int number of elements and their symbols; int number of summary entries and their key–value
 * texts; references, calibration, pooled means and pooled deviations as arrays of doubles (int length, values); int number
 * of members and the blocks of weights of each.
 */
final class AceNetFile {
    private static final SealedFile FORMAT = new SealedFile(AceNetSurrogate.NAME, 2);

    private AceNetFile() {}

    static void write(AceNetModel model, Path file) {
        FORMAT.write(file, out -> writeBody(out, model));
    }

    static AceNetModel read(Path file) {
        return FORMAT.read(file, AceNetFile::readBody);
    }

    private static void writeBody(DataOutputStream out, AceNetModel model) throws IOException {
        AceNetModel.Parameters p = model.parameters();
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

    private static AceNetModel readBody(DataInputStream in) throws IOException {
        AceNetSettings settings = readSettings(in);
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
        return new AceNetModel(
                new AceNetModel.Parameters(settings, elements, arrays[0], arrays[1], arrays[2], arrays[3], members),
                summary);
    }

    private static void writeSettings(DataOutputStream out, AceNetSettings s) throws IOException {
        AtomicInvariants.Shape shape = s.invariants();
        for (int value : new int[] {
            shape.bodyOrder(),
            shape.features(),
            shape.radial(),
            shape.angular(),
            s.ensemble(),
            s.directions(),
            s.hidden(),
            s.batch(),
            s.steps(),
            s.epochs()
        }) {
            out.writeInt(value);
        }
        NetworkSettings.OptimizerSettings optimizer = s.optimizer();
        for (double value : new double[] {
            shape.cutoff(),
            shape.decay(),
            s.weights().energy(),
            s.weights().force(),
            s.weights().stress(),
            optimizer.learningRate(),
            optimizer.weightDecay(),
            optimizer.clip(),
            optimizer.average(),
            s.core(),
            s.messages()
        }) {
            out.writeDouble(value);
        }
    }

    private static AceNetSettings readSettings(DataInputStream in) throws IOException {
        int[] i = new int[10];
        for (int k = 0; k < i.length; k++) {
            i[k] = in.readInt();
        }
        double[] d = new double[11];
        for (int k = 0; k < d.length; k++) {
            d[k] = in.readDouble();
        }
        return new AceNetSettings(
                new AtomicInvariants.Shape(d[0], i[0], i[1], i[2], i[3], d[1]),
                i[4],
                i[5],
                i[6],
                d[10],
                new AceNetSettings.Weights(d[2], d[3], d[4]),
                new NetworkSettings.OptimizerSettings(d[5], d[6], d[7], d[8]),
                i[7],
                i[8],
                i[9],
                d[9]);
    }
}
