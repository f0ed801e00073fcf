package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Versions of the tables: the numbers of the migrations, which lie beside the first one. */
final class SchemaVersions {
    private static final Pattern MIGRATION = Pattern.compile("(?:.*/)?V([0-9]+)__.*\\.sql");
    private static final String FIRST = "migration/V1__campaigns.sql";
    private static final String NEWEST = find();

    private SchemaVersions() {}

    /** Returns the version that this program works with. */
    static String newest() {
        return NEWEST;
    }

    /** Returns whether a version is older than another. */
    static boolean isBefore(String version, String other) {
        return new BigDecimal(version).compareTo(new BigDecimal(other)) < 0;
    }

    private static String find() {
        URL first = Objects.requireNonNull(SchemaVersions.class.getResource(FIRST));
        try {
            return names(first).stream()
                    .map(MIGRATION::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .max((a, b) -> isBefore(a, b) ? -1 : 1)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(URL first) throws IOException, URISyntaxException {
        URLConnection connection = first.openConnection();
        if (connection instanceof JarURLConnection jar) {
            String folder = jar.getEntryName().replaceFirst("[^/]*$", "");
            return jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder))
                    .toList();
        }
        try (Stream<Path> files = Files.list(Path.of(first.toURI()).resolveSibling(""))) {
            return files.map(Path::toString).toList();
        }
    }
}
