package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.surrogate.ChosenShares;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.store.StoredCampaign;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where a campaign stands. */
@Command(name = "status", description = "Where a campaign stands, also while another process works on it.")
final class StatusCommand implements Callable<Integer> {
    private static final int LOWEST = 10;

    private final Console console;

    @Mixin
    private CampaignOption campaign = new CampaignOption();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (CampaignDirectory directory = campaign.open()) {
            CampaignReader reader = directory.reader();
            StoredCampaign stored = reader.campaign().orElseThrow();
            CampaignState state = stored.state();
            if (console.json()) {
                Map<String, @Nullable Object> json = json(directory, reader, state);
                json.put("windowOpens", ListCommand.opens(stored));
                console.write(json);
            } else {
                print(directory, reader, state);
                if (ListCommand.opens(stored) != null) {
                    console.say(ListCommand.state(stored));
                }
            }
        }
        return ExitCode.DONE;
    }

    private void print(CampaignDirectory directory, CampaignReader reader, CampaignState state) {
        console.say(CampaignTexts.headline(directory.campaign(), state));
        console.say("data in " + directory.path() + "; " + state.candidates() + " candidates; "
                + CampaignTexts.cost(reader));
        console.say("jobs: " + jobs(reader.jobs()));
        lastShares(reader)
                .ifPresent(last -> console.say("round " + last.round() + " added structures, shares by what was found: "
                        + last.chosen().words()));
        int round = lastClustered(reader, state);
        for (int r = 0; r <= round; r++) {
            List<ClusterRow> clusters = reader.clusters(r);
            console.say("round " + r + ": " + lowest(clusters) + "; "
                    + reader.verdict(r).orElse(""));
        }
        if (round >= 0) {
            console.say("");
            List<ClusterRow> lowest =
                    reader.clusters(round).stream().limit(LOWEST).toList();
            CampaignTexts.clusters(lowest, CampaignTexts.formulas(reader, round, lowest))
                    .lines()
                    .forEach(console::say);
        }
    }

    private record RoundShares(int round, ChosenShares chosen) {}

    // what the generators were given in the last round, where that follows what they have found
    private static Optional<RoundShares> lastShares(CampaignReader reader) {
        return reader.events().stream()
                .filter(event -> event.kind().equals(ChosenShares.EVENT))
                .reduce((earlier, later) -> later)
                .flatMap(event ->
                        ChosenShares.parse(event.detail()).map(chosen -> new RoundShares(event.round(), chosen)))
                .filter(last -> last.chosen().adaptive());
    }

    private static Map<String, Object> shares(RoundShares last) {
        List<Object> generators = new ArrayList<>();
        for (ChosenShares.Share share : last.chosen().shares()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("generator", share.generator());
            json.put("made", share.made());
            json.put("asked", share.asked());
            json.put("found", share.found());
            json.put("tried", share.tried());
            generators.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("round", last.round());
        json.put("generators", generators);
        return json;
    }

    private static String lowest(List<ClusterRow> clusters) {
        if (clusters.stream().anyMatch(cluster -> cluster.aboveHull().isPresent())) {
            return clusters.stream().filter(ClusterRow::isOnHull).count() + " clusters on the hull";
        }
        return "lowest "
                + (clusters.isEmpty()
                        ? "–"
                        : CampaignTexts.fixed("%.4f", clusters.get(0).enthalpy()))
                + " eV/atom";
    }

    private static int lastClustered(CampaignReader reader, CampaignState state) {
        int round = state.round();
        while (round >= 0 && reader.clusters(round).isEmpty()) {
            round--;
        }
        return round;
    }

    private static String jobs(List<JobRow> jobs) {
        Map<String, Integer> states = new java.util.TreeMap<>();
        jobs.forEach(job -> states.merge(job.state().name().toLowerCase(java.util.Locale.ROOT), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        states.forEach((state, count) -> parts.add(count + " " + state));
        return parts.isEmpty() ? "none yet" : String.join(", ", parts);
    }

    private static Map<String, @Nullable Object> json(
            CampaignDirectory directory, CampaignReader reader, CampaignState state) {
        ExitReason exit = state.exit();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("campaign", directory.campaign());
        json.put("directory", directory.path().toString());
        json.put("phase", state.phase().word());
        json.put("exit", exit == null ? null : exit.name());
        json.put("round", state.round());
        json.put("candidates", state.candidates());
        json.put("labels", reader.counts(Purpose.LABEL).done());
        json.put("failedLabels", reader.counts(Purpose.LABEL).failed());
        json.put("finalEvaluations", reader.evaluations(Purpose.FINAL));
        lastShares(reader).ifPresent(last -> json.put("shares", shares(last)));
        List<Object> rounds = new ArrayList<>();
        for (int r = 0; r <= lastClustered(reader, state); r++) {
            Map<String, Object> round = new LinkedHashMap<>();
            round.put("round", r);
            round.put("labels", reader.labelCounts(r).done());
            round.put("failedLabels", reader.labelCounts(r).failed());
            round.put("verdict", reader.verdict(r).orElse(""));
            round.put(
                    "lowest",
                    reader.clusters(r).stream()
                            .limit(LOWEST)
                            .map(StatusCommand::json)
                            .toList());
            rounds.add(round);
        }
        json.put("rounds", rounds);
        return json;
    }

    private static Map<String, Object> json(ClusterRow cluster) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cluster", cluster.id());
        json.put("candidate", cluster.candidate());
        json.put("enthalpyPerAtom", cluster.enthalpy());
        cluster.aboveHull().ifPresent(height -> json.put("aboveHull", height));
        json.put("members", cluster.size());
        return json;
    }
}
