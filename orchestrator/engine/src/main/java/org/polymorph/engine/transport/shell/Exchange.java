package org.polymorph.engine.transport.shell;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;

/**
 * One script on its way to a POSIX shell, and what comes back.
 *
 * <p>The command line is a short text without anything that sh, bash, tcsh or fish would read differently. It starts
 * {@code /bin/sh}, which skips some empty lines (a profile may have read a few), takes the script from its standard input, checks
 * that it is whole, and runs it between marks on both output streams. The script never stands in a process list, and it surely did not begin as long
 * as its last byte was not handed out.
 */
public final class Exchange {
    private static final SecureRandom RANDOM = new SecureRandom();
    // empty lines for profiles that ask a question and read the answer from our input
    private static final String OFFERINGS = "\n".repeat(8);

    private final String command;
    private final byte[] script;
    private final InputStream data;
    private final FramedOutput stdout;
    private final FramedOutput stderr;
    private final CompletableFuture<Void> whole;
    private final String refused;
    private volatile boolean spent;
    private @Nullable Script latest;

    private Exchange(
            String command, byte[] script, InputStream data, FramedOutput stdout, FramedOutput stderr, String refused) {
        this.command = command;
        this.script = script;
        this.data = data;
        this.stdout = stdout;
        this.stderr = stderr;
        this.refused = refused;
        this.whole = CompletableFuture.allOf(stdout.code(), stderr.code());
    }

    /** The script's bytes on one way; they end where another way was taken meanwhile. */
    private final class Script extends ByteArrayInputStream {
        Script() {
            super(script);
        }

        @Override
        public synchronized int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            // one way at a time, so that the script never goes out on two
            synchronized (Exchange.this) {
                if (this != latest) {
                    return -1;
                }
                int got = super.read(bytes, offset, length);
                spent |= pos >= count;
                return got;
            }
        }
    }

    /** The data behind the script; a way that was given up before it got there does not close it. */
    private final class Data extends FilterInputStream {
        Data() {
            super(data);
        }

        @Override
        public void close() throws IOException {
            if (spent) {
                super.close();
            }
        }
    }

    static Exchange of(String script, InputStream data, OutputStream body, OutputStream errors) {
        if (script.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a script for the shell cannot hold a NUL");
        }
        String token = token();
        byte[] text = (": " + token + "\n" + script + "\n# " + token).getBytes(StandardCharsets.UTF_8);
        byte[] start = (OFFERINGS + token + "-s\n").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(start, start.length + text.length);
        System.arraycopy(text, 0, bytes, start.length, text.length);
        String command = "exec /bin/sh -c 'i=0; while [ $i -le " + OFFERINGS.length()
                + " ] && IFS= read -r pm; do case $pm in " + token + "-s) break;; esac; i=$((i+1)); done; "
                + "pm=$(dd bs=1 count=" + text.length + " 2>/dev/null); case $pm in \": " + token + "\"*\"# " + token
                + "\") echo " + token + "-b; echo " + token + "-b >&2; (eval \"$pm\"); pm=$?; echo; echo " + token
                + "-e $pm; (echo; echo " + token + "-e $pm) >&2;; *) echo " + token + "-r;; esac'";
        return new Exchange(
                command, bytes, data, new FramedOutput(token, body), new FramedOutput(token, errors), token + "-r");
    }

    /** Draws a name that nobody else has. */
    static String token() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return "pm" + HexFormat.of().formatHex(bytes);
    }

    /** Returns the command line for the log-in shell. */
    public String command() {
        return command;
    }

    /**
     * Returns the script and then its data. May be asked for again as long as the script cannot have begun: what was returned
     * before ends then.
     */
    public synchronized InputStream stdin() {
        if (spent) {
            throw new IllegalStateException("the script went out already");
        }
        Script way = new Script();
        latest = way;
        return new SequenceInputStream(way, new Data());
    }

    public FramedOutput stdout() {
        return stdout;
    }

    public FramedOutput stderr() {
        return stderr;
    }

    /** Returns whether the script may have begun. */
    public boolean mayHaveBegun() {
        return spent;
    }

    /**
     * Waits for the end of the script.
     *
     * @return whether it came
     */
    public boolean awaitWhole(long nanos) {
        try {
            whole.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the wait was interrupted", e);
        }
    }

    /** Makes the exception for a call that ended without an answer: unknown if the script may have begun. */
    public RuntimeException failed(String what, @Nullable Throwable cause) {
        RuntimeException failed = mayHaveBegun()
                ? new UnknownOutcomeException(what + "; whether the script ran is not known")
                : new NotDoneException(what);
        if (cause != null) {
            failed.initCause(cause);
        }
        return failed;
    }

    /**
     * Returns the script's exit code.
     *
     * @param place for messages
     * @param status of the log-in shell, negative if none came
     */
    int exitCode(String place, int status) {
        Integer code = stdout.code().getNow(null);
        if (code != null) {
            return code;
        }
        IOException failure = stdout.failure() == null ? stderr.failure() : stdout.failure();
        if (failure != null) {
            throw failed(place + ": the answer could not be taken: " + failure.getMessage(), failure);
        }
        if (!stdout.begun() && stdout.noise().contains(refused)) {
            throw new NotDoneException(
                    place
                            + ": the script did not arrive whole at /bin/sh: something in the log-in shell's profile reads its input");
        }
        if (!stdout.begun() && status >= 0) {
            String said = (stdout.noise() + " " + stderr.noise()).strip();
            throw new NotDoneException(place + ": the log-in shell ended with exit code " + status
                    + " before /bin/sh began" + (said.isEmpty() ? "" : "; it said: " + said));
        }
        throw failed(place + ": the connection ended before the answer", null);
    }
}
