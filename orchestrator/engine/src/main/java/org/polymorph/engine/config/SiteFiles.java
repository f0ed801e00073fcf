package org.polymorph.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Settings;

/** Finds a site's file by the site's name: in directories, in their order, then as {@code sites/NAME.yaml} on the class path. */
record SiteFiles(List<Path> directories) {
    /** The site that needs no file: this machine. */
    static final String LOCAL = "local";

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
        for (Path directory : directories) {
            Path file = directory.resolve(name + ".yaml");
            if (Files.isRegularFile(file)) {
                return YamlReader.file(file);
            }
        }
        String resource = "sites/" + name + ".yaml";
        try (InputStream in = SiteFiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (in != null) {
                return YamlReader.stream(in, resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (name.equals(LOCAL)) {
            return ConfigNodes.section(Map.of(), "site local");
        }
        TreeSet<String> known = names();
        throw new ConfigurationException(place + ": site: there is no site file " + name + ".yaml"
                + Settings.suggestion(name, known) + "; known: " + String.join(", ", known) + "; looked in "
                + String.join(", ", directories.stream().map(Path::toString).toList()));
    }

    private TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(List.of(LOCAL));
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml"))
                            .forEach(file -> names.add(file.substring(0, file.length() - ".yaml".length())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return names;
    }
}
