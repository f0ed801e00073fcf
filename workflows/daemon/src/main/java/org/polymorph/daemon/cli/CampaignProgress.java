package org.polymorph.daemon.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polymorph.components.campaign.Activity;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CampaignReader.LabelCounts;
import org.polymorph.engine.store.ClusterRow;

/** Feeds a {@link ProgressView} with where a campaign stands: round, pool relaxed, labels done, lowest clusters. */
final class CampaignProgress {
    private static final int LOWEST = 5;

    private final CampaignSession session;
    private final ProgressView view;
    private long phaseBegun = System.nanoTime();
    private String phaseSeen = "";
    private int doneBefore;
    private int roundsTold;

    CampaignProgress(CampaignSession session, ProgressView view) {
        this.session = session;
        this.view = view;
        CampaignState state = session.reader().campaign().orElseThrow().state();
        this.roundsTold = state.phase() == Phase.GENERATING ? 0 : state.round();
    }

    /** Looks at the campaign and shows it. */
    void update() {
        CampaignReader reader = session.reader();
        CampaignState state = reader.campaign().orElseThrow().state();
        tellFinishedRounds(reader, state);
        String key = state.round() + "/" + state.phase();
        if (!key.equals(phaseSeen)) {
            phaseSeen = key;
            phaseBegun = System.nanoTime();
            doneBefore = done(reader, state);
        }
        String doing = doing(reader, state)
                + session.waiting().map(words -> " · " + words).orElse("");
        String head = session.spec().name() + " · round " + state.round() + " of at most "
                + session.spec().stop().rounds() + " · " + state.labels() + " labels";
        List<String> lines = new ArrayList<>();
        lines.add(head);
        lines.add("  " + doing);
        String lowest = lowest(reader, state);
        if (!lowest.isEmpty()) {
            lines.add("  lowest: " + lowest);
        }
        view.show(lines, head + " · " + doing);
    }

    // an earlier run of this program may have done a part, at a speed of its own
    private int done(CampaignReader reader, CampaignState state) {
        return switch (state.phase()) {
            case LABELLING -> ended(reader.labelCounts(state.round()));
            case FINISHING -> ended(reader.counts(Purpose.FINAL));
            case RELAXING -> relaxed(reader, state);
            case GENERATING, SELECTING, TRAINING, PROPOSING, CLUSTERING, RANKING, DONE -> 0;
        };
    }

    private static int ended(LabelCounts counts) {
        return counts.done() + counts.failed();
    }

    private String doing(CampaignReader reader, CampaignState state) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - phaseBegun);
        return switch (state.phase()) {
            case LABELLING -> {
                var counts = reader.labelCounts(state.round());
                yield line("labels calculated", ended(counts), ended(counts) + counts.planned(), elapsed)
                        + (counts.failed() > 0 ? " · " + counts.failed() + " failed" : "");
            }
            case FINISHING -> {
                var counts = reader.counts(Purpose.FINAL);
                yield line("final relaxations", ended(counts), ended(counts) + counts.planned(), elapsed);
            }
            case RELAXING -> line("pool relaxed", relaxed(reader, state), state.candidates(), elapsed);
            case GENERATING, SELECTING, TRAINING, PROPOSING, CLUSTERING, RANKING, DONE ->
                state.phase().word();
        };
    }

    private String line(String what, int done, int total, Duration elapsed) {
        return ProgressView.line(what, doneBefore, done, total, elapsed);
    }

    private int relaxed(CampaignReader reader, CampaignState state) {
        int committed = reader.relaxed(state.round());
        int going = session.activity()
                .now()
                .filter(now -> now.command().kind() == CommandKind.RELAX)
                .map(Activity.Now::done)
                .orElse(0);
        // a part that has just been committed is still told as going on
        return Math.min(state.candidates(), committed + going);
    }

    private void tellFinishedRounds(CampaignReader reader, CampaignState state) {
        while (roundsTold <= state.round()) {
            List<ClusterRow> clusters = reader.clusters(roundsTold);
            if (clusters.isEmpty()) {
                return;
            }
            List<ClusterRow> lowest = clusters.stream().limit(LOWEST).toList();
            view.remark("round " + roundsTold + ": "
                    + lowest(lowest, CampaignTexts.formulas(reader, roundsTold, lowest)) + " · "
                    + reader.verdict(roundsTold).orElse(""));
            roundsTold++;
        }
    }

    private static String lowest(CampaignReader reader, CampaignState state) {
        List<ClusterRow> clusters = reader.clusters(state.round());
        return lowest(
                clusters.isEmpty() && state.round() > 0 ? reader.clusters(state.round() - 1) : clusters, Map.of());
    }

    private static String lowest(List<ClusterRow> clusters, Map<String, String> formulas) {
        return clusters.stream()
                .limit(LOWEST)
                .map(cluster -> formulas.getOrDefault(cluster.candidate(), cluster.candidate()) + " "
                        + cluster.aboveHull()
                                .map(height -> CampaignTexts.fixed("+%.4f", height))
                                .orElse(CampaignTexts.fixed("%.4f", cluster.enthalpy())))
                .collect(Collectors.joining(", "));
    }
}
