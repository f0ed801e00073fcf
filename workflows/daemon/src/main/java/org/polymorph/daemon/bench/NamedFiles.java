package org.polymorph.daemon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.Sha256;

/**
 * The files that decide what a campaign finds: each text in its own sections that leads from the directory of its file, or from a
 * directory that the settings name, to a file that exists. What a site's file names, such as programs and keys, is not among them.
 */
final class NamedFiles {
    private static final Set<String> SECTIONS =
            Set.of("search", "pool", "label", "surrogate", "relax", "cluster", "select", "stop", "calculate");

    private NamedFiles() {}

    /**
     * Returns the SHA-256 of each by its name in the settings.
     *
     * @param base the directory of the campaign's file
     * @throws UncheckedIOException if a file cannot be read; names it
     */
    static SortedMap<String, String> hashes(Map<String, Object> settings, Path base) {
        SortedMap<String, String> hashes = new TreeMap<>();
        paths(settings, base).forEach((name, file) -> hashes.put(name, hash(file)));
        return hashes;
    }

    /**
     * Returns where each lies, by its name in the settings.
     *
     * @param base the directory of the campaign's file
     */
    static SortedMap<String, Path> paths(Map<String, Object> settings, Path base) {
        Set<String> all = new LinkedHashSet<>();
        collect(settings, all);
        List<Path> directories = new ArrayList<>();
        directories.add(base);
        for (String text : all) {
            resolve(base, text).filter(Files::isDirectory).ifPresent(directories::add);
        }
        Set<String> texts = new LinkedHashSet<>();
        settings.forEach((key, value) -> {
            if (SECTIONS.contains(key)) {
                collect(value, texts);
            }
        });
        SortedMap<String, Path> paths = new TreeMap<>();
        for (String text : texts) {
            directories.stream()
                    .flatMap(directory -> resolve(directory, text).stream())
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresent(file -> paths.put(text, file));
        }
        return paths;
    }

    /** Returns settings in which the files of a campaign have other names. */
    static Map<String, Object> renamed(Map<String, Object> settings, Map<String, String> names) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        settings.forEach((key, value) -> renamed.put(key, SECTIONS.contains(key) ? renamedIn(value, names) : value));
        return renamed;
    }

    private static Object renamedIn(Object value, Map<String, String> names) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> renamed = new LinkedHashMap<>();
            map.forEach((key, child) -> renamed.put(key, renamedIn(child, names)));
            return renamed;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(child -> renamedIn(child, names)).toList();
        }
        return value instanceof String text ? names.getOrDefault(text, text) : value;
    }

    private static void collect(@Nullable Object value, Set<String> texts) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(child -> collect(child, texts));
        } else if (value instanceof Iterable<?> list) {
            list.forEach(child -> collect(child, texts));
        } else if (value instanceof String text && !text.isBlank()) {
            texts.add(text);
        }
    }

    // most texts of the settings are no names of files, and some cannot be one
    private static Optional<Path> resolve(Path directory, String text) {
        try {
            return Optional.of(directory.resolve(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
