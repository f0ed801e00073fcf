package org.polymorph.engine.job;

import java.util.List;
import java.util.Map;

/** Keeps nothing. */
final class ForgetfulLedger implements JobLedger {
    @Override
    public void write(List<Change> changes) {
        if (changes.stream().anyMatch(change -> change.job().isPresent())) {
            throw new IllegalArgumentException("a job that must not be forgotten needs a ledger that keeps it");
        }
    }

    @Override
    public boolean keepsStories() {
        return false;
    }

    @Override
    public List<TrackedJob> tracked() {
        return List.of();
    }

    @Override
    public Map<String, JobStage> stages() {
        return Map.of();
    }

    @Override
    public List<StoryLine> story(String token) {
        return List.of();
    }

    @Override
    public void close() {}
}
