package org.polymorph.dft.output;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** A file that may have been compressed after the run: told by its first bytes, not by its name. */
public final class OutputFile {
    private static final int BUFFER = 1 << 16;
    private static final int XZ_MEMORY_KIB = 128 << 10;

    private OutputFile() {}

    /**
     * Opens a file that is plain, or compressed by gzip, bzip2, xz or compress.
     *
     * @throws IOException if it cannot be read, or is damaged where its format says what it is
     */
    public static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(8);
            byte[] head = in.readNBytes(6);
            in.reset();
            return new BufferedInputStream(decompress(in, head), BUFFER);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream decompress(InputStream in, byte[] head) throws IOException {
        if (starts(head, 0x1f, 0x8b)) {
            return new GZIPInputStream(in, BUFFER);
        }
        if (starts(head, 'B', 'Z', 'h')) {
            return new BZip2CompressorInputStream(in, true);
        }
        if (starts(head, 0xfd, '7', 'z', 'X', 'Z')) {
            return new XZInputStream(in, XZ_MEMORY_KIB);
        }
        if (starts(head, 0x1f, 0x9d)) {
            return new ZCompressorInputStream(in);
        }
        return in;
    }

    private static boolean starts(byte[] head, int... magic) {
        boolean same = head.length >= magic.length;
        for (int i = 0; same && i < magic.length; i++) {
            same = (head[i] & 0xff) == magic[i];
        }
        return same;
    }
}
