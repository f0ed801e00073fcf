package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;

/** A process of its own for {@link LocalSchedulerRestartTest}: submits jobs, says so and waits to be killed. */
final class SubmittingProcess {
    private SubmittingProcess() {}

    /** Takes the directory, then the number of jobs; each waits for the file {@code go} there. */
    public static void main(String[] arguments) throws IOException {
        Path workDir = Path.of(arguments[0]);
        var scheduler =
                new LocalScheduler(new LocalScheduler.Options(workDir, 2, Duration.ofMillis(50)), Clock.systemUTC());
        System.out.println("ready");
        for (JobRequest request : requests(Integer.parseInt(arguments[1]))) {
            scheduler.submit(request);
        }
        System.out.println("submitted");
        if (System.in.read() < 0) {
            throw new IllegalStateException("expected to be killed");
        }
    }

    static List<JobRequest> requests(int count) {
        List<JobRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new JobRequest(
                    "job" + i,
                    List.of(),
                    "echo begin >> log\nwhile [ ! -e ../go ]; do sleep 0.05; done\necho end >> log\nexit 3\n",
                    Resources.DEFAULT));
        }
        return requests;
    }
}
