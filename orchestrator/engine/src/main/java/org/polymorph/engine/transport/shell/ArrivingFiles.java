package org.polymorph.engine.transport.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.DiskFullException;

/**
 * The receiving end of a {@link Download}: lines {@code NUMBER SIZE HASH}, each followed by so many bytes. Each file is written
 * beside its place and gets its name once size and hash agree and it is on the disk.
 */
final class ArrivingFiles extends OutputStream {
    private static final int LONGEST_LINE = 120;

    private final List<String> names;
    private final Path directory;
    private final String token = Exchange.token();
    private final List<String> whole = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final MessageDigest digest = OutgoingFile.digest();
    private boolean garbled;
    private @Nullable IOException failure;
    private @Nullable FileChannel channel;
    private int current;
    private long left;
    private String expected = "";

    ArrivingFiles(List<String> names, Path directory) {
        this.names = names;
        this.directory = directory;
    }

    /** Returns the names of the files that are here. */
    synchronized List<String> whole() {
        return List.copyOf(whole);
    }

    /** Returns the names of the files that did not agree with what was told of them. */
    synchronized List<String> changed() {
        return List.copyOf(changed);
    }

    /** Returns whether nothing is known of what came after a file that did not agree: it was cut short there. */
    synchronized boolean isGarbled() {
        return garbled;
    }

    /** Throws what went wrong on this machine, if anything did. */
    synchronized void throwIfLocalFailure(RuntimeException consequence) {
        if (failure != null) {
            String said = String.valueOf(failure.getMessage());
            RuntimeException local = DiskFullException.Limit.in(said).isPresent()
                    ? RemotePaths.notDone(directory.toString(), "this machine", said)
                    : new UncheckedIOException(directory + ": cannot be written: " + said, failure);
            local.addSuppressed(consequence);
            throw local;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end && !garbled) {
            if (channel == null) {
                at = takeLine(bytes, at, end);
            } else {
                at += takeContent(channel, bytes, at, end);
            }
        }
    }

    private int takeLine(byte[] bytes, int from, int end) throws IOException {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            line.write(bytes[at++]);
        }
        if (line.size() > LONGEST_LINE) {
            return lost(end);
        }
        if (at == end) {
            return at;
        }
        String[] words = line.toString(StandardCharsets.US_ASCII).split(" ", -1);
        line.reset();
        if (words.length != 3
                || !words[0].matches("\\d{1,9}")
                || !words[1].matches("\\d{1,18}")
                || !words[2].matches("[0-9a-f]{64}")
                || Integer.parseInt(words[0]) >= names.size()) {
            return lost(end);
        }
        open(Integer.parseInt(words[0]), Long.parseLong(words[1]), words[2]);
        return at + 1;
    }

    // a file that became shorter took the next one's line for its own bytes, and then its hash did not agree
    private int lost(int end) throws IOException {
        if (changed.isEmpty()) {
            throw new IOException("the answer is not in the form that was asked for");
        }
        garbled = true;
        return end;
    }

    private void open(int number, long size, String hash) throws IOException {
        current = number;
        left = size;
        expected = hash;
        digest.reset();
        FileChannel opened =
                local(() -> FileChannel.open(beside(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        channel = opened;
        if (size == 0) {
            finish(opened);
        }
    }

    private int takeContent(FileChannel file, byte[] bytes, int at, int end) throws IOException {
        int count = (int) Math.min(left, end - at);
        digest.update(bytes, at, count);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, at, count);
        local(() -> {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            return count;
        });
        left -= count;
        if (left == 0) {
            finish(file);
        }
        return count;
    }

    private void finish(FileChannel file) throws IOException {
        channel = null;
        boolean agrees = HexFormat.of().formatHex(digest.digest()).equals(expected);
        String name = names.get(current);
        local(() -> {
            try (file) {
                file.force(true);
            }
            if (agrees) {
                Files.move(beside(), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(beside());
            }
            return name;
        });
        (agrees ? whole : changed).add(name);
    }

    private Path beside() {
        return directory.resolve("." + token + "-" + current);
    }

    /** Something done on this machine's disk. */
    private interface DiskAction<T> {
        T run() throws IOException;
    }

    private <T> T local(DiskAction<T> action) throws IOException {
        try {
            return action.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Drops a file that was still arriving; it counts as changed. Flushes the directory. */
    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
                Files.deleteIfExists(beside());
                changed.add(names.get(current));
            }
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
