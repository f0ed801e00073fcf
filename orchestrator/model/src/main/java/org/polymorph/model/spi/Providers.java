package org.polymorph.model.spi;

import java.net.URL;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The providers of one interface on the class path, by name. Immutable; reads the class path once when made. */
public final class Providers<T extends Named> {
    private final String kind;
    private final SortedMap<String, T> byName;

    private Providers(String kind, SortedMap<String, T> byName) {
        this.kind = kind;
        this.byName = byName;
    }

    /**
     * Finds all providers through {@link ServiceLoader}.
     *
     * @throws IllegalStateException if two carry one name; both jars are named
     */
    public static <T extends Named> Providers<T> of(Class<T> type) {
        return of(words(type.getSimpleName()), ServiceLoader.load(type));
    }

    // CalculatorProvider: calculator; DftCode: DFT code
    private static String words(String typeName) {
        String spaced = typeName.replaceAll("Provider$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return spaced.toLowerCase(Locale.ROOT).replace("dft", "DFT");
    }

    static <T extends Named> Providers<T> of(String kind, Iterable<T> found) {
        SortedMap<String, T> byName = new TreeMap<>();
        for (T provider : found) {
            T other = byName.put(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException("two providers of " + kind + " are named \"" + provider.name() + "\": "
                        + origin(other) + " and " + origin(provider));
            }
        }
        return new Providers<>(kind, byName);
    }

    private static String origin(Object provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return provider.getClass().getName() + (location == null ? "" : " (" + location + ")");
    }

    /**
     * Returns the provider of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the known ones
     */
    public T get(String name) {
        T provider = byName.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("unknown " + kind + " \"" + name + "\""
                    + Spelling.suggestion(name, names()) + "; known: " + String.join(", ", names()));
        }
        return provider;
    }

    /** Returns the known names in alphabetical order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new java.util.TreeSet<>(byName.keySet()));
    }

    public Collection<T> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
