package org.polymorph.tests.slurm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.ShellWord;

/** Reaches the testbed through a command line before {@code /bin/sh}: another user, or the ssh client. */
final class CommandTransport implements Transport {
    private final List<String> prefix;
    private final boolean shellBetween;

    CommandTransport(List<String> prefix) {
        this(prefix, false);
    }

    /**
     * Reaches a machine.
     *
     * @param shellBetween whether a log-in shell there reads the command line once more
     */
    CommandTransport(List<String> prefix, boolean shellBetween) {
        this.prefix = List.copyOf(prefix);
        this.shellBetween = shellBetween;
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("/bin/sh", "-c", shellBetween ? ShellWord.quote(script) : script));
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
            CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
            try (OutputStream in = process.getOutputStream()) {
                in.write(stdin);
            } catch (IOException e) {
                // the script need not read what it is given
                if (process.isAlive()) {
                    throw new UnknownOutcomeException(e.toString(), e);
                }
            }
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new UnknownOutcomeException("the deadline passed");
            }
            return new Answer(
                    process.exitValue(),
                    new String(out.join(), StandardCharsets.UTF_8),
                    new String(err.join(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NotDoneException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownOutcomeException("interrupted", e);
        }
    }

    private static byte[] all(InputStream in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (in) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void upload(List<InputFile> files, String directory, Duration deadline) {
        for (InputFile file : files) {
            String name = ShellWord.quote(directory + "/" + file.name());
            Answer answer = run(
                    "mkdir -p " + ShellWord.quote(directory) + " && cat > " + name + ".tmp && mv " + name + ".tmp "
                            + name,
                    file.content(),
                    deadline);
            if (answer.exitCode() != 0) {
                throw new NotDoneException(answer.stderr());
            }
        }
    }

    @Override
    public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
        try {
            Files.createDirectories(to);
            for (String name : names) {
                Answer answer = run("cat " + ShellWord.quote(directory + "/" + name), new byte[0], deadline);
                Files.writeString(to.resolve(name), answer.stdout());
            }
        } catch (IOException e) {
            throw new NotDoneException(e.toString(), e);
        }
        return names;
    }

    @Override
    public void close() {}
}
