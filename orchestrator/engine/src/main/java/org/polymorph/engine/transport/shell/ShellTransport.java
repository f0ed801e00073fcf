package org.polymorph.engine.transport.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.InputFile;

/**
 * A transport whose far end has a POSIX shell: what remains to be said is how a command gets there.
 *
 * <p>Files go through commands too, a whole directory in one stream, and not over sftp: for 300 small files behind a round trip of
 * 20 ms the stream takes 1 s up and 3 s down, sftp 35 s, as it asks several questions a file; for one large file they are alike
 * (docs/benchmarks.md). Sizes and hashes need commands anyway, and some hosts offer no sftp.
 */
public abstract class ShellTransport implements Transport {

    /**
     * Carries a command and its streams to the machine. Returns when the exchange is whole or the command ended.
     *
     * @return the exit status of the log-in shell, negative if none came
     * @throws org.polymorph.engine.transport.NotDoneException if the script surely did not begin
     * @throws org.polymorph.engine.transport.UnknownOutcomeException if that is not known
     */
    protected abstract int exec(Exchange exchange, Deadline deadline);

    @Override
    public final Answer run(String script, byte[] stdin, Duration limit) {
        LimitedOutput stdout = new LimitedOutput();
        LimitedOutput stderr = new LimitedOutput();
        int code = call(script, new ByteArrayInputStream(stdin), stdout, stderr, Deadline.in(limit));
        return new Answer(code, stdout.text(), stderr.text());
    }

    @Override
    public final void upload(List<InputFile> files, String directory, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        new Upload(this, files.stream().map(OutgoingFile::of).toList(), directory).run(deadline);
    }

    @Override
    public final void uploadFiles(List<Path> files, String directory, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        new Upload(this, files.stream().map(OutgoingFile::of).toList(), directory).run(deadline);
    }

    @Override
    public final List<String> download(String directory, List<String> names, Path to, Duration limit) {
        return new Download(this, directory, names, to).run(Deadline.in(limit));
    }

    final int call(String script, InputStream stdin, OutputStream stdout, OutputStream stderr, Deadline deadline) {
        Exchange exchange = Exchange.of(script, stdin, stdout, stderr);
        int status = exec(exchange, deadline);
        return exchange.exitCode(name(), status);
    }

    /** Output held in memory, up to a bound. */
    static final class LimitedOutput extends OutputStream {
        private static final int LIMIT = 64 << 20;

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (taken.size() + length > LIMIT) {
                throw new IOException("a command said more than 64 MiB");
            }
            taken.write(bytes, offset, length);
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
