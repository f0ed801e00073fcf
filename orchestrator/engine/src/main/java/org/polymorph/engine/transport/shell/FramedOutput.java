package org.polymorph.engine.transport.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of a framed command: what comes before the begin mark and after the end mark is noise of log-in shells;
 * what is between goes to the body as it arrives. The marks hold a token drawn for this call, so that no content can forge them.
 */
public final class FramedOutput extends OutputStream {
    private static final int NOISE = 400;
    private static final int LONGEST_CODE = 4;

    private enum Part {
        NOISE,
        BODY,
        END
    }

    private final byte[] begin;
    private final byte[] end;
    private final OutputStream body;
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ByteArrayOutputStream noise = new ByteArrayOutputStream();
    private Part part = Part.NOISE;
    private byte[] held = new byte[0];
    private @Nullable IOException failure;

    FramedOutput(String token, OutputStream body) {
        this.begin = (token + "-b\n").getBytes(StandardCharsets.US_ASCII);
        this.end = ("\n" + token + "-e ").getBytes(StandardCharsets.US_ASCII);
        this.body = body;
    }

    /** Returns the exit code behind the end mark, once it came. */
    CompletableFuture<Integer> code() {
        return code;
    }

    synchronized boolean begun() {
        return part != Part.NOISE;
    }

    /** Returns the first of what came before the begin mark; all of it, if that never came. */
    synchronized String noise() {
        // the end of it may have been held back as the beginning of the mark
        String rest = part == Part.NOISE ? new String(held, StandardCharsets.UTF_8) : "";
        return noise.toString(StandardCharsets.UTF_8) + rest;
    }

    /** Returns why the body could not be taken. */
    synchronized @Nullable IOException failure() {
        return failure;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] chunk, int offset, int length) throws IOException {
        if (part == Part.END) {
            return;
        }
        byte[] data = Arrays.copyOf(held, held.length + length);
        System.arraycopy(chunk, offset, data, held.length, length);
        try {
            int start = part == Part.NOISE ? skipNoise(data) : 0;
            if (part == Part.BODY) {
                takeBody(data, start);
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int skipNoise(byte[] data) {
        int at = indexOf(data, 0, begin);
        int noiseEnd = at >= 0 ? at : Math.max(0, data.length - begin.length + 1);
        noise.write(data, 0, Math.max(0, Math.min(noiseEnd, NOISE - noise.size())));
        if (at < 0) {
            held = Arrays.copyOfRange(data, noiseEnd, data.length);
            return 0;
        }
        part = Part.BODY;
        return at + begin.length;
    }

    private void takeBody(byte[] data, int start) throws IOException {
        int at = indexOf(data, start, end);
        int bodyEnd = at >= 0 ? at : Math.max(start, data.length - end.length + 1);
        body.write(data, start, bodyEnd - start);
        held = Arrays.copyOfRange(data, bodyEnd, data.length);
        if (at >= 0) {
            readCode();
        }
    }

    private void readCode() throws IOException {
        String rest = new String(held, end.length, held.length - end.length, StandardCharsets.US_ASCII);
        int newline = rest.indexOf('\n');
        if (newline >= 0) {
            part = Part.END;
            held = new byte[0];
            body.close();
            code.complete(Integer.valueOf(rest.substring(0, newline)));
        } else if (rest.length() > LONGEST_CODE) {
            throw new IOException("the end mark has no exit code");
        }
    }

    private static int indexOf(byte[] data, int from, byte[] mark) {
        int last = data.length - mark.length;
        for (int i = from; i <= last; i++) {
            if (data[i] == mark[0] && Arrays.equals(data, i, i + mark.length, mark, 0, mark.length)) {
                return i;
            }
        }
        return -1;
    }
}
