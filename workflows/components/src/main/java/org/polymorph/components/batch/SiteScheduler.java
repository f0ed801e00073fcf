package org.polymorph.components.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.spi.BatchScheduler;

/** The scheduler of a site together with the way to its machine, and what looking at it costs. Thread-safe. */
public final class SiteScheduler implements BatchScheduler {
    private final BatchScheduler scheduler;
    private final Optional<Transport> transport;
    private long looks;
    private long nanos;

    /**
     * Makes one that closes both together.
     *
     * @param transport empty where jobs are processes of this machine
     */
    SiteScheduler(BatchScheduler scheduler, Optional<Transport> transport) {
        this.scheduler = scheduler;
        this.transport = transport;
    }

    /** What looking at a machine has cost so far: commands of its batch system, of submissions too, and time. */
    public record Cost(long looks, long requests, Duration time) {}

    /** Returns what looking at the machine has cost so far. */
    public synchronized Cost cost() {
        return new Cost(looks, requests(), Duration.ofNanos(nanos));
    }

    private long requests() {
        return scheduler instanceof ClusterScheduler cluster ? cluster.requests() : looks;
    }

    /** Returns whether the machine can be logged in to; empty where nobody needs to. */
    public Optional<Transport.State> access() {
        return transport.map(Transport::state);
    }

    @Override
    public JobSnapshot submit(JobRequest request) {
        return scheduler.submit(request);
    }

    @Override
    public Map<String, JobSnapshot> status(Collection<String> tokens) {
        long before = requests();
        long began = System.nanoTime();
        Map<String, JobSnapshot> answer = scheduler.status(tokens);
        // most calls are answered from what the last look has shown
        if (requests() != before || transport.isEmpty()) {
            count(System.nanoTime() - began);
        }
        return answer;
    }

    private synchronized void count(long duration) {
        looks++;
        nanos += duration;
    }

    @Override
    public void cancel(Collection<String> tokens) {
        scheduler.cancel(tokens);
    }

    @Override
    public boolean knows(String token) {
        return scheduler.knows(token);
    }

    @Override
    public void cap(int most) {
        scheduler.cap(most);
    }

    @Override
    public Path retrieve(String token) {
        return scheduler.retrieve(token);
    }

    @Override
    public void close() {
        scheduler.close();
        transport.ifPresent(Transport::close);
    }
}
