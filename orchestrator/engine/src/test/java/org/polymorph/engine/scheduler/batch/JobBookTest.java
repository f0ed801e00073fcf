package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

class JobBookTest {
    private static final Instant NOW = Instant.parse("2026-11-25T22:00:00Z");

    /** Notes each transaction. */
    private static final class NotingLedger implements JobLedger {
        final List<List<Change>> transactions = new ArrayList<>();
        final List<TrackedJob> found = new ArrayList<>();
        boolean broken;

        @Override
        public void write(List<Change> changes) {
            if (broken) {
                throw new IllegalStateException("the disk is full");
            }
            transactions.add(List.copyOf(changes));
        }

        @Override
        public List<TrackedJob> tracked() {
            return found;
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

    private final NotingLedger ledger = new NotingLedger();

    private static TrackedJob running(String token) {
        return TrackedJob.planned(token, Resources.DEFAULT, NOW)
                .submitting(NOW, NOW)
                .submitted("17", "", JobState.RUNNING, "RUNNING", NOW);
    }

    @Test
    void of_a_look_at_many_jobs_only_what_changed_is_written_and_in_one_transaction() {
        for (int i = 0; i < 5000; i++) {
            ledger.found.add(running("pm-" + i));
        }
        JobBook book = new JobBook(ledger);
        List<News> look = new ArrayList<>();
        for (TrackedJob job : ledger.found) {
            boolean ends = job.token().endsWith("777");
            look.add(News.of(job.seen(ends ? JobState.UNKNOWN : JobState.RUNNING, "seen again", NOW)));
        }
        book.putAll(look);

        assertThat(ledger.transactions).hasSize(1);
        assertThat(ledger.transactions.get(0))
                .extracting(change -> change.event().token())
                .containsExactly("pm-777", "pm-1777", "pm-2777", "pm-3777", "pm-4777");
    }

    @Test
    void nobody_sees_what_could_not_be_written() {
        JobBook book = new JobBook(ledger);
        book.put(TrackedJob.planned("a", Resources.DEFAULT, NOW));
        ledger.broken = true;

        assertThatThrownBy(() -> book.put(running("a"))).hasMessage("the disk is full");

        assertThat(book.get("a")).map(TrackedJob::phase).hasValue(TrackedJob.Phase.PLANNED);
    }

    @Test
    void an_end_that_was_asked_for_while_somebody_worked_on_a_job_is_not_forgotten() {
        JobBook book = new JobBook(ledger);
        TrackedJob before = book.put(running("a"));
        book.change(List.of("a", "nosuch"), job -> job.cancelling(NOW));
        book.put(before.seen(JobState.UNKNOWN, "no answer", NOW));

        assertThat(book.get("a")).map(TrackedJob::cancelled).hasValue(true);
        assertThat(ledger.transactions.get(1).get(0).event().evidence()).startsWith("its end was asked for");
        assertThat(ledger.transactions.get(2).get(0).job())
                .map(TrackedJob::cancelled)
                .hasValue(true);
    }

    @Test
    void evidence_is_gathered_only_for_what_has_changed() {
        JobBook book = new JobBook(ledger);
        TrackedJob job = book.put(running("a"));
        book.put(News.of(
                job.seen(JobState.RUNNING, "RUNNING", NOW),
                () -> {
                    throw new AssertionError("nothing has changed");
                },
                Optional.empty()));

        assertThat(ledger.transactions).hasSize(1);
    }

    @Test
    void a_new_id_is_told_as_submitted_and_a_wait_in_the_queue_as_pending() {
        JobBook book = new JobBook(ledger);
        TrackedJob job =
                book.put(TrackedJob.planned("a", Resources.DEFAULT, NOW).submitting(NOW, NOW));
        TrackedJob submitted = book.put(job.submitted("17", "", JobState.PENDING, "submitted", NOW));
        book.put(submitted.seen(JobState.UNKNOWN, "no answer", NOW));
        book.put(submitted.seen(JobState.PENDING, "PENDING", NOW));

        assertThat(ledger.transactions)
                .extracting(changes -> changes.get(0).event().stage())
                .containsExactly(JobStage.QUARANTINED, JobStage.SUBMITTED, JobStage.UNKNOWN, JobStage.PENDING);
    }
}
