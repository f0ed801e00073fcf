package org.polymorph.engine.scheduler.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.batch.Resources;

/**
 * One kind of batch system: its commands, what they print and what its words mean. All that makes a job run effectively once
 * lies outside of it. Immutable, thread-safe; it asks nobody anything, it only says what is to be asked.
 */
public interface Dialect {

    /** Returns its name as {@code scheduler.type} has it; the batch system's own log of a job is named so too. */
    String name();

    /**
     * Checks what a site's file says.
     *
     * @throws IllegalArgumentException naming the value that the batch system cannot hold or that the protocol needs itself
     */
    void check(ClusterOptions options);

    /** Returns the name under which the job of a token is known there; different tokens have different names. */
    default String jobName(String token) {
        return token;
    }

    /** Returns how a job's script learns who it is and what it is told. */
    StartWords startWords();

    /** Returns the lines for the head of a job's script. */
    List<String> directives(ClusterOptions options, Resources resources);

    /** Returns shell lines that come before each of its commands, such as those that drop variables of a surrounding job. */
    String prelude();

    /** Asks for the cluster's configuration. */
    Query<ClusterFacts> facts(Duration deadline);

    /** Returns the command that submits {@code job.sh} of the current directory and prints the id. */
    String submit(String jobName, Collection<String> excludedNodes);

    /** Returns how it takes on many jobs at once; empty where this is not known. */
    default Optional<JobArrays> arrays() {
        return Optional.empty();
    }

    /** Reads what {@link #submit} printed. */
    SubmitAnswer submitted(int exitCode, String stdout, String stderr);

    /** Returns a pattern of the shell's {@code case} for the printed answer that holds an id. */
    String answerWith(String id);

    /** Asks for all jobs that the batch system has at hand, ended ones where it shows them. */
    Query<List<JobRecord>> queue(Asked asked);

    /** Asks the accounting; only where {@link ClusterFacts#accounting}. */
    Query<List<JobRecord>> history(Asked asked);

    /** Asks for single jobs whose state the queue did not tell clearly; empty where nothing more is to be had. */
    default Optional<Query<List<JobRecord>>> details(Collection<String> ids, Duration deadline) {
        return Optional.empty();
    }

    /** Returns a command that prints a line {@code id name} for each job of the user that has not ended. */
    String listing(Asked asked);

    /** Returns the command that ends the jobs whose ids follow it. */
    String kill(Asked asked);

    /**
     * Which jobs are asked for.
     *
     * @param names none for all jobs of the user
     * @param clusters of a federation; none for the one that is asked anyway
     * @param minutes how long ago the first of them was written down, and an hour more; by differences of one clock only
     */
    record Asked(String user, Collection<String> names, Collection<String> clusters, long minutes, Duration deadline) {
        public Asked {
            names = List.copyOf(names);
            clusters = List.copyOf(clusters);
        }

        /** Returns the beginning of a command line that ends the command at the deadline. */
        public String limited() {
            return RemoteScripts.limited(deadline);
        }
    }
}
