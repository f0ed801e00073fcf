package org.polymorph.engine.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.batch.InputFile;

/**
 * One machine, this one or one reached over SSH. Thread-safe. Every call ends by its deadline; a call whose outcome is not known
 * ends in an {@link UnknownOutcomeException}, one that surely did nothing in a {@link NotDoneException}.
 */
public interface Transport extends AutoCloseable {

    /**
     * Runs a POSIX shell script on the machine by {@code /bin/sh}, whatever the log-in shell is. Banners and noise of profiles
     * are no part of the answer.
     *
     * @param stdin given to the script; empty for none
     * @throws UnknownOutcomeException if the connection broke or the deadline passed after the script may have begun
     * @throws NotDoneException if the script surely did not begin
     */
    Answer run(String script, byte[] stdin, Duration deadline);

    /** What a script said. */
    record Answer(int exitCode, String stdout, String stderr) {}

    /**
     * Writes files into a directory of the machine, made if it is missing: each under a temporary name, its size and SHA-256
     * checked there, then renamed.
     *
     * @param directory absolute path on the machine
     * @throws DiskFullException if disk or quota are full there
     */
    void upload(List<InputFile> files, String directory, Duration deadline);

    /**
     * Writes plain files of this machine into a directory of the other as {@link #upload} does, under their own names.
     * {@link org.polymorph.engine.transport.shell.ShellTransport} streams them, whatever their size.
     *
     * @throws DiskFullException if disk or quota are full there
     */
    default void uploadFiles(List<Path> files, String directory, Duration deadline) {
        List<InputFile> contents = new ArrayList<>();
        for (Path file : files) {
            try {
                contents.add(new InputFile(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        upload(contents, directory, deadline);
    }

    /**
     * Copies the plain files of a directory of the machine, size and SHA-256 checked, each written beside and renamed.
     *
     * @param names of the files wanted; those that do not exist are left out of the answer
     * @return the names that were copied
     */
    List<String> download(String directory, List<String> names, Path to, Duration deadline);

    /** Returns what this machine is called in messages, such as {@code ada@login.example}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Returns whether calls can be made at all. Asks nobody. */
    default State state() {
        return State.READY;
    }

    /** Whether calls can be made. */
    enum State {
        /** A call is tried, whether or not there is a connection. */
        READY,
        /** The log-in was refused: calls end in a {@link NeedsLoginException} until the credentials change or {@link #resume}. */
        NEEDS_LOGIN,
        /** The host key is not the one on record: calls end in a {@link HostKeyException} until the record changes or {@link #resume}. */
        HOST_KEY
    }

    /** Returns whether connections are tried. Asks nobody. */
    default Breaker breaker() {
        return Breaker.CLOSED;
    }

    /** Whether connections are tried. */
    enum Breaker {
        /** They are, as they are needed. */
        CLOSED,
        /** None before a while has passed: too many in a row have failed. */
        OPEN,
        /** One, to see whether the machine is back. */
        HALF_OPEN
    }

    /** Tries again after a refused log-in or host key; a person has looked. */
    default void resume() {}

    @Override
    void close();
}
