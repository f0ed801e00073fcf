package org.polymorph.engine.campaign;

/**
 * One thing to be done for a campaign. A command may be executed more than once after a crash; its completion is recorded
 * once.
 *
 * @param part which part of the pool, for {@link CommandKind#RELAX}; else 0
 */
public record Command(String campaign, CommandKind kind, int round, int part) {

    /** Returns the idempotency key. */
    public String id() {
        return campaign + "/" + kind.word() + "/" + round + "/" + part;
    }
}
