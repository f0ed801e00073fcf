package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.RankedResult;

/** What campaigns look like to people and to programs. */
public final class CampaignTexts {
    private CampaignTexts() {}

    /** The ranked table of results. */
    static Table results(List<RankedResult> results) {
        boolean hull = results.stream().anyMatch(result -> result.aboveHull().isPresent());
        Table table = new Table(
                "rank",
                "candidate",
                "formula",
                "enthalpy [eV/atom]",
                hull ? "above hull [meV/atom]" : "above best [meV/atom]",
                "volume [Å³/atom]",
                "max force [eV/Å]",
                "space group",
                "relaxed",
                "found");
        double lowest =
                results.stream().mapToDouble(RankedResult::enthalpy).min().orElse(0);
        for (RankedResult result : results) {
            table.row(
                    Integer.toString(result.rank()),
                    result.candidate(),
                    result.structure().composition().toString(),
                    fixed("%.6f", result.enthalpy()),
                    fixed("%.2f", 1000 * result.aboveHull().orElse(result.enthalpy() - lowest)),
                    fixed("%.4f", result.volume()),
                    fixed("%.4f", result.maxForce()),
                    SpaceGroupText.of(result.structure()),
                    result.converged() ? "yes" : "no",
                    (result.duplicates() + 1) + "×");
        }
        return table;
    }

    static Map<String, @Nullable Object> json(RankedResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rank", result.rank());
        json.put("candidate", result.candidate());
        json.put("enthalpyPerAtom", Json.number(result.enthalpy()));
        result.aboveHull().ifPresent(height -> json.put("aboveHull", Json.number(height)));
        json.put("volumePerAtom", Json.number(result.volume()));
        json.put("maxForce", Json.number(result.maxForce()));
        SpaceGroupText.put(json, result.structure());
        json.put("converged", result.converged());
        json.put("found", result.duplicates() + 1);
        json.put("structure", Json.of(result.structure()));
        return json;
    }

    /** The results, each with the chain of relaxations that led to it, each from the geometry of the one before. */
    public static List<Map<String, @Nullable Object>> results(CampaignReader reader) {
        List<Calculation> finals = reader.calculations(Calculation.Purpose.FINAL);
        return reader.results().stream().map(result -> json(result, finals)).toList();
    }

    private static Map<String, @Nullable Object> json(RankedResult result, List<Calculation> finals) {
        Map<String, @Nullable Object> json = json(result);
        List<Map<String, @Nullable Object>> chain = new ArrayList<>();
        finals.stream()
                .filter(calculation -> calculation.candidate().equals(result.candidate()))
                .sorted(Comparator.comparingInt(Calculation::stage))
                .forEach(calculation -> chain.add(stage(calculation)));
        json.put("stages", chain);
        return json;
    }

    private static Map<String, @Nullable Object> stage(Calculation calculation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("calculation", calculation.id());
        json.put("inputSet", calculation.inputSet());
        json.put("steps", calculation.ionicSteps());
        json.put("converged", calculation.converged());
        calculation.result().ifPresent(frame -> {
            json.put(
                    "volumePerAtom",
                    Json.number(frame.structure().volume() / frame.structure().size()));
            frame.evaluation()
                    .ifPresent(found -> json.put("energyPerAtom", Json.number(found.energy() / found.size())));
        });
        return json;
    }

    /** One line that says how far the search is or why it ended. */
    static String headline(String campaign, CampaignState state) {
        ExitReason exit = state.exit();
        if (state.phase() == Phase.DONE && exit != null) {
            return campaign + ": done: " + exit.sentence();
        }
        return campaign + ": round " + state.round() + ", " + state.phase().word();
    }

    /** What the search has cost so far, in words. */
    static String cost(CampaignReader reader) {
        var labels = reader.counts(Purpose.LABEL);
        StringBuilder text = new StringBuilder();
        text.append(counted(labels.done(), "label"));
        if (labels.failed() > 0) {
            text.append(" and ").append(labels.failed()).append(" failed");
            List<String> kinds = new ArrayList<>();
            reader.failures(Purpose.LABEL).forEach((kind, n) -> kinds.add(kind + " " + n));
            text.append(" (").append(String.join(", ", kinds)).append(")");
        }
        int finals = reader.evaluations(Purpose.FINAL);
        if (finals > 0) {
            text.append(", ").append(counted(finals, "evaluation")).append(" in final relaxations");
        }
        return text.toString();
    }

    /** Returns for example {@code 1 round} or {@code 2 rounds}. */
    static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /**
     * Returns the formulas of the lowest members of clusters, by candidate: of a campaign whose composition varies, where energies
     * say nothing against each other; else none.
     */
    static Map<String, String> formulas(CampaignReader reader, int round, List<ClusterRow> clusters) {
        if (clusters.stream().noneMatch(cluster -> cluster.aboveHull().isPresent())) {
            return Map.of();
        }
        Set<String> lowest = clusters.stream().map(ClusterRow::candidate).collect(Collectors.toSet());
        return reader.frames(round).stream()
                .filter(frame -> lowest.contains(frame.candidate()))
                .collect(Collectors.toMap(
                        CandidateFrame::candidate,
                        frame -> frame.structure().composition().toString()));
    }

    /** Returns a table of clusters; with their formulas and heights above the hull where the composition varies. */
    static Table clusters(List<ClusterRow> clusters, Map<String, String> formulas) {
        if (!formulas.isEmpty()) {
            Table table = new Table(
                    "rank",
                    "cluster",
                    "candidate",
                    "formula",
                    "above hull [eV/atom]",
                    "surrogate enthalpy [eV/atom]",
                    "members");
            for (ClusterRow cluster : clusters) {
                table.row(
                        Integer.toString(cluster.rank()),
                        cluster.id(),
                        cluster.candidate(),
                        formulas.getOrDefault(cluster.candidate(), "–"),
                        fixed("%.4f", cluster.aboveHull().orElse(Double.NaN)),
                        fixed("%.4f", cluster.enthalpy()),
                        Integer.toString(cluster.size()));
            }
            return table;
        }
        Table table = new Table("rank", "cluster", "candidate", "surrogate enthalpy [eV/atom]", "members");
        for (ClusterRow cluster : clusters) {
            table.row(
                    Integer.toString(cluster.rank()),
                    cluster.id(),
                    cluster.candidate(),
                    fixed("%.4f", cluster.enthalpy()),
                    Integer.toString(cluster.size()));
        }
        return table;
    }

    static String fixed(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "–";
    }
}
