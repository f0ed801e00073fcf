package org.polymorph.engine.scheduler.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.local.LocalTransport;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.ShellWord;

/**
 * A stand-in for a batch system on this machine: shell scripts with the names of its commands, which keep a queue in a directory and
 * really run the jobs. Commands come before those of this machine; one answer can be lost on the way.
 */
public final class StandIn implements Transport {
    private final Path directory;
    private final Transport local = new LocalTransport();
    private volatile String lost = "";

    /**
     * Sets it up in a directory.
     *
     * @param system whose commands, {@code pbs} for {@code standin/pbs.sh} among the test resources
     */
    public StandIn(Path directory, String system, List<String> commands) {
        this.directory = directory;
        String text = SavedOutput.of(StandIn.class, "/standin/queue.sh")
                + SavedOutput.of(StandIn.class, "/standin/" + system + ".sh");
        List<String> names = new ArrayList<>(commands);
        names.addAll(List.of("start-job", "vanish"));
        try {
            Files.createDirectories(directory.resolve("bin"));
            // Grid Engine's accounting is asked where its file can be read
            Files.createDirectories(directory.resolve("default/common"));
            Files.writeString(directory.resolve("default/common/accounting"), "");
            for (String name : names) {
                Path file = Files.writeString(directory.resolve("bin").resolve(name), text);
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException(file + ": cannot be made executable");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries out the next script with a word in it and loses the answer. */
    void loseNext(String word) {
        lost = word;
    }

    /** Makes a file such as {@code hold}, {@code down} or {@code full}, by which it behaves so. */
    void let(String file) {
        try {
            Files.writeString(directory.resolve(file), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void letNoMore(String file) {
        try {
            Files.deleteIfExists(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command line there and returns what it printed. */
    String sh(String command) {
        return run(command + "\n", new byte[0], Duration.ofSeconds(60)).stdout().strip();
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        String there = "PATH=" + ShellWord.quote(directory.resolve("bin").toString()) + ":$PATH\nSTANDIN="
                + ShellWord.quote(directory.toString()) + "\nSGE_ROOT=$STANDIN\nexport PATH STANDIN SGE_ROOT\n"
                + script;
        Answer answer = local.run(there, stdin, deadline);
        if (!lost.isEmpty() && script.contains(lost)) {
            lost = "";
            throw new UnknownOutcomeException("the wire broke, exit " + answer.exitCode() + " was lost");
        }
        return answer;
    }

    @Override
    public void upload(List<InputFile> files, String to, Duration deadline) {
        local.upload(files, to, deadline);
    }

    @Override
    public List<String> download(String from, List<String> names, Path to, Duration deadline) {
        return local.download(from, names, to, deadline);
    }

    @Override
    public void close() {
        local.close();
    }
}
