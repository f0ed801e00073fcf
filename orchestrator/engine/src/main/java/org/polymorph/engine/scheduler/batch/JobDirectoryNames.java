package org.polymorph.engine.scheduler.batch;

import java.util.Set;

/** Names in a job's directory on the cluster that belong to the protocol. */
public final class JobDirectoryNames {
    static final String JOB = "job.sh";
    static final String SCRIPT = "script.sh";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String DONE = "done";
    /** The answer of the command that submitted it, written by the remote command that ran it. */
    static final String ANSWER = "submit.id";
    /** What that command said besides. */
    static final String PROBLEM = "submit.err";
    /** Names that an input must not have. */
    static final Set<String> RESERVED = Set.of(JOB, SCRIPT, STDOUT, STDERR, DONE, ANSWER, PROBLEM, ANSWER + ".tmp");

    private JobDirectoryNames() {}

    /** Returns the name of the file that the batch system itself writes about a job. */
    public static String log(Dialect dialect) {
        return dialect.name() + ".log";
    }
}
