package org.polymorph.engine.scheduler.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;

/** A SLURM cluster that says what a test has it say, with a clock of its own. */
final class ScriptedCluster implements Transport {
    static final String US = "\u001f";

    /** What squeue shows: lines as {@link #queued} makes them. */
    String queue = "";
    /** What the directories of jobs say. */
    String directories = "";

    Answer submission = new Answer(0, "17\n", "");
    boolean silent;
    final List<InputFile> results = new ArrayList<>();

    Clock clock = Clock.fixed(Instant.parse("2026-11-25T22:00:00Z"), ZoneOffset.UTC);

    /** Returns a line of squeue. */
    static String queued(String id, String state, String reason, String node, String name) {
        return String.join(US, "pm", id, state, reason, node, name) + "\n";
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        if (script.contains("id -un")) {
            return said("/scratch/jobs\nada\n" + clock.instant().getEpochSecond() + "\n");
        }
        if (silent) {
            throw new UnknownOutcomeException("the wire broke");
        }
        if (script.contains("show config")) {
            return said("ClusterName = big\nMessageTimeout = 10 sec\n");
        }
        if (script.contains("sbatch --parsable")) {
            return submission;
        }
        if (script.contains("squeue --noheader --array --states=all")) {
            return said(queue + RemoteScripts.END + "\n");
        }
        if (script.contains("for f in *")) {
            StringBuilder names = new StringBuilder();
            results.forEach(file -> names.append(file.name()).append('\n'));
            return said(names.toString());
        }
        return said(directories + RemoteScripts.END + "\n");
    }

    private static Answer said(String stdout) {
        return new Answer(0, stdout, "");
    }

    @Override
    public void upload(List<InputFile> files, String directory, Duration deadline) {}

    @Override
    public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
        try {
            Files.createDirectories(to);
            for (InputFile file : results) {
                Files.write(to.resolve(file.name()), file.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    @Override
    public void close() {}
}
