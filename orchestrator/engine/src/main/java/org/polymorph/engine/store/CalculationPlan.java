package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CalculationTable.PlannedJob;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;

/** Plans calculations and the jobs that they are packed into. Every method runs in the caller's transaction. */
final class CalculationPlan {
    /** eV per atom by which a surrogate that has learned a place well is off there. */
    private static final double SURE = 0.01;

    private final CampaignRules rules;
    private final StructureObjects structures;
    private final CandidateTable candidates;
    private final CalculationTable calculations;

    CalculationPlan(
            CampaignRules rules,
            StructureObjects structures,
            CandidateTable candidates,
            CalculationTable calculations) {
        this.rules = rules;
        this.structures = structures;
        this.candidates = candidates;
        this.calculations = calculations;
    }

    /** Stores the structures of choices as one object and returns its hash. */
    String store(List<Choice> choices) {
        return structures.put(choices.stream()
                .map(choice -> new Frame(choice.structure(), Optional.empty(), Map.of("candidate", choice.candidate())))
                .toList());
    }

    /** Plans the labels of a round; a candidate's second one, and others, are numbered. */
    void labels(Handle db, int round, List<Choice> choices, String object) {
        List<String> ids = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            int number = seen.merge(choice.candidate(), 1, Integer::sum);
            String id = String.format(
                    Locale.ROOT, "r%02d-%s%s", round, choice.candidate(), number == 1 ? "" : "-" + number);
            insert(db, id, Purpose.LABEL, round, choice, 0, rules.labelInputSet(), object, i);
            ids.add(id);
        }
        for (int from = 0; from < ids.size(); from += rules.labelsPerJob()) {
            int to = Math.min(ids.size(), from + rules.labelsPerJob());
            job(db, round, ids.subList(from, to));
        }
    }

    /**
     * Plans the first stage of the final relaxations: the lowest member of each of the lowest clusters, and where the composition
     * varies of all on the hull, which they make up together. Called again, it plans those of the next clusters in the place of
     * candidates whose relaxation failed, a limited number of them. Where a label is lower than all that the surrogate has there,
     * the structure of that label has one place more.
     */
    void finals(Handle db, int round) {
        // where a selection came out empty its round has no clusters: those of the round before count
        int from = candidates.clusters(db, rules.campaign(), round).isEmpty() ? round - 1 : round;
        List<ClusterRow> lowest = candidates.clusters(db, rules.campaign(), from);
        int wanted = Math.max(rules.finals(), (int)
                lowest.stream().filter(ClusterRow::isOnHull).count());
        Set<String> rejected = candidates.rejected(db, rules.campaign()).keySet();
        List<ClusterRow> sound = lowest.stream()
                .filter(cluster -> !rejected.contains(cluster.candidate()))
                .sorted(Comparator.comparingInt(ClusterRow::rank))
                .toList();
        Map<String, CandidateFrame> frames = new HashMap<>();
        candidates.frames(db, rules.campaign(), from).forEach(frame -> frames.put(frame.candidate(), frame));
        Map<String, Structure> queue = new LinkedHashMap<>();
        lowerLabel(db, sound.stream().limit(wanted).toList(), frames, rejected)
                .ifPresent(label -> queue.put(label.candidate(), label.structure()));
        int all = wanted + queue.size();
        sound.forEach(cluster ->
                queue.putIfAbsent(cluster.candidate(), frame(frames, cluster).structure()));

        Map<String, Boolean> tried = new HashMap<>();
        calculations
                .all(db, rules.campaign(), Purpose.FINAL)
                .forEach(stage -> tried.merge(stage.candidate(), stage.state() != State.FAILED, Boolean::logicalAnd));
        long hopeful = tried.entrySet().stream()
                .filter(entry -> entry.getValue() && !rejected.contains(entry.getKey()))
                .count();
        long places = Math.min(all - hopeful, all + rules.replacements() - tried.size());
        queue.entrySet().stream()
                .filter(entry -> !tried.containsKey(entry.getKey()))
                .limit(Math.max(0, places))
                .forEach(entry -> stage(db, new Choice(entry.getKey(), entry.getValue()), from, 0));
    }

    /*
     * The lowest label, if it lies below all that the surrogate has for the clusters chosen and its candidate is in none of them:
     * a surrogate may be off by 0.2 eV/atom at the very place of a label. Heights above a hull are not compared.
     */
    private Optional<Calculation> lowerLabel(
            Handle db, List<ClusterRow> chosen, Map<String, CandidateFrame> frames, Set<String> rejected) {
        if (chosen.stream().anyMatch(cluster -> cluster.aboveHull().isPresent())) {
            return Optional.empty();
        }
        Set<Composition> searched = new HashSet<>();
        Set<String> clusters = new HashSet<>();
        double lowest = Double.MAX_VALUE;
        for (ClusterRow cluster : chosen) {
            CandidateFrame frame = frame(frames, cluster);
            searched.add(frame.structure().composition());
            clusters.add(cluster.id());
            if (frame.outcome().equals("converged")) { // others may stand in a hole of the surrogate
                lowest = Math.min(lowest, cluster.enthalpy());
            }
        }
        return calculations.labelsBelow(db, rules.campaign(), lowest - SURE, rules.pressure()).stream()
                .map(id -> calculations.find(db, rules.campaign(), id).orElseThrow())
                .filter(label -> !rejected.contains(label.candidate())
                        && searched.contains(label.structure().composition()))
                .findFirst()
                .filter(label -> Optional.ofNullable(frames.get(label.candidate()))
                        .flatMap(CandidateFrame::cluster)
                        .filter(clusters::contains)
                        .isEmpty());
    }

    private static CandidateFrame frame(Map<String, CandidateFrame> frames, ClusterRow cluster) {
        return Objects.requireNonNull(frames.get(cluster.candidate()), cluster.candidate());
    }

    /** Plans what follows a calculation that succeeded: the next stage of a final relaxation, if there is one. */
    void nextStage(Handle db, String id, CalculationResult result) {
        Calculation done = calculations.find(db, rules.campaign(), id).orElseThrow();
        int stage = done.stage() + 1;
        if (done.purpose() == Purpose.FINAL && stage < rules.finalInputSets().size()) {
            stage(db, new Choice(done.candidate(), result.structure()), done.round(), stage);
        }
    }

    /** Plans another attempt at a calculation, as a job of its own. */
    void attempt(Handle db, int round, String id, String occasion) {
        var unused = job(db, round, 1, List.of(id), occasion);
    }

    private void stage(Handle db, Choice choice, int round, int stage) {
        String id = "final-" + choice.candidate() + "-" + stage;
        String inputSet = rules.finalInputSets().get(stage);
        insert(db, id, Purpose.FINAL, round, choice, stage, inputSet, store(List.of(choice)), 0);
        job(db, round, List.of(id));
    }

    private void job(Handle db, int round, List<String> ids) {
        var unused = job(db, round, 1, ids, "");
    }

    /** Plans a job for calculations and returns its token. */
    String job(Handle db, int round, int attempt, List<String> ids, String occasion) {
        String token = JobToken.make(rules.campaign());
        calculations.insertJob(
                db,
                rules.campaign(),
                new PlannedJob(token, rules.site(), rules.coresPerJob(), round, attempt, ids, occasion));
        return token;
    }

    private void insert(
            Handle db,
            String id,
            Purpose purpose,
            int round,
            Choice choice,
            int stage,
            String inputSet,
            String object,
            int position) {
        Calculation planned = new Calculation(
                id,
                purpose,
                round,
                choice.candidate(),
                stage,
                inputSet,
                choice.structure(),
                State.PLANNED,
                Optional.empty(),
                false,
                0,
                "");
        calculations.insert(db, rules.campaign(), planned, object, position);
    }
}
