package org.polymorph.daemon.rest;

/** Answers one kind of request. May block. */
@FunctionalInterface
interface Operation {
    /**
     * <<<<<<< HEAD
     * Answers a request that goes with the contract.
     * =======
     * Answers a request.
     * >>>>>>> main
     *
     * @throws RestProblem if there is no other answer
     */
    RestAnswer answer(RestRequest request);
}
