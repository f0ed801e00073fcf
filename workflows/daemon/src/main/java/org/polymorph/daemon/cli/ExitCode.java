package org.polymorph.daemon.cli;

/** The exit codes of every command. */
public final class ExitCode {
    public static final int DONE = 0;
    /** The command line, a file given on it, or a setting cannot be used. */
    public static final int USAGE = 2;
    /** A budget ended the search before the stopping rule did. */
    public static final int BUDGET = 3;

    public static final int FAILED = 4;
    /** Interrupted; a campaign can be resumed. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
