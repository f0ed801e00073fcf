package org.polymorph.daemon.cli;

import java.util.SortedSet;
import org.polymorph.model.spi.Named;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Spelling;

/** Providers as they are named on the command line. */
final class ProviderArguments {
    private ProviderArguments() {}

    /**
     * Returns the provider of a name.
     *
     * @param place argument or option that the name came with
     * @param what a word for people, such as {@code potential}
     * @throws UsageException if there is none of that name
     */
    static <T extends Named> T get(String place, String what, Class<T> type, String name) {
        Providers<T> providers = Providers.of(type);
        SortedSet<String> names = providers.names();
        if (!names.contains(name)) {
            throw new UsageException(place + ": unknown " + what + " \"" + name + "\""
                    + Spelling.suggestion(name, names) + "; known: " + String.join(", ", names));
        }
        return providers.get(name);
    }
}
