package org.polymorph.components.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.store.AlertKind;
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

    /** Returns whether log-ins to the machine are tried; closed where nobody needs to log in. */
    public Transport.Breaker breaker() {
        return transport
                .map(way -> way.state() == Transport.State.READY ? way.breaker() : Transport.Breaker.OPEN)
                .orElse(Transport.Breaker.CLOSED);
    }

    /** Returns what a person has to know of the machine as it is now, in words. */
    public Map<AlertKind, String> troubles() {
        Map<AlertKind, String> troubles = new EnumMap<>(AlertKind.class);
        String noRoom = scheduler instanceof ClusterScheduler cluster ? cluster.noRoom() : "";
        if (!noRoom.isEmpty()) {
            troubles.put(AlertKind.DISK, noRoom.lines().findFirst().orElse(noRoom));
        }
        if (transport.isPresent()) {
            Transport way = transport.get();
            switch (way.state()) {
                case HOST_KEY ->
                    troubles.put(
                            AlertKind.LOGIN,
                            way.name()
                                    + ": the host key is not the one on record; nothing is sent there before a person has"
                                    + " looked, and put the record right");
                case NEEDS_LOGIN ->
                    troubles.put(
                            AlertKind.LOGIN,
                            way.name()
                                    + ": the log-in was refused; it is tried again when the credentials have changed");
                case READY -> {
                    if (way.breaker() == Transport.Breaker.OPEN) {
                        troubles.put(
                                AlertKind.SITE,
                                way.name() + ": does not answer; it is asked again, later and later, until it does");
                    }
                }
            }
        }
        return troubles;
    }

    /** Returns whether the machine is being tried, so that nobody can say how it is. */
    public boolean isBeingTried() {
        return breaker() == Transport.Breaker.HALF_OPEN;
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
