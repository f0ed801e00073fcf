package org.polymorph.tests.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;

/** A transport that fails once at a chosen command. */
final class FaultyTransport implements Transport {
    private final Transport real;
    private volatile Fault fault = Fault.NONE;

    private record Fault(String word, Duration cut) {
        static final Duration DROPPED = Duration.ofSeconds(-1);
        static final Fault NONE = new Fault("", Duration.ZERO);
    }

    FaultyTransport(Transport real) {
        this.real = real;
    }

    /** Kills the client of the next script with a word in it after some time. */
    void cutNext(String word, Duration after) {
        fault = new Fault(word, after);
    }

    /** Carries out the next script with a word in it and loses the answer. */
    void loseNext(String word) {
        fault = new Fault(word, Duration.ZERO);
    }

    /** Loses the next script with a word in it on its way there; nobody can tell. */
    void dropNext(String word) {
        fault = new Fault(word, Fault.DROPPED);
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        Fault now = fault;
        if (now.word().isEmpty() || !script.contains(now.word())) {
            return real.run(script, stdin, deadline);
        }
        fault = Fault.NONE;
        if (now.cut().equals(Fault.DROPPED)) {
            throw new UnknownOutcomeException("the wire broke");
        }
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
