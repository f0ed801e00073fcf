package org.polymorph.engine.scheduler.batch;

/**
 * One remote command to a batch system, and how its answer is read.
 *
 * @param what it is called in messages
 * @param requests how many commands of the batch system it runs one after another, each with its deadline
 */
public record Query<T>(String what, String script, int requests, Reader<T> reader) {

    /** Reads an answer. A pure function of text. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads.
         *
         * @throws ClusterAnswerException if the answer is not whole or not what was asked for
         */
        T read(String text) throws ClusterAnswerException;
    }
}
