package org.polymorph.surrogate.ace;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.training.SealedFile;

/**
 * The {@linkplain SealedFile file} of an {@code ace} model. Its body: settings (see {@link #writeSettings}), int
 * number of elements and their symbols, int number of summary entries and their key–value texts (the hash of the data is
 * one of them), then six arrays of doubles (int length, values) in the order of {@link AceModel.Parameters}, then what
 * {@link KeptSums} writes for the next fit. Texts are in Java's modified UTF-8 with a two-byte length.
 */
final class AceModelFile {
    private static final SealedFile FORMAT = new SealedFile(AceSurrogate.NAME, 2);

    private AceModelFile() {}

    static void write(AceModel model, Path file) {
        FORMAT.write(file, out -> writeBody(out, model));
    }

    private static void writeBody(DataOutputStream out, AceModel model) throws IOException {
        writeSettings(out, model.basis().settings());
        SealedFile.writeElements(out, model.basis().elements());
        SealedFile.writeSummary(out, model.summary());
        AceModel.Parameters p = model.parameters();
        for (double[] values : List.of(
                p.coefficients(),
                p.deviations(),
                p.references(),
                p.calibration(),
                p.pooledMean(),
                p.pooledDeviation())) {
            SealedFile.writeArray(out, values);
        }
        model.kept().write(out);
    }

    // ints: bodyOrder, features, radial, angular, committee; doubles: the others in the order of the record
    private static void writeSettings(DataOutputStream out, AceSettings s) throws IOException {
        for (int value : new int[] {s.bodyOrder(), s.features(), s.radial(), s.angular(), s.committee()}) {
            out.writeInt(value);
        }
        for (double value : new double[] {
            s.cutoff(),
            s.decay(),
            s.energyWeight(),
            s.forceWeight(),
            s.stressWeight(),
            s.energyWindow(),
            s.forceWindow(),
            s.core()
        }) {
            out.writeDouble(value);
        }
    }

    private static AceSettings readSettings(DataInputStream in) throws IOException {
        int[] i = new int[5];
        for (int k = 0; k < i.length; k++) {
            i[k] = in.readInt();
        }
        double[] d = new double[8];
        for (int k = 0; k < d.length; k++) {
            d[k] = in.readDouble();
        }
        return new AceSettings(d[0], i[0], i[1], i[2], i[3], d[1], i[4], d[2], d[3], d[4], d[5], d[6], d[7]);
    }

    static AceModel read(Path file) {
        return FORMAT.read(file, AceModelFile::parse);
    }

    private static AceModel parse(DataInputStream in) throws IOException {
        AceSettings settings = readSettings(in);
        List<Element> elements = SealedFile.readElements(in);
        Map<String, String> summary = SealedFile.readSummary(in);
        double[][] arrays = new double[6][];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = SealedFile.readArray(in);
        }
        KeptSums kept = KeptSums.read(in);
        AceBasis basis = new AceBasis(settings, elements);
        if (arrays[0].length != basis.size()) {
            throw new IOException("expected " + basis.size() + " coefficients for these settings, found "
                    + arrays[0].length + ": written by another version of the program");
        }
        return new AceModel(
                basis,
                new AceModel.Parameters(arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5]),
                summary,
                kept);
    }
}
