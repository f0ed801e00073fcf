package org.polymorph.surrogate.ace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;

/**
 * The file of an {@code ace} model, big-endian: the 16 bytes {@code "polymorph-ace"} padded with spaces; int version;
 * int length of the body; the body; 32 bytes SHA-256 of the body. The body: settings (see {@link #writeSettings}), int
 * number of elements and their symbols, int number of summary entries and their key–value texts (the hash of the data is
 * one of them), then six arrays of doubles (int length, values) in the order of {@link AceModel.Parameters}. Texts are in
 * Java's modified UTF-8 with a two-byte length.
 */
final class AceModelFile {
    private static final byte[] MAGIC = "polymorph-ace   ".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HASH = 32;

    private AceModelFile() {}

    static void write(AceModel model, Path file) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            byte[] body = body(model);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(body.length);
            out.write(body);
            out.write(sha256(body));
            Files.write(beside, bytes.toByteArray());
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] body(AceModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeSettings(out, model.basis().settings());
        out.writeInt(model.basis().elements().size());
        for (Element element : model.basis().elements()) {
            out.writeUTF(element.symbol());
        }
        out.writeInt(model.summary().size());
        for (Map.Entry<String, String> entry : model.summary().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
        AceModel.Parameters p = model.parameters();
        for (double[] values : List.of(
                p.coefficients(),
                p.deviations(),
                p.references(),
                p.calibration(),
                p.pooledMean(),
                p.pooledDeviation())) {
            out.writeInt(values.length);
            for (double value : values) {
                out.writeDouble(value);
            }
        }
        return bytes.toByteArray();
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
        try {
            byte[] all = Files.readAllBytes(file);
            return parse(checkedBody(all));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] checkedBody(byte[] all) throws IOException {
        int head = MAGIC.length + 8;
        if (all.length < MAGIC.length || !Arrays.equals(all, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("expected a file that begins with \"polymorph-ace\", found something else");
        }
        if (all.length < head + HASH) {
            throw new IOException("the file is cut off after " + all.length + " bytes");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(all, MAGIC.length, 8));
        int version = in.readInt();
        int length = in.readInt();
        if (version != VERSION) {
            throw new IOException("expected format version " + VERSION + ", found " + version);
        }
        if (all.length != (long) head + length + HASH) {
            throw new IOException("expected " + ((long) head + length + HASH) + " bytes, found " + all.length
                    + ": the file is damaged");
        }
        byte[] body = Arrays.copyOfRange(all, head, head + length);
        if (!Arrays.equals(sha256(body), Arrays.copyOfRange(all, head + length, all.length))) {
            throw new IOException("the content does not fit its SHA-256: the file is damaged");
        }
        return body;
    }

    private static AceModel parse(byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        AceSettings settings = readSettings(in);
        List<Element> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            elements.add(Element.of(in.readUTF()));
        }
        Map<String, String> summary = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            summary.put(in.readUTF(), in.readUTF());
        }
        double[][] arrays = new double[6][];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = new double[in.readInt()];
            for (int v = 0; v < arrays[k].length; v++) {
                arrays[k][v] = in.readDouble();
            }
        }
        AceBasis basis = new AceBasis(settings, elements);
        if (arrays[0].length != basis.size()) {
            throw new IOException("expected " + basis.size() + " coefficients for these settings, found "
                    + arrays[0].length + ": written by another version of the program");
        }
        return new AceModel(
                basis,
                new AceModel.Parameters(arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5]),
                summary);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
