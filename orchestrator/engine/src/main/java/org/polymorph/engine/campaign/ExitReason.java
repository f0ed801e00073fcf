package org.polymorph.engine.campaign;

/** Why a search ended. */
public enum ExitReason {
    /** The k lowest clusters no longer change. */
    CONVERGED("the stopping rule held"),
    /** All that selection would choose has a label, and the surrogate is sure of it. */
    EXHAUSTED("every crystal of the pool that matters is labelled, and nothing was left to learn"),
    ROUNDS("the budget of rounds was used up before the stopping rule held"),
    LABELS("the budget of labels was used up before the stopping rule held"),
    WALLTIME("the budget of time was used up before the stopping rule held"),
    CORE_HOURS("the budget of core-hours was used up before the stopping rule held"),
    STOPPED("it was asked to stop before the stopping rule held"),
    CANCELLED("it was cancelled together with its jobs"),
    /** Too few calculations succeeded to train on. */
    NO_LABELS("too few calculations succeeded to train a surrogate"),
    /** No final relaxation succeeded. */
    NO_RESULT("no final relaxation succeeded");

    private final String sentence;

    ExitReason(String sentence) {
        this.sentence = sentence;
    }

    /** Returns the reason in words. */
    public String sentence() {
        return sentence;
    }

    /** Returns the exit code of the command line: 0 done, 3 a budget or a person ended the search, 4 the work failed. */
    public int exitCode() {
        return switch (this) {
            case CONVERGED, EXHAUSTED -> 0;
            case ROUNDS, LABELS, WALLTIME, CORE_HOURS, STOPPED, CANCELLED -> 3;
            case NO_LABELS, NO_RESULT -> 4;
        };
    }
}
