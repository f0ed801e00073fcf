package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;

/** A process of its own for {@link LocalSchedulerRestartTest}: submits three jobs, of which two run, says so and waits to be killed. */
final class SubmittingProcess {
    private SubmittingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path workDir = Path.of(arguments[0]);
        var scheduler =
                new LocalScheduler(new LocalScheduler.Options(workDir, 2, Duration.ofMillis(50)), Clock.systemUTC());
        for (String token : List.of("first", "second", "third")) {
            scheduler.submit(new JobRequest(
                    token,
                    List.of(),
                    "echo begin >> log\nwhile [ ! -e ../go ]; do sleep 0.05; done\necho end >> log\nexit 3\n",
                    Resources.DEFAULT));
        }
        System.out.println("submitted");
        System.out.flush();
        if (System.in.read() < 0) {
            throw new IllegalStateException("expected to be killed");
        }
    }
}
