package org.polymorph.components.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/** The jobs submitted through an endpoint whose end has not been passed on, with the state passed on last. Thread-safe. */
final class WatchedJobs {
    private final Map<String, JobState> jobs = new LinkedHashMap<>();
    private @Nullable Object consumer;

    /**
     * Makes a consumer the one that is told of these jobs.
     *
     * @throws IllegalStateException if another one is: each change of state is passed on once
     */
    synchronized void take(Object newConsumer) {
        if (consumer != null && consumer != newConsumer) {
            throw new IllegalStateException("the jobs of this site have a consumer already, " + consumer
                    + "; expected one: send what it emits to several places instead");
        }
        consumer = newConsumer;
    }

    synchronized void release(Object oldConsumer) {
        if (consumer == oldConsumer) {
            consumer = null;
        }
    }

    synchronized void add(String token) {
        jobs.putIfAbsent(token, JobState.CREATED);
    }

    synchronized List<String> tokens() {
        return new ArrayList<>(jobs.keySet());
    }

    /** Returns whether a snapshot says what was not passed on yet; {@link JobState#UNKNOWN} says nothing. */
    synchronized boolean isNews(JobSnapshot snapshot) {
        @Nullable JobState known = jobs.get(snapshot.token());
        return known != null && known != snapshot.state() && snapshot.state() != JobState.UNKNOWN;
    }

    synchronized void passedOn(JobSnapshot snapshot) {
        if (snapshot.state().isTerminal()) {
            jobs.remove(snapshot.token());
        } else {
            jobs.replace(snapshot.token(), snapshot.state());
        }
    }
}
