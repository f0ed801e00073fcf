package org.polymorph.engine.transport.shell;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A tar archive (POSIX ustar) of plain files that are named by their place in a list: 0, 1, 2, … */
final class TarStream {
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;
    private static final long LARGEST = (1L << 33) - 1;

    private TarStream() {}

    static InputStream of(List<byte[]> contents) {
        List<InputStream> parts = new ArrayList<>();
        long length = 0;
        for (int i = 0; i < contents.size(); i++) {
            byte[] content = contents.get(i);
            int padding = (BLOCK - content.length % BLOCK) % BLOCK;
            parts.add(new ByteArrayInputStream(header(Integer.toString(i), content.length)));
            parts.add(new ByteArrayInputStream(content));
            parts.add(new ByteArrayInputStream(new byte[padding]));
            length += BLOCK + (long) content.length + padding;
        }
        long whole = (length + 2 * BLOCK + RECORD - 1) / RECORD * RECORD;
        parts.add(new ByteArrayInputStream(new byte[(int) (whole - length)]));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static byte[] header(String name, long size) {
        if (size > LARGEST) {
            throw new IllegalArgumentException("a file of " + size + " bytes is too large for a tar archive");
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
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
