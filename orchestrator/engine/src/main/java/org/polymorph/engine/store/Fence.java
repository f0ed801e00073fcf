package org.polymorph.engine.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What stands between a transaction and its commit: nothing, or the lease of a process that must be the only one to write. */
final class Fence {
    private volatile @Nullable Consumer<Handle> check;

    /** Has every further transaction checked; what the check throws, the transaction fails with. */
    synchronized void put(Consumer<Handle> wanted) {
        check = wanted;
    }

    /** Checks a transaction that is about to be committed. */
    void check(Handle db) {
        Consumer<Handle> wanted = check;
        if (wanted != null) {
            wanted.accept(db);
        }
    }
}
