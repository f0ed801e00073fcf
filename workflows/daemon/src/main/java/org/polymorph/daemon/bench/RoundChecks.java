package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * What the lowest clusters of a campaign are, relaxed by its oracle after each round. A round is relaxed once, when it is first
 * asked for. Not thread-safe.
 */
final class RoundChecks {
    private final CampaignReader reader;
    private final Oracle oracle;
    private final int topK;
    private final Map<Integer, List<Check>> rounds = new TreeMap<>();

    RoundChecks(CampaignReader reader, Oracle oracle, int topK) {
        this.reader = reader;
        this.oracle = oracle;
        this.topK = topK;
    }

    /**
     * One cluster's lowest member, relaxed.
     *
     * @param calls of the oracle for it, those that take it to the bottom not counted
     * @param bottom the crystal it is, where the relaxation led to one
     */
    record Check(long calls, Optional<Bottom> bottom) {}

    /** A crystal at the bottom of its valley; its enthalpy per atom in eV. */
    record Bottom(double enthalpy, Structure structure) {}

    /** Returns the checks of a round, lowest cluster first; empty if the campaign has not clustered it yet. */
    List<Check> of(int round) {
        List<Check> known = rounds.get(round);
        if (known != null) {
            return known;
        }
        List<ClusterRow> lowest = reader.clusters(round).stream().limit(topK).toList();
        if (lowest.isEmpty()) {
            return List.of();
        }
        Map<String, Structure> frames = reader.frames(round).stream()
                .collect(Collectors.toMap(CandidateFrame::candidate, CandidateFrame::structure));
        List<Check> checks = new ArrayList<>();
        for (ClusterRow cluster : lowest) {
            checks.add(check(Objects.requireNonNull(frames.get(cluster.candidate()), cluster.candidate())));
        }
        rounds.put(round, checks);
        return checks;
    }

    private Check check(Structure start) {
        Relaxation relaxed = oracle.relax(start);
        if (!RandomSearch.isSound(relaxed)) {
            return new Check(relaxed.evaluations(), Optional.empty());
        }
        Relaxation sure = oracle.refine(relaxed.structure());
        return new Check(relaxed.evaluations(), Optional.of(new Bottom(oracle.enthalpy(sure), sure.structure())));
    }
}
