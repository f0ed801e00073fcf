package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationOutcome;

@ParameterizedClass
@EnumSource(Store.class)
class CampaignFinalsTest extends CampaignBookCase {
    @Test
    void goes_through_to_the_final_table_with_chained_stages() {
        generateAndSelect();
        labelAll();
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of("labels", "3"), Map.of("mae", 0.5));
        assertThat(book.model(0)).hasContent("model");
        assertThat(book.reader().heldOut()).containsExactly(Map.entry(0, Map.of("mae", 0.5)));
        relaxAndStop();

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0");
        labelAll();
        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-1", "final-c0000-1");
        labelAll();
        Command rank = next();
        assertThat(rank.kind()).isEqualTo(CommandKind.RANK);
        book.completeRank(
                rank, List.of(new RankedResult(1, "c0001", "final-c0001-1", structure(4), -2, 32, 0.01, true, 1)));

        assertThat(book.reader().results()).hasSize(1);
        assertThat(book.reader().campaign().orElseThrow().state().phase()).isEqualTo(Phase.DONE);
        assertThat(book.reader().campaign().orElseThrow().state().exit()).isEqualTo(ExitReason.CONVERGED);
        assertThat(book.reader().evaluations(Purpose.FINAL)).isEqualTo(12);
    }

    @Test
    void a_label_below_all_that_the_surrogate_has_is_relaxed_too() {
        generateAndSelect();
        labelWithOneLow("c0002");
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        relaxAndStop(Map.of("c0000", "k1", "c0001", "k2", "c0002", "k3"));

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0", "final-c0002-0");
        labelAll();
        assertThat(book.openJobs()).extracting(job -> job.calculations().get(0)).contains("final-c0002-1");
        labelAll();
        assertThat(next().kind()).isEqualTo(CommandKind.RANK);
        assertThat(book.reader().campaign().orElseThrow().state().phase()).isEqualTo(Phase.RANKING);
    }

    @Test
    void a_low_label_of_one_of_the_lowest_clusters_is_relaxed_as_that() {
        generateAndSelect();
        labelWithOneLow("c0002");
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        relaxAndStop();

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0");
    }

    private void labelWithOneLow(String candidate) {
        for (JobRow job : book.openJobs()) {
            List<CalculationOutcome> outcomes = new ArrayList<>();
            job.calculations().forEach(id -> outcomes.add(result(id.endsWith(candidate) ? 9 : 4)));
            book.collectJob(ended(job.token(), JobState.COMPLETED), outcomes);
        }
    }

    private void relaxAndStop() {
        relaxAndStop(Map.of("c0000", "k1", "c0001", "k2", "c0002", "k1"));
    }

    private void relaxAndStop(Map<String, String> assignment) {
        List<CandidateFrame> pool = book.reader().frames(-1);
        book.completeRelax(
                next(),
                pool.subList(0, 2).stream().map(CampaignFinalsTest::relaxed).toList());
        book.completeRelax(
                next(),
                pool.subList(2, 3).stream().map(CampaignFinalsTest::relaxed).toList());
        book.completeCluster(
                next(),
                new ClusterReport(
                        assignment,
                        List.of(new ClusterRow(1, "k2", "c0001", -4.1, 1), new ClusterRow(2, "k1", "c0000", -4.0, 2)),
                        true,
                        "held"));
        assertThat(book.reader().frames(0))
                .extracting(frame -> frame.cluster().orElseThrow())
                .containsExactly(assignment.get("c0000"), assignment.get("c0001"), assignment.get("c0002"));
    }

    private static CandidateFrame relaxed(CandidateFrame frame) {
        return new CandidateFrame(
                frame.candidate(), 0, frame.structure(), -4, 0.01, 0.001, 0.02, "converged", 7, Optional.empty());
    }

    // all of the pool, by parts
    private void relax(Map<String, String> outcomes) {
        relax(outcomes, Map.of());
    }

    private void relax(Map<String, String> outcomes, Map<String, Double> enthalpies) {
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        int round = next().round();
        List<CandidateFrame> pool = book.reader().frames(-1);
        for (List<CandidateFrame> part : List.of(pool.subList(0, 2), pool.subList(2, 3))) {
            book.completeRelax(
                    next(),
                    part.stream()
                            .map(frame -> new CandidateFrame(
                                    frame.candidate(),
                                    round,
                                    frame.structure(),
                                    enthalpies.getOrDefault(frame.candidate(), -4.0),
                                    0.01,
                                    0.001,
                                    0.02,
                                    outcomes.getOrDefault(frame.candidate(), "converged"),
                                    0,
                                    Optional.empty()))
                            .toList());
        }
    }

    @Test
    void a_candidate_that_falls_in_spite_of_a_label_where_it_fell_is_rejected() {
        generateAndSelect();
        labelAll();
        relax(Map.of("c0000", "collapsed", "c0001", "exploded"));
        assertThat(book.reader().rejected()).isEmpty(); // the labels are of the structures as generated
        book.completeCluster(
                next(), new ClusterReport(Map.of(), List.of(new ClusterRow(1, "k", "c0000", -4, 3)), false, "no"));
        book.completeSelect(next(), List.of(new Choice("c0000", structure(3.1)), new Choice("c0002", structure(3.3))));
        labelAll();

        relax(Map.of("c0000", "collapsed", "c0001", "exploded", "c0002", "not-finite"));

        assertThat(book.reader().rejected()).containsExactly(Map.entry("c0000", "collapsed in spite of a label there"));
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("Rejected"))
                .extracting(LoggedEvent::detail)
                .containsExactly("c0000: collapsed in spite of a label there");
    }

    @Test
    void a_candidate_is_rejected_where_the_surrogate_contradicts_the_label_of_the_very_place() {
        generateAndSelect();
        labelAll(); // -2 eV/atom each

        relax(Map.of("c0000", "uncertain"), Map.of("c0000", -140.0, "c0001", -4.9, "c0002", Double.NaN));

        String reason = "the surrogate has -140.00 eV/atom in spite of a label of -2.00 eV/atom there";
        assertThat(book.reader().rejected()).containsExactly(Map.entry("c0000", reason));
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("Rejected"))
                .extracting(LoggedEvent::detail)
                .containsExactly("c0000: " + reason);
    }
}
