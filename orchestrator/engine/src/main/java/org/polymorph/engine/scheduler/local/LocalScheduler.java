package org.polymorph.engine.scheduler.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.polymorph.engine.job.FairShare;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.spi.BatchScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs as processes of this machine. Each job has a directory, and all that is known of it stands there: a job outlives
 * the process that started it, and a scheduler made later over the same directory finds running, ended and queued jobs again.
 * Jobs are sessions of their own, so that an interrupt on the terminal does not reach them. Linux only. Thread-safe.
 */
public final class LocalScheduler implements BatchScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(LocalScheduler.class);

    private final Options options;
    private final Path workDir;
    private final Clock clock;
    private final JobObservation observation;
    private final JobStories stories;
    private final WorkDirectoryLock lock;
    private final ScheduledExecutorService background;
    /** Jobs not started, by their place in the queue. */
    private final SortedMap<Long, String> queue = new TreeMap<>();
    /** Jobs started and not yet seen to have ended. */
    private final TreeSet<String> started = new TreeSet<>();
    /** Processes of the jobs that this scheduler started itself. */
    private final Map<String, Process> launched = new HashMap<>();

    private final Map<String, Instant> cancelledAt = new HashMap<>();
    private String startProblem = "";
    private long nextSequence;
    private int maxRunning;
    private boolean closed;

    /**
     * How a scheduler works.
     *
     * @param maxRunning cap on jobs that run at the same time
     * @param interval between two looks for free slots; the end of a job is seen at once besides
     * @param killGrace from asking a job to end to killing it
     */
    public record Options(Path workDir, int maxRunning, Duration interval, Duration killGrace) {
        public Options {
            if (maxRunning < 1 || interval.toMillis() < 1 || killGrace.toMillis() < 1) {
                throw new IllegalArgumentException("maxRunning, interval and killGrace must be above zero, found "
                        + maxRunning + ", " + interval + ", " + killGrace);
            }
        }

        public Options(Path workDir, int maxRunning, Duration interval) {
            this(workDir, maxRunning, interval, Duration.ofSeconds(10));
        }
    }

    /** Takes over a directory of jobs whose stories nobody wants to keep. */
    public LocalScheduler(Options options, Clock clock) {
        this(options, JobLedger.forgetful(), clock);
    }

    /**
     * Takes over a directory of jobs, which is made if it is missing.
     *
     * @param ledger for the stories of the jobs; it stays open when this is closed
     * @throws WorkDirectoryInUseException if another scheduler works on it
     * @throws IllegalStateException if this machine lacks what jobs need
     * @throws UncheckedIOException if the directory cannot be used
     */
    public LocalScheduler(Options options, JobLedger ledger, Clock clock) {
        this.options = options;
        maxRunning = options.maxRunning();
        this.clock = clock;
        observation = new JobObservation(clock);
        stories = new JobStories(ledger, clock);
        workDir = options.workDir().toAbsolutePath().normalize();
        LocalPrograms.require();
        try {
            Files.createDirectories(workDir);
            lock = WorkDirectoryLock.take(workDir);
        } catch (IOException e) {
            throw DurableFiles.failure(workDir, e);
        }
        background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "localjob");
            thread.setDaemon(true);
            return thread;
        });
        boolean ready = false;
        try {
            findJobs();
            ready = true;
        } finally {
            if (!ready) {
                background.shutdownNow();
                lock.close();
            }
        }
        long interval = options.interval().toMillis();
        var unused = background.scheduleWithFixedDelay(this::look, 0, interval, TimeUnit.MILLISECONDS);
    }

    /** Takes over a directory of jobs, with a look for free slots five times a second. */
    public LocalScheduler(Path workDir, int maxRunning) {
        this(new Options(workDir, maxRunning, Duration.ofMillis(200)), Clock.systemUTC());
    }

    private void findJobs() {
        List<Path> entries;
        try (Stream<Path> found = Files.list(workDir)) {
            entries = found.filter(Files::isDirectory).toList();
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                JobDirectory job = new JobDirectory(entry);
                if (name.startsWith(".new-")) {
                    DurableFiles.removeTree(entry);
                } else if (!name.startsWith(".") && job.exists()) {
                    long sequence = job.sequence();
                    nextSequence = Math.max(nextSequence, sequence + 1);
                    JobState state = observed(name).state();
                    if (job.isClaimed() && !state.isTerminal()) {
                        started.add(name);
                    } else if (state == JobState.PENDING) {
                        queue.put(sequence, name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle();
        if (!started.isEmpty() || !queue.isEmpty()) {
            LOG.info("found jobs of an earlier process: {} running, {} queued", started.size(), queue.size());
        }
    }

    @Override
    public synchronized JobSnapshot submit(JobRequest request) {
        requireOpen();
        JobDirectory job = JobDirectory.of(workDir, request.token());
        if (!job.exists()) {
            job.create(request, nextSequence, options.killGrace());
            queue.put(nextSequence++, request.token());
            LOG.info("job={} queued", request.token());
            stories.created(job);
            startQueued();
        }
        stories.known(request.token());
        return observed(request.token());
    }

    @Override
    public synchronized Map<String, JobSnapshot> status(Collection<String> tokens) {
        requireOpen();
        settle();
        startQueued();
        Map<String, JobSnapshot> snapshots = new LinkedHashMap<>();
        tokens.forEach(token -> snapshots.put(token, observed(token)));
        return snapshots;
    }

    @Override
    public synchronized void cancel(Collection<String> tokens) {
        requireOpen();
        for (String token : tokens) {
            JobDirectory job = JobDirectory.of(workDir, token);
            if (job.exists() && !snapshot(token).state().isTerminal()) {
                try {
                    job.markCancelled();
                } catch (IOException e) {
                    throw DurableFiles.failure(job.path(), e);
                }
                queue.values().remove(token);
                LOG.info("job={} cancelled", token);
                stories.cancelled(token);
                endCancelled(token);
            }
        }
    }

    @Override
    public boolean knows(String token) {
        return JobDirectory.of(workDir, token).exists();
    }

    /** Changes the cap on jobs that run at the same time; those that run go on. */
    @Override
    public synchronized void cap(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("a cap must not be below zero, found " + most);
        }
        maxRunning = most;
    }

    /**
     * Returns the job's directory.
     *
     * @throws IllegalArgumentException if there is no such job
     */
    @Override
    public Path retrieve(String token) {
        JobDirectory job = JobDirectory.of(workDir, token);
        if (!job.exists()) {
            throw new IllegalArgumentException("no job " + token + " in " + workDir);
        }
        List<FileDigest> files = stories.files(job);
        synchronized (this) {
            var unused = observed(token);
            stories.retrieved(token, files);
        }
        return job.path();
    }

    /** Lets go of the directory; jobs that run go on, those that are queued stay queued. */
    @Override
    public void close() {
        // first of all: a look may wait for the books
        background.shutdownNow();
        synchronized (this) {
            if (!closed) {
                closed = true;
                lock.close();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the scheduler of " + workDir + " is closed");
        }
    }

    private void look() {
        try {
            lookOnce();
        } catch (RuntimeException e) {
            // an exception would end all later looks; whoever asks for states is told as well
            LOG.warn(
                    "looking after the jobs in {} failed, it is tried again: {}",
                    workDir,
                    origin(e).getMessage());
            LOG.debug("looking after the jobs failed", e);
        }
    }

    private static Throwable origin(Throwable failure) {
        Throwable origin = failure;
        while (origin.getCause() != null) {
            origin = origin.getCause();
        }
        return origin;
    }

    private synchronized void lookOnce() {
        if (!closed) {
            settle();
            startQueued();
        }
    }

    // forgets jobs that have ended, and goes on ending those that were cancelled
    private void settle() {
        for (String token : List.copyOf(started)) {
            JobState state = observed(token).state();
            if (state.isTerminal()) {
                if (state == JobState.TIMEOUT) {
                    killWhatIsLeft(token);
                }
                started.remove(token);
                launched.remove(token);
                cancelledAt.remove(token);
                LOG.info("job={} {}", token, state);
            } else if (JobDirectory.of(workDir, token).isCancelled()) {
                endCancelled(token);
            }
        }
    }

    // the time limit reaches one process group; a job may have made more of them
    private void killWhatIsLeft(String token) {
        try {
            JobDirectory.of(workDir, token).members().forEach(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startQueued() {
        while (started.size() < maxRunning && !queue.isEmpty()) {
            String token = FairShare.order(List.copyOf(queue.values()), started).get(0);
            Process process;
            try {
                process = launch(JobDirectory.of(workDir, token));
            } catch (IOException e) {
                if (startProblem.isEmpty()) {
                    LOG.warn("job={} cannot be started, it stays queued: {}", token, e.getMessage());
                }
                startProblem = "cannot be started: " + e.getMessage();
                return;
            }
            startProblem = "";
            launched.put(token, process);
            queue.values().remove(token);
            started.add(token);
            LOG.info("job={} started", token);
            stories.started(JobDirectory.of(workDir, token), process.pid());
        }
    }

    private Process launch(JobDirectory job) throws IOException {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                job.path().resolve(".start.log").toFile());
        Process process = new ProcessBuilder("setsid", "/bin/sh", "./job.sh")
                .directory(job.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log)
                .redirectError(log)
                .start();
        var unused = process.onExit().thenRun(() -> {
            try {
                background.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("job={} ended after the scheduler was closed", job.token());
            }
        });
        return process;
    }

    private void endCancelled(String token) {
        Instant now = clock.instant();
        Instant asked = cancelledAt.putIfAbsent(token, now);
        boolean kill = asked != null && Duration.between(asked, now).compareTo(options.killGrace()) >= 0;
        if (asked != null && !kill) {
            return;
        }
        try {
            for (ProcessHandle member : JobDirectory.of(workDir, token).members()) {
                boolean sent = kill ? member.destroyForcibly() : member.destroy();
                LOG.debug("job={} process {} {}: {}", token, member.pid(), kill ? "killed" : "asked to end", sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // where a job stands, which its story says as well before anybody hears of it
    private JobSnapshot observed(String token) {
        JobSnapshot snapshot = snapshot(token);
        stories.seen(JobDirectory.of(workDir, token), snapshot);
        return snapshot;
    }

    private JobSnapshot snapshot(String token) {
        JobSnapshot found = observation.snapshot(JobDirectory.of(workDir, token), launched.get(token));
        return found.state() == JobState.PENDING && !startProblem.isEmpty()
                ? new JobSnapshot(token, JobState.PENDING, "", startProblem, OptionalInt.empty())
                : found;
    }
}
