package org.polymorph.daemon.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.format.Frame;

/** Structures of a campaign, each with what is known of it. */
final class CampaignFrames {
    private CampaignFrames() {}

    /** Returns the ranked results, or the one of a rank. */
    static List<Frame> results(CampaignReader reader, Optional<Integer> rank) {
        return reader.results().stream()
                .filter(result -> rank.isEmpty() || rank.get() == result.rank())
                .map(result -> frame(reader, result))
                .toList();
    }

    /** Returns every label: structures as calculated, with energy, forces and stress. */
    static List<Frame> labels(CampaignReader reader) {
        return done(reader, Purpose.LABEL).stream()
                .map(label -> {
                    Frame frame = label.result().orElseThrow();
                    return new Frame(frame.structure(), frame.evaluation(), Map.of("label", label.id()));
                })
                .toList();
    }

    /** Returns every stage of the final relaxations that has ended well. */
    static List<Frame> finals(CampaignReader reader) {
        return done(reader, Purpose.FINAL).stream()
                .map(stage -> {
                    Frame frame = stage.result().orElseThrow();
                    Map<String, String> info = new LinkedHashMap<>();
                    info.put("calculation", stage.id());
                    info.put("candidate", stage.candidate());
                    info.put("stage", Integer.toString(stage.stage()));
                    info.put("converged", Boolean.toString(stage.converged()));
                    return new Frame(frame.structure(), frame.evaluation(), info);
                })
                .toList();
    }

    private static List<Calculation> done(CampaignReader reader, Purpose purpose) {
        return reader.calculations(purpose).stream()
                .filter(calculation -> calculation.state() == Calculation.State.DONE)
                .toList();
    }

    private static Frame frame(CampaignReader reader, RankedResult result) {
        Frame relaxed =
                reader.calculation(result.calculation()).orElseThrow().result().orElseThrow();
        Map<String, String> info = new LinkedHashMap<>();
        info.put("rank", Integer.toString(result.rank()));
        info.put("candidate", result.candidate());
        info.put("enthalpy_per_atom", Double.toString(result.enthalpy()));
        result.aboveHull().ifPresent(height -> info.put("above_hull", Double.toString(height)));
        // the same atoms in the same orientation, so that the forces fit
        return new Frame(result.structure(), relaxed.evaluation(), info);
    }

    /** Returns the pool as it stands. */
    static List<Frame> pool(CampaignReader reader) {
        return frames(reader.pool());
    }

    /** Returns the pool as it stood after a round; −1 is as generated. */
    static List<Frame> pool(CampaignReader reader, int round) {
        return frames(reader.frames(round));
    }

    private static List<Frame> frames(List<CandidateFrame> pool) {
        return pool.stream()
                .map(frame -> {
                    Map<String, String> info = new LinkedHashMap<>();
                    info.put("candidate", frame.candidate());
                    info.put("round", Integer.toString(frame.round()));
                    info.put("outcome", frame.outcome());
                    frame.cluster().ifPresent(cluster -> info.put("cluster", cluster));
                    if (Double.isFinite(frame.enthalpy())) {
                        info.put("surrogate_enthalpy_per_atom", Double.toString(frame.enthalpy()));
                    }
                    return new Frame(frame.structure(), Optional.empty(), info);
                })
                .toList();
    }
}
