package org.polymorph.engine.campaign;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.polymorph.engine.campaign.CampaignEvent.Cancelled;
import org.polymorph.engine.campaign.CampaignEvent.Clustered;
import org.polymorph.engine.campaign.CampaignEvent.FinalsSettled;
import org.polymorph.engine.campaign.CampaignEvent.LabelsSettled;
import org.polymorph.engine.campaign.CampaignEvent.PartRelaxed;
import org.polymorph.engine.campaign.CampaignEvent.PoolGenerated;
import org.polymorph.engine.campaign.CampaignEvent.PoolGrown;
import org.polymorph.engine.campaign.CampaignEvent.Ranked;
import org.polymorph.engine.campaign.CampaignEvent.Selected;
import org.polymorph.engine.campaign.CampaignEvent.Started;
import org.polymorph.engine.campaign.CampaignEvent.Trained;

/**
 * The loop of the search: (state, event) → (state, commands). Pure: no clock, no store, no randomness.
 *
 * <pre>
 * generate → select → (label) → train → propose → relax, part by part → cluster ─┬─ stop or budget → (final) → rank → done
 *              ↑                                                                 └─ next round ─┐
 *              └────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * Structures are proposed from round 1 on, and only where the pool is to grow; in round 0 the step only leaves structures out, where that
 * is learnt from labels. The steps in brackets are calculations on a machine and have no command: their jobs are planned when the step before
 * completes, and the last of them to end raises the event.
 *
 * @param maxRounds rounds at most
 * @param maxLabels label calculations at most, good, failed and under way; a round that would begin beyond is not begun
 * @param minLabels good labels needed to train at all
 * @param partSize candidates relaxed by one command
 * @param grows whether structures are added to the pool in each round
 * @param filters whether structures of the generated pool are left out once the first labels are there
 */
public record CampaignMachine(
        String campaign, int maxRounds, int maxLabels, int minLabels, int partSize, boolean grows, boolean filters) {

    /** Makes a machine for a pool that stays as it was generated. */
    public CampaignMachine(String campaign, int maxRounds, int maxLabels, int minLabels, int partSize) {
        this(campaign, maxRounds, maxLabels, minLabels, partSize, false, false);
    }

    /** The next state, and what is to be done. */
    public record Transition(CampaignState state, List<Command> commands) {
        public Transition {
            commands = List.copyOf(commands);
        }
    }

    /** Returns how many parts a pool is relaxed in. */
    public int parts(int candidates) {
        return (candidates + partSize - 1) / partSize;
    }

    /**
     * Takes one event.
     *
     * @throws IllegalStateException if the event does not belong to the state: a bug, never a user's mistake
     */
    public Transition apply(CampaignState state, CampaignEvent event) {
        if (event instanceof Started) {
            return with(state, CommandKind.GENERATE);
        }
        if (event instanceof PoolGenerated e) {
            expect(state, Phase.GENERATING, event);
            return with(state.withCandidates(e.candidates()).in(Phase.SELECTING), CommandKind.SELECT);
        }
        if (event instanceof Selected e) {
            expect(state, Phase.SELECTING, event, e.round());
            return e.calculations() > 0 ? only(state.in(Phase.LABELLING)) : end(state, ExitReason.EXHAUSTED);
        }
        if (event instanceof LabelsSettled e) {
            expect(state, Phase.LABELLING, event, e.round());
            CampaignState counted = state.withLabels(e.labels(), e.failed());
            return e.labels() < minLabels
                    ? only(counted.endedBy(ExitReason.NO_LABELS).in(Phase.DONE))
                    : with(counted.in(Phase.TRAINING), CommandKind.TRAIN);
        }
        if (event instanceof Trained e) {
            expect(state, Phase.TRAINING, event, e.round());
            return (e.round() > 0 ? grows : filters)
                    ? with(state.in(Phase.PROPOSING), CommandKind.PROPOSE)
                    : relaxAll(state);
        }
        if (event instanceof PoolGrown e) {
            expect(state, Phase.PROPOSING, event, e.round());
            return relaxAll(state.withCandidates(e.candidates()));
        }
        if (event instanceof PartRelaxed e) {
            expect(state, Phase.RELAXING, event, e.round());
            CampaignState fewer = state.withPartsLeft(state.partsLeft() - 1);
            return fewer.partsLeft() > 0 ? only(fewer) : with(fewer.in(Phase.CLUSTERING), CommandKind.CLUSTER);
        }
        if (event instanceof Clustered e) {
            expect(state, Phase.CLUSTERING, event, e.round());
            return afterRound(state, e);
        }
        if (event instanceof FinalsSettled e) {
            expect(state, Phase.FINISHING, event);
            return e.succeeded() > 0
                    ? with(state.in(Phase.RANKING), CommandKind.RANK)
                    : only(state.endedBy(ExitReason.NO_RESULT).in(Phase.DONE));
        }
        if (event instanceof Ranked) {
            expect(state, Phase.RANKING, event);
            return only(state.in(Phase.DONE));
        }
        if (event instanceof Cancelled) {
            return only(cancelled(state));
        }
        throw new IllegalStateException("unknown event " + event);
    }

    /** Returns where a campaign stands once it is cancelled, whatever its settings. */
    public static CampaignState cancelled(CampaignState state) {
        return state.phase() == Phase.DONE
                ? state
                : state.endedBy(ExitReason.CANCELLED).in(Phase.DONE);
    }

    /** Returns this machine with other budgets. */
    public CampaignMachine with(BudgetChanges changes) {
        return new CampaignMachine(
                campaign,
                Optional.ofNullable(changes.rounds()).orElse(maxRounds),
                Optional.ofNullable(changes.labels()).orElse(maxLabels),
                minLabels,
                partSize,
                grows,
                filters);
    }

    private Transition relaxAll(CampaignState state) {
        int parts = parts(state.candidates());
        List<Command> commands = IntStream.range(0, parts)
                .mapToObj(part -> new Command(campaign, CommandKind.RELAX, state.round(), part))
                .toList();
        return new Transition(state.withPartsLeft(parts).in(Phase.RELAXING), commands);
    }

    private Transition afterRound(CampaignState state, Clustered event) {
        if (event.stop()) {
            return end(state, ExitReason.CONVERGED);
        }
        if (event.ended().isPresent()) {
            return end(state, event.ended().get());
        }
        if (state.labels() + state.failedLabels() + event.openLabels() >= maxLabels) {
            return end(state, ExitReason.LABELS);
        }
        if (state.round() + 1 >= maxRounds) {
            return end(state, ExitReason.ROUNDS);
        }
        return with(state.inRound(state.round() + 1).in(Phase.SELECTING), CommandKind.SELECT);
    }

    private static Transition end(CampaignState state, ExitReason reason) {
        return only(state.endedBy(reason).in(Phase.FINISHING));
    }

    private Transition with(CampaignState state, CommandKind kind) {
        return new Transition(state, List.of(new Command(campaign, kind, state.round(), 0)));
    }

    private static Transition only(CampaignState state) {
        return new Transition(state, List.of());
    }

    private static void expect(CampaignState state, Phase phase, CampaignEvent event) {
        if (state.phase() != phase) {
            throw new IllegalStateException(event + " came in phase " + state.phase() + ", expected in " + phase);
        }
    }

    private static void expect(CampaignState state, Phase phase, CampaignEvent event, int round) {
        expect(state, phase, event);
        if (state.round() != round) {
            throw new IllegalStateException(event + " came in round " + state.round());
        }
    }
}
