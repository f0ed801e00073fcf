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

    synchronized void add(String token) {
        jobs.putIfAbsent(token, JobState.CREATED);
    }

    synchronized List<String> tokens() {
        return new ArrayList<>(jobs.keySet());
    }

    synchronized boolean isNews(JobSnapshot snapshot) {
        @Nullable JobState known = jobs.get(snapshot.token());
        return known != null && known != snapshot.state();
    }

    synchronized void passedOn(JobSnapshot snapshot) {
        if (snapshot.state().isTerminal()) {
            jobs.remove(snapshot.token());
        } else {
            jobs.replace(snapshot.token(), snapshot.state());
        }
    }
}
