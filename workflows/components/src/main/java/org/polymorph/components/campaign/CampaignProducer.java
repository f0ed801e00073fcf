package org.polymorph.components.campaign;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.StepProducer;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.components.surrogate.SurrogateConstants;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.store.CampaignBook;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.store.PoolChange;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.SurrogateModel;

/** Writes down what has happened to a campaign. */
final class CampaignProducer extends StepProducer {
    private static final Set<FailureKind> CUT_SHORT =
            EnumSet.of(FailureKind.NO_OUTPUT, FailureKind.TRUNCATED_OUTPUT, FailureKind.CRASHED);

    private final CampaignEndpoint endpoint;

    CampaignProducer(CampaignEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void step(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        CampaignSession session = endpoint.session();
        switch (endpoint.getOperation()) {
            case complete -> complete(session, message);
            case updateJob -> {
                JobSnapshot snapshot = message.getMandatoryBody(JobSnapshot.class);
                session.siteTrouble().sees(snapshot);
                session.book().updateJob(snapshot);
            }
            case collectJob -> collect(session, message);
            case fail -> {
                session.fail(cause(exchange));
                return; // books that cannot be read may be the very cause
            }
        }
        session.checkEnd();
    }

    private Throwable cause(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (caught == null) {
            caught = exchange.getException();
        }
        return caught != null
                ? caught
                : new IllegalStateException(
                        "a route sent a message without an exception to " + endpoint.getEndpointUri() + ": "
                                + exchange.getMessage().getBody());
    }

    @Override
    protected void doStart() throws Exception {
        endpoint.session();
        super.doStart();
    }

    private static void complete(CampaignSession session, Message message) throws InvalidPayloadException {
        CampaignBook book = session.book();
        Command command = message.getHeader(CampaignConstants.COMMAND, Command.class);
        if (command == null) {
            throw new IllegalArgumentException("expected a command in the header " + CampaignConstants.COMMAND);
        }
        switch (command.kind()) {
            case GENERATE -> book.completeGenerate(command, list(message, Proposal.class));
            case SELECT -> book.completeSelect(command, list(message, Choice.class));
            case TRAIN -> {
                SurrogateModel model = message.getMandatoryBody(SurrogateModel.class);
                Map<String, Object> heldOut = new HashMap<>();
                Map<?, ?> errors = message.getHeader(SurrogateConstants.HELD_OUT, Map.of(), Map.class);
                errors.forEach((name, value) -> heldOut.put(String.valueOf(name), value));
                book.completeTrain(command, model::save, model.summary(), heldOut);
                session.trainingState().discard();
            }
            case PROPOSE -> {
                book.completePropose(command, message.getMandatoryBody(PoolChange.class));
                session.filterState().discard();
            }
            case RELAX -> book.completeRelax(command, list(message, CandidateFrame.class));
            case CLUSTER -> book.completeCluster(command, message.getMandatoryBody(ClusterReport.class));
            case RANK -> book.completeRank(command, list(message, RankedResult.class));
        }
    }

    private void collect(CampaignSession session, Message message) throws InvalidPayloadException {
        JobSnapshot snapshot = message.getHeader(BatchConstants.SNAPSHOT, JobSnapshot.class);
        if (snapshot == null) {
            throw new IllegalArgumentException("expected the job's snapshot in the header " + BatchConstants.SNAPSHOT);
        }
        List<CalculationOutcome> outcomes = list(message, CalculationOutcome.class).stream()
                .map(outcome -> explained(snapshot, outcome))
                .map(outcome -> session.site().isThisMachine() ? withoutRoom(snapshot, outcome) : outcome)
                .toList();
        Optional<String> trouble = session.siteTrouble().of(outcomes);
        Map<String, Remedy> remedies = trouble.isPresent() ? Map.of() : remedies(session, snapshot, outcomes);
        session.book().collectJob(snapshot, outcomes, trouble.isPresent(), remedies);
        if (trouble.isPresent() && !session.siteTrouble().isOld(snapshot)) {
            session.fail(new SiteTroubleException(session.site().name(), trouble.get()));
        }
    }

    // What was cut short by its machine is tried again as it is, from another budget.
    private Map<String, Remedy> remedies(
            CampaignSession session, JobSnapshot snapshot, List<CalculationOutcome> outcomes) {
        Map<String, Remedy> remedies = new HashMap<>();
        // a job told of twice has handed its calculations on
        Optional<JobRow> job = session.reader().job(snapshot.token()).filter(row -> !row.collected());
        for (int i = 0; i < outcomes.size() && job.isPresent(); i++) {
            if (outcomes.get(i) instanceof CalculationFailure failure
                    && !(snapshot.wasKilled() && CUT_SHORT.contains(failure.kind()))) {
                String id = job.get().calculations().get(i);
                CalculationRequest request = PlannedCalculations.request(session, List.of(id));
                remedies.put(id, code(session).remedy(request, failure));
            }
        }
        return remedies;
    }

    private DftCode code(CampaignSession session) {
        String name = session.spec().calculate().code();
        @Nullable DftCode bean = endpoint.getCamelContext().getRegistry().lookupByNameAndType(name, DftCode.class);
        return bean != null ? bean : Providers.of(DftCode.class).get(name);
    }

    // A cluster's disk is others' affair too and may have room for the next attempt; on this machine a person must make
    // some.
    private static CalculationOutcome withoutRoom(JobSnapshot snapshot, CalculationOutcome outcome) {
        return snapshot.cause() == JobCause.DISK_FULL
                        && outcome instanceof CalculationFailure failure
                        && CUT_SHORT.contains(failure.kind())
                ? new CalculationFailure(
                        FailureKind.OUT_OF_DISK,
                        "the disk was full when the job ended",
                        failure.evidence(),
                        "make room")
                : outcome;
    }

    // Output that ends early says little; how the job ended says why. Numbers that are missing are no label.
    private static CalculationOutcome explained(JobSnapshot snapshot, CalculationOutcome outcome) {
        if (outcome instanceof CalculationResult result && !result.evaluation().isFinite()) {
            return new CalculationFailure(
                    FailureKind.UNREADABLE_NUMBERS,
                    "energy, forces or stress are missing or not finite",
                    "energy " + result.evaluation().energy() + " eV",
                    "let the code print forces and stress");
        }
        if (!(outcome instanceof CalculationFailure failure)
                || (failure.kind() != FailureKind.NO_OUTPUT && failure.kind() != FailureKind.TRUNCATED_OUTPUT)) {
            return outcome;
        }
        if (snapshot.state() == JobState.TIMEOUT) {
            return new CalculationFailure(
                            FailureKind.OUT_OF_WALLTIME,
                            "the job reached its time limit",
                            failure.evidence(),
                            "raise resources.walltime of the site")
                    .after(failure.geometry());
        }
        if (snapshot.state() == JobState.CANCELLED) {
            return new CalculationFailure(FailureKind.CANCELLED, "the job was cancelled", failure.evidence(), "");
        }
        return outcome;
    }

    private static <T> List<T> list(Message message, Class<T> type) throws InvalidPayloadException {
        List<?> body = message.getMandatoryBody(List.class);
        return body.stream().<T>map(type::cast).toList();
    }
}
