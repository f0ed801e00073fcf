package org.polymorph.daemon.rest;

/** Answers one kind of request. May block. */
@FunctionalInterface
interface Operation {
    /**
     * Answers a request.
     *
     * @throws RestProblem if there is no other answer
     */
    RestAnswer answer(RestRequest request);
}
