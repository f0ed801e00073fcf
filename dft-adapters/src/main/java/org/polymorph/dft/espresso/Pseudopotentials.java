package org.polymorph.dft.espresso;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.dft.input.UpfHeaderReader;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * Finds one file for each element, UPF or GTH: {@code pseudopotentials} is either a directory (absolute, or below
 * {@code pseudoDir}) whose files are told apart by its library's JSON or by their headers, such a JSON file, or a map from element
 * to file; with {@code potentialFile} they are named as there. What cannot be found is a problem of the settings, with what the directory does have.
 */
final class Pseudopotentials {
    private static final String KEY = "pseudopotentials";

    private final Settings settings;
    private final Optional<Path> base;

    private Pseudopotentials(Settings settings, Optional<Path> base) {
        this.settings = settings;
        this.base = base;
    }

    /** Returns the files of those elements for which one was found; problems are added to the settings. */
    static Map<Element, PwPseudopotential> find(Settings settings, Settings site, Collection<Element> elements) {
        Optional<String> own = settings.text("pseudoDir");
        Optional<String> sites = site.text("pseudoDir");
        Pseudopotentials search =
                new Pseudopotentials(settings, own.or(() -> sites).map(Pseudopotentials::path));
        Optional<Path> potentials = settings.text(GthPotentials.KEY).map(Pseudopotentials::path);
        Map<Element, PwPseudopotential> found = new TreeMap<>();
        if (potentials.isPresent()) {
            own.ifPresent(dir ->
                    settings.reject("pseudoDir", "expected either pseudoDir or " + GthPotentials.KEY + ", found both"));
            found.putAll(GthPotentials.find(settings, potentials.get(), new TreeSet<>(elements)));
        } else {
            Map<Element, UpfHeader> files = settings.tree().get(KEY) instanceof Map
                    ? search.byName(new TreeSet<>(elements))
                    : search.inDirectory(new TreeSet<>(elements));
            files.forEach((element, header) -> found.put(element, PwPseudopotential.file(header)));
        }
        search.checkFunctionals(
                found.values().stream().map(PwPseudopotential::header).toList());
        return found;
    }

    private static Path path(String text) {
        String expanded = text.startsWith("~/") ? System.getProperty("user.home", ".") + text.substring(1) : text;
        return Path.of(expanded).toAbsolutePath().normalize();
    }

    private Map<Element, UpfHeader> byName(Set<Element> elements) {
        Settings names = settings.section(KEY);
        Map<Element, UpfHeader> found = new TreeMap<>();
        for (String key : names.keys()) {
            if (!Element.isSymbol(key)) {
                names.reject(key, "expected an element's symbol, found \"" + key + "\"");
            }
        }
        for (Element element : elements) {
            Optional<String> name = names.text(element.symbol());
            if (name.isEmpty()) {
                settings.reject(
                        KEY,
                        "expected a UPF file for each element of the structures, found none for " + element
                                + directoryHas());
            } else {
                readNamed(names, element, name.get()).ifPresent(header -> found.put(element, header));
            }
        }
        return found;
    }

    private Optional<UpfHeader> readNamed(Settings names, Element element, String name) {
        Path file = base.map(dir -> dir.resolve(name)).orElseGet(() -> path(name));
        if (!Files.isRegularFile(file)) {
            names.reject(
                    element.symbol(),
                    "expected a UPF pseudopotential for " + element + ", found no file " + file + directoryHas()
                            + PseudoDirectory.remedy("espresso", name, base));
            return Optional.empty();
        }
        try {
            UpfHeader header = header(file);
            if (header.element() != element) {
                names.reject(
                        element.symbol(),
                        "expected a pseudopotential of " + element + ", found one of " + header.element() + ": "
                                + file);
                return Optional.empty();
            }
            return Optional.of(header);
        } catch (IOException e) {
            names.reject(element.symbol(), "cannot read " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            names.reject(element.symbol(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static UpfHeader header(Path file) throws IOException {
        return GthText.isName(file.toString()) ? GthText.read(file) : UpfHeaderReader.read(file);
    }

    private String directoryHas() {
        return base.filter(Files::isDirectory)
                .map(dir -> "; " + dir + " has " + names(headersIn(dir, new ArrayList<>())))
                .orElse("");
    }

    private Map<Element, UpfHeader> inDirectory(Set<Element> elements) {
        Optional<Path> directory = directory();
        if (directory.isEmpty()) {
            return Map.of();
        }
        Optional<PseudoLibrary> library = library(directory.get());
        if (library.isPresent()) {
            return inLibrary(library.get(), elements);
        }
        if (!Files.isDirectory(directory.get())) {
            settings.reject(KEY, "expected a library that names UPF files by element, found " + directory.get());
            return Map.of();
        }
        List<String> unreadable = new ArrayList<>();
        List<UpfHeader> headers = headersIn(directory.get(), unreadable);
        Map<Element, UpfHeader> found = new TreeMap<>();
        for (Element element : elements) {
            List<UpfHeader> fitting = headers.stream()
                    .filter(header -> header.element() == element)
                    .toList();
            if (fitting.size() == 1) {
                found.put(element, fitting.get(0));
            } else if (fitting.isEmpty()) {
                settings.reject(
                        KEY,
                        "expected a UPF pseudopotential for " + element + " in " + directory.get() + ", which has "
                                + names(headers) + unreadableNote(unreadable));
            } else {
                settings.reject(
                        KEY,
                        "expected one UPF pseudopotential for " + element + " in " + directory.get()
                                + ", found " + fileNames(fitting) + "; name one: " + KEY + ": {" + element + ": "
                                + fitting.get(0).fileName() + "}");
            }
        }
        return found;
    }

    private Optional<PseudoLibrary> library(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return PseudoLibrary.read(path);
            }
            List<PseudoLibrary> libraries = PseudoLibrary.in(path);
            if (libraries.size() > 1) {
                settings.reject(
                        KEY,
                        "expected one library in " + path + ", found "
                                + String.join(
                                        ", ",
                                        libraries.stream()
                                                .map(library -> String.valueOf(
                                                        library.file().getFileName()))
                                                .toList())
                                + "; name one of these files");
            }
            return libraries.stream().findFirst();
        } catch (IOException e) {
            settings.reject(KEY, "cannot read " + path + ": " + e);
            return Optional.empty();
        }
    }

    private Map<Element, UpfHeader> inLibrary(PseudoLibrary library, Set<Element> elements) {
        Map<Element, UpfHeader> found = new TreeMap<>();
        for (Element element : elements) {
            try {
                found.put(element, library.header(element));
            } catch (IOException e) {
                settings.reject(KEY, "cannot read the pseudopotential of " + element + ": " + e);
            } catch (IllegalArgumentException e) {
                settings.reject(KEY, String.valueOf(e.getMessage()));
            }
        }
        return found;
    }

    private Optional<Path> directory() {
        Optional<String> name = settings.text(KEY);
        if (name.isEmpty() && base.isEmpty()) {
            settings.reject(
                    KEY,
                    "expected a directory of UPF files, or a map such as {Si: Si.UPF} together with "
                            + "pseudoDir here or in the site's codes.espresso section, found nothing");
            return Optional.empty();
        }
        Path directory = name.map(text ->
                        base.map(dir -> dir.resolve(text)).filter(Files::exists).orElseGet(() -> path(text)))
                .or(() -> base)
                .orElseThrow();
        boolean json = directory.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        if (!Files.isDirectory(directory) && !(json && Files.isRegularFile(directory))) {
            settings.reject(
                    name.isPresent() ? KEY : "pseudoDir",
                    "expected a directory of UPF files, found no directory " + directory
                            + name.map(text -> PseudoDirectory.remedy("espresso", text, base))
                                    .orElse(""));
            return Optional.empty();
        }
        return Optional.of(directory);
    }

    private List<UpfHeader> headersIn(Path directory, List<String> unreadable) {
        List<UpfHeader> headers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> candidates = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".upf")
                            || GthText.isName(file.toString()))
                    .sorted()
                    .toList();
            for (Path file : candidates) {
                try {
                    headers.add(header(file));
                } catch (IOException | IllegalArgumentException e) {
                    unreadable.add(file.getFileName() + " (" + e.getMessage() + ")");
                }
            }
        } catch (IOException e) {
            settings.reject(KEY, "cannot list " + directory + ": " + e);
        }
        return headers;
    }

    private static String unreadableNote(List<String> unreadable) {
        return unreadable.isEmpty() ? "" : "; unreadable there: " + String.join(", ", unreadable);
    }

    private static String names(List<UpfHeader> headers) {
        Set<String> elements = new TreeSet<>();
        headers.forEach(header -> elements.add(header.element().symbol()));
        return elements.isEmpty() ? "no UPF file" : "those of " + String.join(" ", elements);
    }

    private static String fileNames(List<UpfHeader> headers) {
        return String.join(", ", headers.stream().map(UpfHeader::fileName).toList());
    }

    private void checkFunctionals(List<UpfHeader> found) {
        boolean chosen = PwPhysics.choosesFunctional(settings)
                || (settings.tree().get("namelists") instanceof Map<?, ?> lists
                        && lists.get("system") instanceof Map<?, ?> system
                        && system.containsKey("input_dft"));
        long distinct = found.stream().map(UpfHeader::functional).distinct().count();
        if (distinct > 1 && !chosen) {
            settings.reject(
                    KEY,
                    "expected pseudopotentials of one functional, found "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(header -> header.fileName() + " with " + header.functional())
                                            .toList())
                            + "; choose others, or set namelists: {system: {input_dft: …}}");
        }
    }
}
