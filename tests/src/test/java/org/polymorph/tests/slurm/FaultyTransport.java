package org.polymorph.tests.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;

/** A transport that fails once at a chosen command. */
final class FaultyTransport implements Transport {
    private final Transport real;
    private final AtomicReference<Fault> fault = new AtomicReference<>(new Fault("", Duration.ZERO));

    private record Fault(String word, Duration cut) {}

    FaultyTransport(Transport real) {
        this.real = real;
    }

    /** Kills the client of the next script with a word in it after some time. */
    void cutNext(String word, Duration after) {
        fault.set(new Fault(word, after));
    }

    /** Carries out the next script with a word in it and loses the answer. */
    void loseNext(String word) {
        fault.set(new Fault(word, Duration.ZERO));
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        Fault now = fault.get();
        if (now.word().isEmpty() || !script.contains(now.word())) {
            return real.run(script, stdin, deadline);
        }
        fault.set(new Fault("", Duration.ZERO));
        if (!now.cut().isZero()) {
            return real.run(script, stdin, now.cut());
        }
        Answer lost = real.run(script, stdin, deadline);
        throw new UnknownOutcomeException("the wire broke, exit " + lost.exitCode() + " was lost");
    }

    @Override
    public void upload(List<InputFile> files, String directory, Duration deadline) {
        real.upload(files, directory, deadline);
    }

    @Override
    public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
        return real.download(directory, names, to, deadline);
    }

    @Override
    public void close() {
        real.close();
    }
}
