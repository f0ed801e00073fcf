package org.polymorph.surrogate.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In how many directions a structure goes on for ever. */
enum Extent {
    /** In all three. */
    BULK,
    /** In the plane of a and b; vacuum along c. */
    LAYER,
    /** In none: vacuum all around. */
    CLUSTER;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Extent::key).toList();
    }

    static Extent of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
