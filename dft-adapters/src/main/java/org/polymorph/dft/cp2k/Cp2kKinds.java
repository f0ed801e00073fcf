package org.polymorph.dft.cp2k;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.dft.input.AtomicData;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/**
 * The basis set and the potential of each element. {@code basis} and {@code potential} name a family for all elements, or one for
 * each; both must be made for the same number of valence electrons, and the potential for the functional.
 *
 * @param basis by element
 * @param potential by element
 */
record Cp2kKinds(Map<Element, AtomicData> basis, Map<Element, AtomicData> potential) {
    /** Names of the files in the job's directory that hold what the elements need. */
    static final String BASIS_FILE = "cp2k-basis.txt";

    static final String POTENTIAL_FILE = "cp2k-potentials.txt";

    static final String DATA = "/usr/share/cp2k";
    private static final String BASIS = "DZVP-MOLOPT-SR-GTH";

    Cp2kKinds {
        basis = new TreeMap<>(basis);
        potential = new TreeMap<>(potential);
    }

    /** Reads settings and files; what is wrong is added to the settings' problems, and its elements are left out. */
    static Cp2kKinds read(Settings settings, Settings site, List<Element> elements, Optional<Functional> functional) {
        Path directory =
                home(settings.text("dataDir").or(() -> site.text("dataDir")).orElse(DATA));
        site.text("dataDir"); // known also where the settings have their own
        List<AtomicData> bases = files(settings, "basisFile", "BASIS_MOLOPT", directory);
        List<AtomicData> potentials = files(settings, "potentialFile", "GTH_POTENTIALS", directory);
        Map<Element, String> basisNames = names(settings, "basis", elements);
        Map<Element, String> potentialNames = names(settings, "potential", elements);
        Map<Element, AtomicData> basis = new TreeMap<>();
        Map<Element, AtomicData> potential = new TreeMap<>();
        if (bases.isEmpty() || potentials.isEmpty()) {
            return new Cp2kKinds(basis, potential);
        }
        for (Element element : elements) {
            String basisName = basisNames.getOrDefault(element, BASIS);
            List<String> families = Optional.ofNullable(potentialNames.get(element))
                    .map(List::of)
                    .orElse(functional.map(Functional::potentials).orElse(List.of()));
            settings.attempt("potential", () -> {
                AtomicData chosen = potential(element, families, potentials, basisName, bases);
                functional.ifPresent(each -> fits(chosen, each));
                potential.put(element, chosen);
                basis.put(element, basis(element, basisName, bases, chosen));
                return true;
            });
        }
        return new Cp2kKinds(basis, potential);
    }

    static Path home(String directory) {
        return Path.of(
                directory.startsWith("~/") ? System.getProperty("user.home", ".") + directory.substring(1) : directory);
    }

    private static List<AtomicData> files(Settings settings, String key, String fallback, Path directory) {
        List<String> names = settings.texts(key);
        List<AtomicData> entries = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of(fallback) : names) {
            Path file = directory.resolve(name);
            try {
                entries.addAll(AtomicData.read(file));
            } catch (IOException e) {
                boolean there = Files.isDirectory(directory);
                settings.reject(
                        there ? key : "dataDir",
                        there
                                ? "expected a file of " + directory + ", found \"" + name + "\", which cannot be read"
                                : "expected a directory of this machine with CP2K's files BASIS_MOLOPT and GTH_POTENTIALS,"
                                        + " found \"" + directory + "\", which is not there (Debian: cp2k-data)");
                return List.of();
            }
        }
        return entries;
    }

    // one name for all, or a section of them
    private static Map<Element, String> names(Settings settings, String key, List<Element> elements) {
        Map<Element, String> names = new TreeMap<>();
        if (settings.tree().get(key) instanceof Map) {
            Settings section = settings.section(key);
            elements.forEach(element -> section.text(element.symbol()).ifPresent(name -> names.put(element, name)));
            section.finish();
        } else {
            settings.text(key).ifPresent(name -> elements.forEach(element -> names.put(element, name)));
        }
        return names;
    }

    // of several charges the one that a basis set is made for, then the one that bears the family's plain name
    private static AtomicData potential(
            Element element, List<String> families, List<AtomicData> potentials, String basis, List<AtomicData> bases) {
        if (families.isEmpty()) {
            throw new IllegalArgumentException("expected the potential of " + element
                    + " by name, such as GTH-PBE-q4, beside functional: custom, found nothing");
        }
        for (String family : families) {
            Optional<AtomicData> found = potentials.stream()
                    .filter(entry -> entry.element() == element && entry.isOf(family))
                    .min(Comparator.<AtomicData, Boolean>comparing(entry -> !hasBasis(entry, basis, bases))
                            .thenComparing(entry -> entry.names().stream().noneMatch(family::equalsIgnoreCase)));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalArgumentException("no potential of " + element + " is named " + String.join(" or ", families)
                + nearest(families.get(0), element, potentials));
    }

    private static boolean hasBasis(AtomicData potential, String basis, List<AtomicData> bases) {
        return bases.stream()
                .anyMatch(entry -> entry.element() == potential.element()
                        && entry.isOf(basis)
                        && entry.namedCharge().orElse(potential.electrons()) == potential.electrons());
    }

    private static AtomicData basis(Element element, String name, List<AtomicData> bases, AtomicData potential) {
        List<AtomicData> named = bases.stream()
                .filter(entry -> entry.element() == element && entry.isOf(name))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException(
                    "no basis set of " + element + " is named " + name + nearest(name, element, bases));
        }
        int electrons = potential.electrons();
        return named.stream()
                .filter(entry -> entry.namedCharge().orElse(electrons) == electrons)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the basis set " + name + " of " + element
                        + " is made for " + named.get(0).namedCharge().orElse(0) + " valence electrons, the potential "
                        + potential.name() + " has " + electrons));
    }

    private static String nearest(String name, Element element, List<AtomicData> entries) {
        List<String> names = entries.stream()
                .filter(entry -> entry.element() == element)
                .flatMap(entry -> entry.names().stream())
                .distinct()
                .toList();
        return Spelling.suggestion(name, names) + "; there "
                + (names.isEmpty() ? "is none of " + element : "are " + String.join(", ", names));
    }

    private static void fits(AtomicData potential, Functional functional) {
        if (functional.potentials().stream().noneMatch(potential::isOf)) {
            throw new IllegalArgumentException("the potential " + potential.name() + " of " + potential.element()
                    + " is not made for the functional " + functional.word() + "; expected one of "
                    + String.join(" or ", functional.potentials()));
        }
    }

    /** Returns the valence electrons of a structure's atoms. */
    int electrons(Structure structure) {
        return structure.species().stream()
                .mapToInt(element -> of(potential, element).electrons())
                .sum();
    }

    /** Returns how many basis functions a structure has, and so how many states there are. */
    int functions(Structure structure) {
        return structure.species().stream()
                .mapToInt(element -> of(basis, element).functions())
                .sum();
    }

    static AtomicData of(Map<Element, AtomicData> all, Element element) {
        AtomicData entry = all.get(element);
        if (entry == null) {
            throw new IllegalArgumentException("no basis set and potential were found for " + element);
        }
        return entry;
    }

    /** Returns the text of a file with these entries alone. */
    static String file(Map<Element, AtomicData> entries) {
        StringBuilder text = new StringBuilder();
        entries.values().forEach(entry -> text.append(entry.text()));
        return text.toString();
    }
}
