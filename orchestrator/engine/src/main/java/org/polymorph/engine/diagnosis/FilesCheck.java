package org.polymorph.engine.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.diagnosis.Finding;

/** Takes a file there and back; the transport compares size and SHA-256 both ways, and this its bytes. */
final class FilesCheck implements SiteCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SIZE = 1 << 20;
    private static final String NAME = "round-trip";

    private final Path scratch;

    /**
     * Makes the check.
     *
     * @param scratch a directory of this machine
     */
    FilesCheck(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public String subject() {
        return "files";
    }

    @Override
    public Need need() {
        return Need.WORK_DIRECTORY;
    }

    @Override
    public List<Finding> look(Visit visit) {
        byte[] content = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            content[i] = (byte) (i ^ (i >> 8) * 31);
        }
        String directory = visit.directory() + "/files";
        long begun = System.nanoTime();
        visit.transport().upload(List.of(new InputFile(NAME, content)), directory, PATIENCE);
        List<String> copied = visit.transport().download(directory, List.of(NAME), scratch, PATIENCE);
        double seconds = (System.nanoTime() - begun) / 1e9;
        try {
            if (!copied.contains(NAME) || !Arrays.equals(Files.readAllBytes(scratch.resolve(NAME)), content)) {
                throw new NotDoneException(directory + "/" + NAME + ": expected the file of " + SIZE
                        + " bytes back, found another or none");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(Finding.ok(
                subject(),
                String.format(Locale.ROOT, "1 MiB up and down in %.2f s, the same size and SHA-256 there", seconds)));
    }
}
