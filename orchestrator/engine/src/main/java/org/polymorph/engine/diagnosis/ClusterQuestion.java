package org.polymorph.engine.diagnosis;

import java.time.Duration;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.batch.Query;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;

/** Puts one query to a cluster and waits for the answer. */
final class ClusterQuestion {
    /** Of each command, on the cluster's side. */
    static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final int NOT_FOUND = 127;

    private ClusterQuestion() {}

    /**
     * Asks.
     *
     * @throws ClusterAnswerException if the command fails or does not answer
     */
    static <T> T ask(Visit visit, Dialect dialect, Query<T> query) throws ClusterAnswerException {
        Transport.Answer answer;
        try {
            answer = visit.run(dialect.prelude() + "LC_ALL=C\nexport LC_ALL\n" + query.script());
        } catch (NotDoneException | UnknownOutcomeException e) {
            throw new ClusterAnswerException(query.what() + ": " + e.getMessage(), e);
        }
        if (answer.exitCode() == NOT_FOUND) {
            throw new ClusterAnswerException("the command " + query.what() + " was not found");
        }
        if (answer.exitCode() != 0) {
            String said = (answer.stderr().isBlank() ? answer.stdout() : answer.stderr())
                    .replaceFirst("^" + query.what() + ": ", "");
            throw new ClusterAnswerException(query.what()
                    + (said.isBlank()
                            ? " ended with exit code " + answer.exitCode()
                            : ": " + said.strip().replaceAll("\\s*\n\\s*", "; ")));
        }
        return query.reader().read(answer.stdout());
    }
}
