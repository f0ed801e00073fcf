package org.polymorph.engine.scheduler.slurm;

import java.util.Set;

/** Names in a job's directory on the cluster that belong to the protocol. */
final class JobDirectoryNames {
    static final String JOB = "job.sh";
    static final String SCRIPT = "script.sh";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String DONE = "done";
    /** sbatch's answer, written by the command that ran it. */
    static final String ANSWER = "submit.id";
    /** What sbatch said besides. */
    static final String PROBLEM = "submit.err";
    /** What SLURM itself writes about the job. */
    static final String SLURM_LOG = "slurm.log";

    /** Names that an input must not have. */
    static final Set<String> RESERVED =
            Set.of(JOB, SCRIPT, STDOUT, STDERR, DONE, ANSWER, PROBLEM, SLURM_LOG, ANSWER + ".tmp");

    private JobDirectoryNames() {}
}
