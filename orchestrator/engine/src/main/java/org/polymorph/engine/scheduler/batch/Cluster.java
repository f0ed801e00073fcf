package org.polymorph.engine.scheduler.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.ArrayTask;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;

/** One cluster: what the protocol asks it and does there. Thread-safe. */
final class Cluster {
    // from the end of a remote command to the arrival of its answer
    private static final Duration WAY_BACK = Duration.ofSeconds(15);
    private static final Duration FILES = Duration.ofMinutes(5);
    private static final int NO_INPUT = 0;

    private final RecordedTransport transport;
    private final Dialect dialect;
    private final RemoteScripts scripts;
    private final ClusterOptions options;
    private final Clock clock;
    private @Nullable Site site;

    /**
     * What does not change while a cluster is up.
     *
     * @param workDir absolute, on the cluster
     * @param clockAhead how far its clock is ahead of this machine's, not more than the truth
     */
    record Site(String workDir, String user, Duration clockAhead, ClusterFacts facts) {
        String directory(String token) {
            return workDir + "/" + token;
        }
    }

    Cluster(Transport transport, Dialect dialect, ClusterOptions options, Clock clock) {
        this.transport = new RecordedTransport(transport);
        this.dialect = dialect;
        scripts = new RemoteScripts(dialect);
        this.options = options;
        this.clock = clock;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Returns what is known of the site; asks at the first call. */
    synchronized Site site() throws ClusterAnswerException {
        if (site == null) {
            Duration deadline = options.policy().queryDeadline();
            List<String> lines = run("probe", scripts.probe(options.workDir()), "", deadline)
                    .lines()
                    .toList();
            Instant now = clock.instant();
            if (lines.size() != 3
                    || !lines.get(0).startsWith("/")
                    || !lines.get(2).matches("\\d{9,12}")) {
                throw new ClusterAnswerException("probe: expected directory, user and time, found " + lines);
            }
            ClusterFacts facts = ask(dialect.facts(deadline));
            Duration ahead = Duration.between(now, Instant.ofEpochSecond(Long.parseLong(lines.get(2))));
            site = new Site(lines.get(0), lines.get(1), ahead, facts);
        }
        return site;
    }

    /** Asks anew at the next call: the cluster's clock was set, or it was configured anew. */
    synchronized void forgetSite() {
        site = null;
    }

    /** Returns how long two negative answers must be apart, and half of what a quarantine lasts beyond the deadline. */
    Duration messageTimeout(Site known) {
        Duration ours = options.policy().messageTimeout();
        Duration theirs = known.facts().messageTimeout();
        return ours.compareTo(theirs) > 0 ? ours : theirs;
    }

    /** Returns by when a submission that begins now has surely ended, its messages included. */
    Instant quarantineEnd(Site known) {
        return clock.instant()
                .plus(options.policy().startDeadline())
                .plus(options.policy().submitDeadline())
                .plusSeconds(5)
                .plus(messageTimeout(known).multipliedBy(2));
    }

    /**
     * Submits a job.
     *
     * @throws NotDoneException if it surely was not submitted
     * @throws UnknownOutcomeException if that is not known
     */
    SubmitAnswer submit(Site known, TrackedJob job, Collection<String> excluded) {
        ClusterOptions.Policy policy = options.policy();
        long notAfter = clock.instant()
                .plus(known.clockAhead())
                .plus(policy.startDeadline())
                .getEpochSecond();
        Transport.Answer answer = transport.run(
                "submission",
                scripts.submit(
                        new RemoteScripts.Submission(
                                known.directory(job.token()),
                                dialect.jobName(job.token()),
                                job.submissions(),
                                job.lost(),
                                notAfter,
                                excluded),
                        policy.submitDeadline()),
                new byte[NO_INPUT],
                policy.startDeadline().plus(policy.submitDeadline()).plus(WAY_BACK));
        requireBegun(answer);
        return dialect.submitted(answer.exitCode(), answer.stdout(), answer.stderr());
    }

    private void requireBegun(Transport.Answer answer) {
        if (answer.stderr().contains(RemoteScripts.TOO_LATE_WORDS)) {
            forgetSite();
            throw new NotDoneException(RemoteScripts.TOO_LATE_WORDS);
        }
        if (answer.exitCode() == RemoteScripts.NO_DIRECTORY) {
            throw new NotDoneException(answer.stderr().strip());
        }
    }

    /**
     * What came of the submission of an array.
     *
     * @param known answers to earlier submissions of single jobs of it, by token; with any of them nothing was submitted
     */
    record ArrayAnswer(SubmitAnswer answer, Map<String, SubmitAnswer> known) {}

    /**
     * Submits jobs that ask for the same at once; the index of each is that in the list.
     *
     * @throws NotDoneException if they surely were not submitted
     * @throws UnknownOutcomeException if that is not known
     */
    ArrayAnswer submit(Site known, JobArrays arrays, String name, List<TrackedJob> jobs, Collection<String> excluded) {
        ClusterOptions.Policy policy = options.policy();
        List<String> directives =
                arrays.directives(options, jobs.get(0).resources().orElseThrow());
        RemoteScripts.ArraySubmission submission = new RemoteScripts.ArraySubmission(
                known.workDir(),
                name,
                arrays.submit(name, jobs.size(), excluded),
                JobScript.array(arrays, directives, known.directory(".arrays/" + name)),
                clock.instant()
                        .plus(known.clockAhead())
                        .plus(policy.startDeadline())
                        .getEpochSecond());
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < jobs.size(); i++) {
            members.append(i + " " + jobs.get(i).token() + " " + jobs.get(i).lost() + "\n");
        }
        Transport.Answer answer = transport.run(
                "submission",
                scripts.submit(submission, arrays, policy.submitDeadline()),
                members.toString().getBytes(StandardCharsets.UTF_8),
                policy.startDeadline().plus(policy.submitDeadline()).plus(WAY_BACK));
        requireBegun(answer);
        Map<String, SubmitAnswer> found = new TreeMap<>();
        if (answer.exitCode() == RemoteScripts.KNOWN) {
            for (String line : answer.stdout().lines().toList()) {
                String[] words = line.split(" ", 3);
                if (words.length == 3 && words[0].equals("known")) {
                    found.put(words[1], dialect.submitted(0, words[2], ""));
                }
            }
        }
        return new ArrayAnswer(dialect.submitted(answer.exitCode(), answer.stdout(), answer.stderr()), found);
    }

    /** Returns the names under which the batch system may know a job: its own, and those of arrays it was submitted in. */
    List<String> names(TrackedJob job) {
        List<String> names = new ArrayList<>();
        names.add(dialect.jobName(job.token()));
        job.arrays().forEach(task -> names.add(task.array()));
        return names;
    }

    /** Returns what an answer says of a job, by the names of jobs. */
    List<JobRecord> recordsOf(TrackedJob job, Map<String, List<JobRecord>> byName) {
        List<JobRecord> records = new ArrayList<>(byName.getOrDefault(dialect.jobName(job.token()), List.of()));
        for (ArrayTask task : job.arrays()) {
            byName.getOrDefault(task.array(), List.of()).stream()
                    .filter(record -> dialect.arrays()
                            .filter(arrays -> arrays.isTask(record.id(), task.index()))
                            .isPresent())
                    .forEach(records::add);
        }
        return records;
    }

    /**
     * Returns what to ask for.
     *
     * @param names none for all jobs of the user
     * @param since when the first of the jobs was written down
     */
    Dialect.Asked asked(Site known, Collection<String> names, Collection<String> clusters, Instant since) {
        long minutes = 60 + Math.max(0, Duration.between(since, clock.instant()).toMinutes() + 1);
        return new Dialect.Asked(
                known.user(), names, clusters, minutes, options.policy().queryDeadline());
    }

    /** Asks the batch system. */
    <T> T ask(Query<T> query) throws ClusterAnswerException {
        Duration deadline = options.policy().queryDeadline().multipliedBy(query.requests());
        return query.reader().read(run(query.what(), scripts.of(query), "", deadline));
    }

    Map<String, JobFiles> look(Site known, Collection<String> tokens) throws ClusterAnswerException {
        String input = String.join("\n", tokens) + "\n";
        return JobFiles.parse(dialect, run("job directories", scripts.look(known.workDir()), input, FILES));
    }

    void cancel(Site known, Collection<String> lines, Collection<String> clusters) throws ClusterAnswerException {
        Duration deadline = options.policy().queryDeadline();
        String input = String.join("\n", lines) + "\n";
        run(
                "cancelling",
                scripts.cancel(known.workDir(), asked(known, List.of(), clusters, clock.instant())),
                input,
                deadline.multipliedBy(3));
    }

    List<FileDigest> upload(Site known, String token, List<InputFile> files) {
        return transport.upload(files, known.directory(token), FILES);
    }

    /** Returns the command that this thread ran last, since it forgot what it ran. */
    Optional<CommandRecord> lastCommand() {
        return transport.last();
    }

    void forgetCommands() {
        transport.forget();
    }

    /** Returns where on this machine the files of a job are brought to. */
    Path results(String token) {
        return options.results().resolve(token);
    }

    List<FileDigest> download(Site known, String token) throws ClusterAnswerException {
        String directory = known.directory(token);
        List<String> names = run("job directory", RemoteScripts.list(directory), "", FILES)
                .lines()
                .toList();
        return transport.download(directory, names, results(token), FILES);
    }

    private String run(String what, String script, String input, Duration deadline) throws ClusterAnswerException {
        Transport.Answer answer;
        try {
            answer = transport.run(what, script, input.getBytes(StandardCharsets.UTF_8), deadline.plus(WAY_BACK));
        } catch (NotDoneException | UnknownOutcomeException e) {
            throw new ClusterAnswerException(what + ": " + e.getMessage(), e);
        }
        if (answer.exitCode() != 0) {
            throw new ClusterAnswerException(what + ": exit " + answer.exitCode() + ": "
                    + answer.stderr().strip());
        }
        return answer.stdout();
    }
}
