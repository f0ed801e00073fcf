package org.polymorph.engine.store;

import java.util.List;

/**
 * A page of a list.
 *
 * @param total rows of the whole list
 */
public record Page<T>(long total, List<T> items) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Which rows of a list a page holds.
     *
     * @param limit rows at most
     * @param offset rows before them
     */
    public record Range(int limit, int offset) {
        public Range {
            if (limit < 1 || offset < 0) {
                throw new IllegalArgumentException(
                        "expected a limit above 0 and an offset of at least 0, found " + limit + " and " + offset);
            }
        }
    }
}
