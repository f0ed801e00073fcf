package org.polymorph.surrogate.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.crystal.Element;

/**
 * The file of a model, big-endian: 16 bytes {@code "polymorph-"} and the kind, padded with spaces; int version; int length
 * of the body; the body; 32 bytes SHA-256 of the body. Immutable and thread-safe.
 *
 * @param kind name of the surrogate, at most 6 ASCII letters
 * @param version of the body's format
 */
public record SealedFile(String kind, int version) {
    private static final String PREFIX = "polymorph-";
    private static final int MAGIC = 16;
    private static final int HEAD = MAGIC + 8;
    private static final int HASH = 32;

    /** Writes a model's body. */
    @FunctionalInterface
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads a model from its body, which has passed its checks. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    public SealedFile {
        if (magic(kind).length != MAGIC) {
            throw new IllegalArgumentException("expected a kind of at most 6 ASCII letters, found " + kind);
        }
    }

    /**
     * Returns the kind that a file names; empty if it is no file of a model.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static Optional<String> kind(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(MAGIC), StandardCharsets.US_ASCII);
            return head.startsWith(PREFIX)
                    ? Optional.of(head.substring(PREFIX.length()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] magic(String kind) {
        return String.format("%-16s", PREFIX + kind).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes a file, beside first and then renamed.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file, Writer writer) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            writer.write(new DataOutputStream(inner));
            byte[] body = inner.toByteArray();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(magic(kind));
            out.writeInt(version);
            out.writeInt(body.length);
            out.write(body);
            out.write(sha256(body));
            writeForced(beside, bytes.toByteArray());
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the model file " + file + ": " + e.getMessage(), e);
        }
    }

    // on the disk before it gets its name: what the model was made from may be thrown away after that
    private static void writeForced(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read, is damaged, of another kind or of another version
     */
    public <T> T read(Path file, Reader<T> reader) {
        try {
            byte[] body = checkedBody(Files.readAllBytes(file));
            return reader.read(new DataInputStream(new ByteArrayInputStream(body)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model file " + file + ": " + e.getMessage(), e);
        }
    }

    private byte[] checkedBody(byte[] all) throws IOException {
        if (all.length < MAGIC || !Arrays.equals(all, 0, MAGIC, magic(kind), 0, MAGIC)) {
            throw new IOException("expected a file that begins with \"polymorph-" + kind + "\", found something else");
        }
        if (all.length < HEAD + HASH) {
            throw new IOException("the file is cut off after " + all.length + " bytes");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(all, MAGIC, 8));
        int found = in.readInt();
        int length = in.readInt();
        if (found != version) {
            throw new IOException("expected format version " + version + ", found " + found);
        }
        if (all.length != (long) HEAD + length + HASH) {
            throw new IOException("expected " + ((long) HEAD + length + HASH) + " bytes, found " + all.length
                    + ": the file is damaged");
        }
        byte[] body = Arrays.copyOfRange(all, HEAD, HEAD + length);
        if (!Arrays.equals(sha256(body), Arrays.copyOfRange(all, HEAD + length, all.length))) {
            throw new IOException("the content does not fit its SHA-256: the file is damaged");
        }
        return body;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes the length of an array and its values. */
    public static void writeArray(DataOutputStream out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /** Reads what {@link #writeArray} wrote. */
    public static double[] readArray(DataInputStream in) throws IOException {
        double[] values = new double[in.readInt()];
        for (int v = 0; v < values.length; v++) {
            values[v] = in.readDouble();
        }
        return values;
    }

    /** Writes the number of elements and their symbols. */
    public static void writeElements(DataOutputStream out, List<Element> elements) throws IOException {
        out.writeInt(elements.size());
        for (Element element : elements) {
            out.writeUTF(element.symbol());
        }
    }

    /** Reads what {@link #writeElements} wrote. */
    public static List<Element> readElements(DataInputStream in) throws IOException {
        List<Element> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            elements.add(Element.of(in.readUTF()));
        }
        return elements;
    }

    /** Writes the number of entries of a summary, their keys and texts. */
    public static void writeSummary(DataOutputStream out, Map<String, String> summary) throws IOException {
        out.writeInt(summary.size());
        for (Map.Entry<String, String> entry : summary.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    /** Reads what {@link #writeSummary} wrote, in the same order. */
    public static Map<String, String> readSummary(DataInputStream in) throws IOException {
        Map<String, String> summary = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            summary.put(in.readUTF(), in.readUTF());
        }
        return summary;
    }
}
