package org.polymorph.dft.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines of a large output, one at a time in a buffer that is used again: the line at hand is this object itself, valid until
 * the next call of {@link #next()}. Bytes count as ISO 8859-1; both \n and \r\n end a line. Not thread-safe.
 */
public final class AsciiLines implements CharSequence {
    /** What a longer line has beyond this many bytes is left out: no program prints such lines. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int filled;
    private boolean terminated;
    private boolean over;

    public AsciiLines(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false at the end. The last line may lack its end, see {@link #terminated()}. */
    public boolean next() throws IOException {
        start = over ? filled : Math.min(filled, terminated ? end + 1 : end);
        int at = start;
        while (true) {
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            if (at < filled) {
                end = at;
                terminated = true;
                return true;
            }
            int scanned = at - start;
            if (!fill()) {
                over = true;
                end = filled;
                terminated = false;
                return end > start;
            }
            at = Math.min(scanned, LONGEST / 2);
        }
    }

    // moves the line's beginning to the front and reads on behind it
    private boolean fill() throws IOException {
        int kept = filled - start;
        if (kept >= LONGEST) {
            kept = LONGEST / 2;
        }
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        int read = in.read(buffer, kept, buffer.length - kept);
        start = 0;
        filled = kept + Math.max(0, read);
        return read > 0;
    }

    /** Returns whether the line at hand ended with a line break. */
    public boolean terminated() {
        return terminated;
    }

    /** Returns where the first character stands that is no blank, or the length. */
    public int indent() {
        int at = start;
        while (at < end && (buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
        }
        return at - start;
    }

    /** Returns whether a text stands at a position. */
    public boolean has(String text, int position) {
        int length = text.length();
        if (position < 0 || start + position + length > end) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[start + position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns where a text stands, or -1. */
    public int find(String text) {
        byte first = (byte) text.charAt(0);
        int last = end - text.length();
        for (int at = start; at <= last; at++) {
            if (buffer[at] == first && has(text, at - start)) {
                return at - start;
            }
        }
        return -1;
    }

    /**
     * Returns what follows a text.
     *
     * @throws IllegalArgumentException if the line does not hold it
     */
    public String after(String text) {
        int at = find(text);
        if (at < 0) {
            throw new IllegalArgumentException("expected \"" + text + "\" in \"" + this + "\"");
        }
        return subSequence(at + text.length(), length()).toString();
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return (char) (buffer[start + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(buffer, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
