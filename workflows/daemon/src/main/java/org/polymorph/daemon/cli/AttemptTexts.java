package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.Repair;
import org.polymorph.model.calculation.InputChange;

/**
 * What failed of a candidate's calculations, and what was changed before each further attempt.
 *
 * @param rejected why the candidate is not calculated again; empty while it may be
 */
record AttemptTexts(Optional<String> rejected, List<Repair> repairs) {

    AttemptTexts {
        repairs = List.copyOf(repairs);
    }

    static AttemptTexts of(CampaignReader reader, String candidate, List<Calculation> calculations) {
        List<Repair> repairs = new ArrayList<>();
        calculations.forEach(calculation -> repairs.addAll(reader.repairs(calculation.id())));
        return new AttemptTexts(Optional.ofNullable(reader.rejected().get(candidate)), repairs);
    }

    /** Returns lines for people, a blank one before them; none where nothing was repaired. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rejected.ifPresent(reason -> {
            lines.add("");
            lines.add("rejected: " + reason);
        });
        if (!repairs.isEmpty()) {
            lines.add("");
            Table table = new Table("repaired", "attempt", "failed with", "then", "changes");
            for (Repair repair : repairs) {
                table.row(
                        repair.calculation(),
                        Integer.toString(repair.attempt()),
                        repair.detail(),
                        repair.remedy().reason() + (repair.structure().isPresent() ? ", from its last geometry" : ""),
                        String.join(
                                "; ",
                                repair.remedy().changes().stream()
                                        .map(InputChange::toString)
                                        .toList()));
            }
            lines.addAll(table.lines());
        }
        return lines;
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rejected", rejected.orElse(null));
        json.put("repairs", repairs.stream().map(AttemptTexts::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Repair repair) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("calculation", repair.calculation());
        json.put("attempt", repair.attempt());
        json.put("job", repair.job());
        json.put("failure", repair.failure());
        json.put("detail", repair.detail());
        json.put("error", repair.remedy().error());
        json.put("reason", repair.remedy().reason());
        json.put("restart", repair.remedy().restart());
        json.put(
                "changes",
                repair.remedy().changes().stream().map(AttemptTexts::json).toList());
        json.put("structure", repair.structure().map(Json::of).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(InputChange change) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("key", change.key());
        json.put("before", change.before().orElse(null));
        json.put("after", change.after().orElse(null));
        return json;
    }
}
