package org.polymorph.engine.store;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Rejects candidates in holes of the surrogate out of which no label leads. They would be the lowest of all, and the parents of what is
 * made, take a label of each round, and keep the stopping rule from holding.
 */
final class HopelessCandidates {
    /** eV per atom. Labels are of displaced structures and surrogates of few labels are coarse, but not by so much. */
    private static final double CONTRADICTION = 3;

    private final String campaign;
    private final double pressure;
    private final CampaignTable campaigns;
    private final CandidateTable candidates;
    private final CalculationTable calculations;

    HopelessCandidates(CampaignStore store) {
        campaign = store.campaign();
        pressure = store.rules().pressure();
        campaigns = store.campaigns();
        candidates = store.candidates();
        calculations = store.calculations();
    }

    /** Rejects those among the frames of a round, relaxed by the surrogate that its labels have taught. */
    void reject(Handle db, int round, List<CandidateFrame> frames) {
        boolean anyFallen = frames.stream().anyMatch(CandidateFrame::hasFallen);
        Set<String> labelledAsFallen = anyFallen ? candidates.labelledAsFallen(db, campaign) : Set.of();
        Map<String, List<Double>> labels = calculations.labelEnthalpies(db, campaign, round, pressure);
        for (CandidateFrame frame : frames) {
            Optional<String> reason = frame.hasFallen()
                    ? fallen(frame, labelledAsFallen)
                    : contradicted(frame, labels.getOrDefault(frame.candidate(), List.of()));
            reason.ifPresent(text -> {
                candidates.reject(db, campaign, frame.candidate(), text);
                campaigns.log(db, campaign, "Rejected", round, frame.candidate() + ": " + text);
            });
        }
    }

    // Where the label of a place does not keep a surrogate from falling into a hole beside it, no other will.
    private static Optional<String> fallen(CandidateFrame frame, Set<String> labelledAsFallen) {
        return labelledAsFallen.contains(frame.candidate())
                ? Optional.of(frame.outcome() + " in spite of a label there")
                : Optional.empty();
    }

    // At the very place of a label the surrogate still says something else, since labels of violent forces are left out
    // of what it learns from.
    private static Optional<String> contradicted(CandidateFrame frame, List<Double> labels) {
        boolean stood = frame.steps() == 0 && !labels.isEmpty();
        return stood && labels.stream().allMatch(label -> Math.abs(label - frame.enthalpy()) > CONTRADICTION)
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the surrogate has %.2f eV/atom in spite of a label of %.2f eV/atom there",
                        frame.enthalpy(),
                        labels.get(0)))
                : Optional.empty();
    }
}
