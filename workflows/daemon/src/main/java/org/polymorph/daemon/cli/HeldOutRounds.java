package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.engine.store.CampaignReader;

/** What surrogates said of labels before these were made, round by round: tests that a search makes by itself. */
public final class HeldOutRounds {
    private HeldOutRounds() {}

    /** Returns the lines below the results; none where no round has labels that a surrogate chose. */
    static List<String> lines(CampaignReader reader) {
        Map<Integer, Map<String, Object>> rounds = reader.heldOut();
        if (rounds.isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                "round",
                "labels",
                "energy MAE [meV/atom]",
                "RMSE/σ",
                "within 1σ [%]",
                "rank correlation",
                "force MAE [eV/Å]",
                "RMSE/σ",
                "within 1σ [%]",
                "rank correlation",
                "finds worst tenth");
        rounds.forEach((round, numbers) -> table.row(
                Integer.toString(round),
                CampaignTexts.fixed("%.0f", number(numbers, "structures")),
                cell("%.1f", numbers, "energy", "mae", 1),
                cell("%.2f", numbers, "energy", "rmseOverStd", 1),
                cell("%.0f", numbers, "energy", "within1Std", 100),
                cell("%.2f", numbers, "energy", "rankCorrelation", 1),
                cell("%.3f", numbers, "forces", "mae", 1),
                cell("%.2f", numbers, "forces", "rmseOverStd", 1),
                cell("%.0f", numbers, "forces", "within1Std", 100),
                cell("%.2f", numbers, "forces", "rankCorrelation", 1),
                cell("%.2f", numbers, "forces", "worstTenthArea", 1)));
        List<String> lines = new ArrayList<>();
        lines.add("Labels against what the surrogate of the round before had said of them, with its uncertainty σ:");
        lines.addAll(table.lines());
        lines.add("Right uncertainties have RMSE/σ 1 and hold 68 % of the errors within 1σ.");
        return lines;
    }

    /** Returns the numbers of all rounds. */
    public static List<Map<String, Object>> json(CampaignReader reader) {
        List<Map<String, Object>> rounds = new ArrayList<>();
        reader.heldOut().forEach((round, numbers) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("round", round);
            entry.putAll(numbers);
            rounds.add(entry);
        });
        return rounds;
    }

    private static String cell(
            String format, Map<String, Object> numbers, String quantity, String name, double factor) {
        return numbers.get(quantity) instanceof Map<?, ?> errors
                ? CampaignTexts.fixed(format, factor * number(errors, name))
                : CampaignTexts.fixed(format, Double.NaN);
    }

    private static double number(Map<?, ?> numbers, String name) {
        return numbers.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
