package org.polymorph.engine.store;

import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignEvent;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignMachine.Transition;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of a campaign's state machine, each in the transaction of what it follows from. Thread-safe. */
final class CampaignSteps {
    private static final Logger LOG = LoggerFactory.getLogger(CampaignSteps.class);

    /** So that a quorum of 0.14 of 50 is 7, although 0.14 · 50 is a little more in binary. */
    private static final double ROUNDING = 1e-12;

    private final CampaignRules rules;
    private final String campaign;
    private final Access jdbi;
    private final Clock clock;
    private final CampaignTable campaigns;
    private final CalculationTable calculations;
    private final CalculationPlan plan;

    CampaignSteps(CampaignStore store) {
        rules = store.rules();
        campaign = store.campaign();
        jdbi = store.jdbi();
        clock = store.clock();
        campaigns = store.campaigns();
        calculations = store.calculations();
        plan = store.plan();
    }

    /** Work inside a transaction that ends in an event. */
    @FunctionalInterface
    interface Step {
        CampaignEvent write(Handle db);
    }

    /**
     * Does a command's work, steps on and marks the command as done, in one transaction; nothing where it was done before.
     *
     * @throws IllegalArgumentException if the command is of another kind or campaign
     */
    void complete(Command command, CommandKind kind, Step step) {
        if (command.kind() != kind || !command.campaign().equals(campaign)) {
            throw new IllegalArgumentException("expected a command " + kind + " of " + campaign + ", found " + command);
        }
        jdbi.useTransaction(db -> {
            campaigns.lock(db, campaign);
            if (campaigns.finish(db, command)) {
                CampaignState state = campaigns.find(db, campaign).orElseThrow().state();
                advance(db, state, step.write(db));
            }
        });
    }

    /** Steps on by an event: the state, the commands that follow and the alerts are written in the transaction given. */
    void advance(Handle db, CampaignState state, CampaignEvent event) {
        CampaignMachine machine =
                rules.with(campaigns.find(db, campaign).orElseThrow().budgets()).machine();
        Transition next = machine.apply(state, event);
        campaigns.update(db, campaign, next.state());
        campaigns.issue(db, next.commands());
        AlertTable.step(db, campaign, state, next.state(), clock.instant());
        campaigns.logStep(db, campaign, event.getClass().getSimpleName(), event.toString(), state, next.state());
        LOG.info("campaign={} {} -> {}", campaign, event, next.state().phase());
        if (next.state().phase() == Phase.FINISHING && state.phase() != Phase.FINISHING) {
            settle(db); // where no cluster has a finite energy there is nothing to wait for
        }
    }

    /** Steps on where the last calculation to end was the one that was waited for. */
    void settle(Handle db) {
        CampaignState state = campaigns.find(db, campaign).orElseThrow().state();
        if (state.phase() == Phase.LABELLING) {
            int open = calculations.count(db, campaign, Purpose.LABEL, State.PLANNED, state.round());
            int ended = calculations.count(db, campaign, Purpose.LABEL, State.DONE, state.round())
                    + calculations.count(db, campaign, Purpose.LABEL, State.FAILED, state.round());
            if (ended >= rules.quorum() * (open + ended) * (1 - ROUNDING)) {
                advance(
                        db,
                        state,
                        new CampaignEvent.LabelsSettled(
                                state.round(),
                                calculations.count(db, campaign, Purpose.LABEL, State.DONE),
                                calculations.count(db, campaign, Purpose.LABEL, State.FAILED)));
            }
        } else if (state.phase() == Phase.FINISHING) {
            plan.finals(db, state.round());
            if (calculations.count(db, campaign, Purpose.FINAL, State.PLANNED) > 0) {
                return;
            }
            int last = rules.finalInputSets().size() - 1;
            int succeeded = (int) calculations.all(db, campaign, Purpose.FINAL).stream()
                    .filter(calculation -> calculation.state() == State.DONE && calculation.stage() == last)
                    .count();
            advance(db, state, new CampaignEvent.FinalsSettled(succeeded));
        }
    }
}
