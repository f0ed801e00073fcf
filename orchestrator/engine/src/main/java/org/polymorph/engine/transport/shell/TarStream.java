package org.polymorph.engine.transport.shell;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A tar archive (POSIX ustar, with GNU's binary sizes from 8 GiB on) of plain files. Each is opened when its turn comes, and exactly as many bytes of it are sent as were announced.
 */
final class TarStream extends InputStream {
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;
    private static final int SIZE = 124;
    private static final long LARGEST_OCTAL = (1L << 33) - 1;

    private final List<OutgoingFile> files;
    private final IntFunction<String> names;
    private int next;
    private long length;
    private boolean inContent;
    private boolean trailed;
    private InputStream part = InputStream.nullInputStream();

    /**
     * Makes an archive of files.
     *
     * @param names of the files in the archive, by their place in the list; at most 99 ASCII characters
     */
    TarStream(List<OutgoingFile> files, IntFunction<String> names) {
        this.files = List.copyOf(files);
        this.names = names;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int got = part.read(bytes, offset, count);
        while (got < 0 && advance()) {
            got = part.read(bytes, offset, count);
        }
        length += Math.max(0, got);
        return got;
    }

    /** Goes on to the next header, content or trailer; false at the end. */
    private boolean advance() throws IOException {
        part.close();
        if (inContent) {
            inContent = false;
            part = new ByteArrayInputStream(new byte[(int) ((BLOCK - length % BLOCK) % BLOCK)]);
        } else if (next < files.size()) {
            OutgoingFile file = files.get(next);
            part = new SequenceInputStream(
                    new ByteArrayInputStream(header(names.apply(next), file.size())), new Announced(file));
            inContent = true;
            next++;
        } else if (!trailed) {
            trailed = true;
            long whole = (length + 2 * BLOCK + RECORD - 1) / RECORD * RECORD;
            part = new ByteArrayInputStream(new byte[(int) (whole - length)]);
        } else {
            part = InputStream.nullInputStream();
            return false;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        part.close();
    }

    /** The bytes of a file that were announced: no more, and an error instead of fewer. */
    private static final class Announced extends FilterInputStream {
        private final OutgoingFile file;
        private long left;

        Announced(OutgoingFile file) throws IOException {
            super(file.source().open());
            this.file = file;
            this.left = file.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int got = super.read(bytes, offset, (int) Math.min(count, left));
            if (got < 0) {
                throw new IOException(
                        file.name() + ": ended " + left + " bytes before the " + file.size() + " that it had");
            }
            left -= got;
            return got;
        }
    }

    private static byte[] header(String name, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        if (size > LARGEST_OCTAL) {
            header[SIZE] = (byte) 0x80;
            ByteBuffer.wrap(header).putLong(SIZE + 4, size);
        } else {
            put(header, SIZE, String.format("%011o", size));
        }
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
