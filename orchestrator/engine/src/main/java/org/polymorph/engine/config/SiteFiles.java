package org.polymorph.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;

/** Finds a site's file by the site's name: in directories, in their order, then as {@code sites/NAME.yaml} on the class path. */
record SiteFiles(List<Path> directories) {
    /** The site that needs no file: this machine. */
    static final String LOCAL = SiteSpec.LOCAL;

    private static final String RESOURCES = "sites";
    private static final String SUFFIX = ".yaml";
    private static final String BUILT_IN = "(built in)";

    SiteFiles {
        directories = List.copyOf(directories);
    }

    /**
     * Reads the file of a site.
     *
     * @throws ConfigurationException if there is none, with the names known, or if it is no YAML
     */
    ImmutableNode read(String name, String place) {
        Names.check("a site", name);
        Optional<Path> file = file(name);
        if (file.isPresent()) {
            return YamlReader.file(file.get());
        }
        try (InputStream in = resource(name)) {
            if (in != null) {
                return YamlReader.stream(in, RESOURCES + "/" + name + SUFFIX);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (name.equals(LOCAL)) {
            return ConfigNodes.section(Map.of(), "site local");
        }
        throw unknown(name, place);
    }

    /**
     * Returns the text of a site's file.
     *
     * @throws ConfigurationException if there is none, with the names known
     */
    String text(String name, String place) {
        Names.check("a site", name);
        Optional<Path> file = file(name);
        try (InputStream in = file.isPresent() ? Files.newInputStream(file.get()) : resource(name)) {
            if (in == null) {
                throw unknown(name, place);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurationException unknown(String name, String place) {
        Set<String> known = all().keySet();
        return new ConfigurationException(place + ": site: there is no site file " + name + SUFFIX
                + Spelling.suggestion(name, known) + "; known: " + String.join(", ", known) + "; looked in "
                + String.join(", ", directories.stream().map(Path::toString).toList()));
    }

    private Optional<Path> file(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static @Nullable InputStream resource(String name) {
        return SiteFiles.class.getClassLoader().getResourceAsStream(RESOURCES + "/" + name + SUFFIX);
    }

    /** Returns the names known and where the file of each lies. */
    SortedMap<String, String> all() {
        SortedMap<String, String> sites = new TreeMap<>();
        sites.put(LOCAL, BUILT_IN);
        builtIn().forEach(name -> sites.put(name, BUILT_IN));
        for (int i = directories.size() - 1; i >= 0; i--) {
            Path directory = directories.get(i);
            if (Files.isDirectory(directory)) {
                names(directory)
                        .forEach(name ->
                                sites.put(name, directory.resolve(name + SUFFIX).toString()));
            }
        }
        return sites;
    }

    // the folder lies in a jar, or in a directory while the sources are worked on
    private static List<String> builtIn() {
        List<String> names = new ArrayList<>();
        try {
            for (URL url : Collections.list(SiteFiles.class.getClassLoader().getResources(RESOURCES))) {
                URI uri = url.toURI();
                if (uri.getScheme().equals("jar")) {
                    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                        names.addAll(names(jar.getPath(RESOURCES)));
                    }
                } else {
                    names.addAll(names(Path.of(uri)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
