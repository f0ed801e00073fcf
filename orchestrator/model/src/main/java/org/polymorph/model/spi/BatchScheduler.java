package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;

/** Runs jobs on one machine. Thread-safe. Every call has a deadline of its own; what is not known is UNKNOWN. */
public interface BatchScheduler extends AutoCloseable {

    /**
     * Submits a job; a second call with the same token never makes it run twice.
     *
     * @return what is known right after: PENDING, RUNNING or, where the answer was lost, UNKNOWN
     */
    JobSnapshot submit(JobRequest request);

    /** Asks for the state of many jobs in one go. The answer holds every token asked for. */
    Map<String, JobSnapshot> status(Collection<String> tokens);

    /** Asks for an end; the state is seen through {@link #status}. */
    void cancel(Collection<String> tokens);

    /** Returns whether a job of this token was ever submitted here, as its books say: no question to the machine. */
    boolean knows(String token);

    /** Changes the cap on jobs on the machine at the same time; those that are there stay. */
    void cap(int most);

    /** Brings the files of an ended job to this machine and returns the directory they lie in. */
    Path retrieve(String token);

    @Override
    void close();
}
