package org.polymorph.dft.abinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.polymorph.dft.input.PseudoDirectory;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * Finds one file for each element: {@code pseudopotentials} is a directory (absolute, or below {@code pseudoDir}) whose files are
 * told apart by their heads, or a map from element to file. What cannot be found is a problem of the settings, with what the
 * directory does have.
 */
final class AbinitPseudopotentials {
    private static final String KEY = "pseudopotentials";

    private final Settings settings;
    private final Optional<Path> base;

    private AbinitPseudopotentials(Settings settings, Optional<Path> base) {
        this.settings = settings;
        this.base = base;
    }

    /** Returns the files of those elements for which one was found; problems are added to the settings. */
    static Map<Element, PseudoFile> find(Settings settings, Settings site, Collection<Element> elements) {
        Optional<String> own = settings.text("pseudoDir");
        Optional<String> sites = site.text("pseudoDir");
        AbinitPseudopotentials search =
                new AbinitPseudopotentials(settings, own.or(() -> sites).map(AbinitPseudopotentials::path));
        Map<Element, PseudoFile> found = settings.tree().get(KEY) instanceof Map
                ? search.byName(new TreeSet<>(elements))
                : search.inDirectory(new TreeSet<>(elements));
        search.checkAlike(found);
        return found;
    }

    private static Path path(String text) {
        String expanded = text.startsWith("~/") ? System.getProperty("user.home", ".") + text.substring(1) : text;
        return Path.of(expanded).toAbsolutePath().normalize();
    }

    private Map<Element, PseudoFile> byName(Set<Element> elements) {
        Settings names = settings.section(KEY);
        Map<Element, PseudoFile> found = new TreeMap<>();
        names.keys().stream().filter(key -> !Element.isSymbol(key)).forEach(key -> {
            names.reject(key, "expected an element's symbol, found \"" + key + "\"");
        });
        for (Element element : elements) {
            Optional<String> name = names.text(element.symbol());
            if (name.isEmpty()) {
                settings.reject(KEY, "expected a file for each element of the structures, found none for " + element);
                continue;
            }
            Path file = base.map(dir -> dir.resolve(name.get())).orElseGet(() -> path(name.get()));
            try {
                PseudoFile pseudo = existing(file, PseudoDirectory.remedy("abinit", name.get(), base));
                if (pseudo.element() == element) {
                    found.put(element, PseudoFileReader.withHints(pseudo));
                } else {
                    names.reject(
                            element.symbol(),
                            "expected a pseudopotential of " + element + ", found one of " + pseudo.element() + ": "
                                    + file);
                }
            } catch (IOException e) {
                names.reject(element.symbol(), "cannot read " + file + ": " + e);
            } catch (IllegalArgumentException e) {
                names.reject(element.symbol(), String.valueOf(e.getMessage()));
            }
        }
        return found;
    }

    private static PseudoFile existing(Path file, String remedy) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("expected a pseudopotential, found no file " + file + remedy);
        }
        return PseudoFileReader.read(file);
    }

    private Map<Element, PseudoFile> inDirectory(Set<Element> elements) {
        Map<Element, PseudoFile> found = new TreeMap<>();
        directory().ifPresent(directory -> {
            Map<Element, List<PseudoFile>> there = new TreeMap<>();
            Set<String> symbols = new TreeSet<>();
            for (PseudoFile pseudo : in(directory)) {
                there.merge(pseudo.element(), List.of(pseudo), AbinitPseudopotentials::both);
                symbols.add(pseudo.element().symbol());
            }
            for (Element element : elements) {
                List<PseudoFile> fitting = there.getOrDefault(element, List.of());
                if (fitting.size() == 1) {
                    settings.attempt(KEY, () -> hinted(fitting.get(0))).ifPresent(file -> found.put(element, file));
                } else {
                    settings.reject(
                            KEY,
                            "expected one pseudopotential for " + element + " in " + directory
                                    + (fitting.isEmpty()
                                            ? ", which has "
                                                    + (symbols.isEmpty()
                                                            ? "none"
                                                            : "those of " + String.join(" ", symbols))
                                            : ", found " + names(fitting) + "; name one: " + KEY + ": {" + element
                                                    + ": " + fitting.get(0).fileName() + "}"));
                }
            }
        });
        return found;
    }

    private static List<PseudoFile> both(List<PseudoFile> left, List<PseudoFile> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }

    private static PseudoFile hinted(PseudoFile pseudo) {
        try {
            return PseudoFileReader.withHints(pseudo);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + pseudo.file() + ": " + e, e);
        }
    }

    private static String names(List<PseudoFile> files) {
        return String.join(", ", files.stream().map(PseudoFile::fileName).toList());
    }

    private Optional<Path> directory() {
        Optional<String> name = settings.text(KEY);
        if (name.isEmpty() && base.isEmpty()) {
            settings.reject(
                    KEY,
                    "expected a directory of pseudopotentials, or a map such as {Si: Si.psp8} together with pseudoDir here"
                            + " or in the site's codes.abinit section, found nothing");
            return Optional.empty();
        }
        Path directory = name.map(text -> base.map(dir -> dir.resolve(text)).orElseGet(() -> path(text)))
                .or(() -> base)
                .orElseThrow();
        if (!Files.isDirectory(directory)) {
            settings.reject(
                    name.isPresent() ? KEY : "pseudoDir",
                    "expected a directory of pseudopotentials, found no directory " + directory
                            + name.map(text -> PseudoDirectory.remedy("abinit", text, base))
                                    .orElse(""));
            return Optional.empty();
        }
        return Optional.of(directory);
    }

    // what is no pseudopotential may lie there too
    private List<PseudoFile> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(corewf.*|djrepo|json|md|txt)"))
                    .sorted()
                    .flatMap(file -> {
                        try {
                            return Stream.of(PseudoFileReader.read(file));
                        } catch (IOException | IllegalArgumentException e) {
                            return Stream.empty();
                        }
                    })
                    .toList();
        } catch (IOException e) {
            settings.reject(KEY, "cannot list " + directory + ": " + e);
            return List.of();
        }
    }

    private void checkAlike(Map<Element, PseudoFile> found) {
        if (found.values().stream().map(PseudoFile::paw).distinct().count() > 1) {
            settings.reject(
                    KEY,
                    "expected either PAW data or norm-conserving pseudopotentials for all elements, found "
                            + said(found, file -> file.paw() ? "PAW" : "norm-conserving"));
        }
        boolean chosen =
                settings.tree().get("variables") instanceof Map<?, ?> variables && variables.containsKey("ixc");
        if (!chosen
                && found.values().stream()
                                .map(PseudoFile::functional)
                                .distinct()
                                .count()
                        > 1) {
            settings.reject(
                    KEY,
                    "expected pseudopotentials of one functional, found " + said(found, PseudoFile::functional)
                            + "; choose others, or set variables: {ixc: …}");
        }
    }

    private static String said(Map<Element, PseudoFile> found, java.util.function.Function<PseudoFile, String> what) {
        return String.join(
                ", ",
                found.values().stream()
                        .map(file -> file.fileName() + " with " + what.apply(file))
                        .toList());
    }
}
