package org.polymorph.tests.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.InputFile;

/** A transport that notes each remote call in a file, which outlives this process, and kills this process where a plan says so. */
final class RemoteCalls implements Transport {
    /** What a remote call is about, told by its script. */
    enum Kind {
        PROBE,
        FACTS,
        UPLOAD,
        SUBMIT,
        QUEUE,
        HISTORY,
        LOOK,
        LIST,
        DOWNLOAD,
        OTHER
    }

    /** Where in a call the process is killed. */
    enum Moment {
        BEFORE,
        AMID,
        AFTER
    }

    /**
     * When the process kills itself as {@code kill -9} does.
     *
     * @param call number of the call from 1 on, or of the first calls of a kind; 0 for never
     * @param kind that is counted; null for all
     */
    record Plan(int call, @Nullable Kind kind, Moment moment) {
        static final Plan NEVER = new Plan(0, null, Moment.BEFORE);

        static Plan parse(String text) {
            String[] words = text.split(":", -1);
            return new Plan(
                    Integer.parseInt(words[0]),
                    words[1].isEmpty() ? null : Kind.valueOf(words[1]),
                    Moment.valueOf(words[2]));
        }

        @Override
        public String toString() {
            return call + ":" + (kind == null ? "" : kind) + ":" + moment;
        }
    }

    private static final Pattern JOB_NAME = Pattern.compile("--job-name=(\\S+)");
    // a call over loopback is done within that time, mostly
    private static final long AMID = 15;

    private final Transport real;
    private final Path log;
    private final Plan plan;
    private int calls;
    private int counted;

    RemoteCalls(Transport real, Path log, Plan plan) {
        this.real = real;
        this.log = log;
        this.plan = plan;
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        Kind kind = kind(script);
        Matcher name = JOB_NAME.matcher(script);
        return call(
                kind,
                kind == Kind.SUBMIT && name.find() ? name.group(1) : "-",
                () -> real.run(script, stdin, deadline));
    }

    private static Kind kind(String script) {
        if (script.contains("mkdir .submit-")) {
            return Kind.SUBMIT;
        }
        if (script.contains("squeue --noheader --array --states=all")) {
            return Kind.QUEUE;
        }
        if (script.contains("sacct --noheader")) {
            return Kind.HISTORY;
        }
        if (script.contains("scontrol show config")) {
            return Kind.FACTS;
        }
        if (script.contains("while IFS= read -r t")) {
            return Kind.LOOK;
        }
        if (script.contains("pwd -P")) {
            return Kind.PROBE;
        }
        return script.contains("for f in *") ? Kind.LIST : Kind.OTHER;
    }

    @Override
    public void upload(List<InputFile> files, String directory, Duration deadline) {
        call(Kind.UPLOAD, "-", () -> {
            real.upload(files, directory, deadline);
            return files;
        });
    }

    @Override
    public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
        return call(Kind.DOWNLOAD, "-", () -> real.download(directory, names, to, deadline));
    }

    private <T> T call(Kind kind, String token, Supplier<T> call) {
        boolean killed = isPlanned(kind);
        int number = next();
        if (killed && plan.moment() == Moment.BEFORE) {
            kill();
        }
        note(number + " begin " + kind + " " + token);
        if (killed && plan.moment() == Moment.AMID) {
            var unused = new Thread(RemoteCalls::killSoon);
            unused.start();
        }
        try {
            T answer = call.get();
            if (killed) {
                kill();
            }
            note(number + " end " + kind + " " + token + " " + outcome(kind, answer));
            return answer;
        } catch (NotDoneException e) {
            note(number + " end " + kind + " " + token + " not-done");
            throw e;
        } catch (RuntimeException e) {
            note(number + " end " + kind + " " + token + " unknown");
            throw e;
        }
    }

    private static String outcome(Kind kind, Object answer) {
        if (kind != Kind.SUBMIT || !(answer instanceof Answer said)) {
            return "done";
        }
        if (said.stderr().contains("too late to begin")) {
            return "not-done";
        }
        return said.exitCode() == 0 && said.stdout().strip().matches("\\d+") ? "done" : "unknown";
    }

    private synchronized int next() {
        return ++calls;
    }

    private synchronized boolean isPlanned(Kind kind) {
        if (plan.call() > 0 && (plan.kind() == null || plan.kind() == kind)) {
            counted++;
        }
        return plan.call() > 0 && counted == plan.call() && (plan.kind() == null || plan.kind() == kind);
    }

    private static void killSoon() {
        long until = System.nanoTime() + Duration.ofMillis(AMID).toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        kill();
    }

    private static void kill() {
        try {
            Process process = new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
            process.waitFor();
            throw new AssertionError("this process lives on");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized void note(String line) {
        try {
            Files.writeString(
                    log,
                    Instant.now().toEpochMilli() + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        real.close();
    }
}
