package org.polymorph.surrogate.external;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Takes what a process writes to stderr, so that it never waits for a reader, and keeps the end of it. Thread-safe. */
final class StderrTail {
    private static final int KEPT = 2000;

    private final StringBuilder tail = new StringBuilder();
    private final Thread reader;

    StderrTail(InputStream stderr) {
        reader = new Thread(() -> drain(stderr), "polymorph-external-stderr");
        reader.setDaemon(true);
        reader.start();
    }

    private void drain(InputStream stderr) {
        char[] some = new char[1024];
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                add(some, count);
            }
        } catch (IOException e) {
            // the process is gone: what it said so far is all there is
        }
    }

    private synchronized void add(char[] some, int count) {
        tail.append(some, 0, count);
        if (tail.length() > KEPT) {
            tail.delete(0, tail.length() - KEPT);
        }
    }

    /** Returns what was said last, once the process has ended or a moment later. */
    String text() {
        try {
            reader.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return tail.toString().strip();
        }
    }
}
