package org.polymorph.engine.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What stands between a transaction and its commit: nothing, or the lease of a process that must be the only one to write. */
final class Fence {
    private volatile @Nullable Consumer<Handle> check;
    private volatile String sign = "";

    /**
     * Has every further transaction checked; what the check throws, the transaction fails with.
     *
     * @param name that sessions carry while they are in a transaction, so that others can find and end them
     * @throws IllegalStateException if there is a check already: a step begun under one lease must not end under another
     */
    synchronized void put(String name, Consumer<Handle> wanted) {
        if (check != null) {
            throw new IllegalStateException("expected a database without a lease, found one that has or had one");
        }
        sign = name;
        check = wanted;
    }

    /** Returns the name that sessions carry while they are in a transaction; empty where none is wanted. */
    String sign() {
        return sign;
    }

    /** Checks a transaction that is about to be committed. */
    void check(Handle db) {
        Consumer<Handle> wanted = check;
        if (wanted != null) {
            wanted.accept(db);
        }
    }
}
