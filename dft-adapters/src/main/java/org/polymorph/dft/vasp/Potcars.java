package org.polymorph.dft.vasp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * The licensed datasets that a job's POTCAR is made of, on the machine where it runs: {@code potcarDir} has a folder for each
 * label with a POTCAR in it, plain, .gz or .Z. They are read here only where the directory is on this machine, and never
 * copied from it.
 *
 * @param directory on the machine of the job
 * @param labels of the elements, such as {@code Si_pv}
 * @param functional in words
 * @param headers of the labels; empty where the directory cannot be read from here
 */
record Potcars(
        String directory, Map<Element, String> labels, Functional functional, Map<Element, PotcarHeader> headers) {
    static final List<String> KEYS = List.of("potcarDir", "potcarFunctional", "potcarLabels");
    private static final List<String> NAMES = List.of("POTCAR", "POTCAR.gz", "POTCAR.Z", "POTCAR.bz2", "POTCAR.xz");

    /** Which functional the datasets were made with, by how their titles begin and by LEXCH. */
    enum Functional {
        PBE("PAW_PBE", "PE"),
        LDA("PAW", "CA"),
        PW91("PAW_GGA", "91");

        private final String prefix;
        private final String exchange;

        Functional(String prefix, String exchange) {
            this.prefix = prefix;
            this.exchange = exchange;
        }

        /** Returns the first word of a title. */
        String prefix() {
            return prefix;
        }

        boolean made(PotcarHeader header) {
            boolean titled = header.title().startsWith(prefix + " ");
            return titled && (header.exchange().isEmpty() || exchange.equals(header.exchange()));
        }
    }

    Potcars {
        labels = Map.copyOf(labels);
        headers = Map.copyOf(headers);
    }

    /** Reads the settings and the site's section; problems are added to them. */
    static Potcars read(Settings settings, Settings site, Collection<Element> elements) {
        Functional functional =
                Functional.valueOf(settings.choice("potcarFunctional", "PBE", List.of("PBE", "LDA", "PW91")));
        Map<Element, String> labels = new TreeMap<>();
        Settings section = settings.section("potcarLabels");
        elements.forEach(element -> labels.put(element, section.text(element.symbol(), element.symbol())));
        for (String key : section.keys()) {
            if (!Element.isSymbol(key)) {
                section.reject(key, "expected an element's symbol, found \"" + key + "\"");
            }
        }
        labels.forEach((element, label) -> {
            if (!label.matches(element.symbol() + "([._][A-Za-z0-9._]+|\\d[A-Za-z0-9._]*)?")) {
                section.reject(
                        element.symbol(),
                        "expected a label such as " + element + " or " + element + "_pv, found \"" + label + "\"");
            }
        });
        Optional<String> own = settings.text("potcarDir");
        Optional<String> sites = site.text("potcarDir");
        Optional<String> directory = own.or(() -> sites);
        if (directory.isEmpty()) {
            settings.reject(
                    "potcarDir",
                    "expected the directory of the licensed POTCARs on the machine of the jobs, here or in the site's"
                            + " codes.vasp section, found nothing");
        }
        Potcars potcars = new Potcars(directory.orElse(""), labels, functional, Map.of());
        return directory.isEmpty() ? potcars : potcars.withHeaders(settings);
    }

    // a directory that is not here is on the cluster, where the job's script checks the same
    private Potcars withHeaders(Settings settings) {
        String expanded =
                directory.startsWith("~/") ? System.getProperty("user.home", ".") + directory.substring(1) : directory;
        Path here = Path.of(expanded);
        if (!Files.isDirectory(here)) {
            return this;
        }
        Map<Element, PotcarHeader> found = new TreeMap<>();
        labels.forEach((element, label) ->
                header(settings, here, element, label).ifPresent(header -> found.put(element, header)));
        return new Potcars(here.toAbsolutePath().normalize().toString(), labels, functional, found);
    }

    private Optional<PotcarHeader> header(Settings settings, Path here, Element element, String label) {
        String key = "potcarLabels";
        Optional<Path> file = NAMES.stream()
                .map(name -> here.resolve(label).resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty()) {
            settings.reject(
                    key,
                    "expected " + label + "/POTCAR for " + element + " in " + here + ", found none; there are "
                            + alike(here, element));
            return Optional.empty();
        }
        try {
            List<PotcarHeader> headers = PotcarHeader.read(file.get());
            PotcarHeader header = headers.get(0);
            if (headers.size() > 1 || header.element() != element) {
                settings.reject(
                        key,
                        "expected one dataset of " + element + ", found \"" + header.title() + "\" and "
                                + (headers.size() - 1) + " more: " + file.get());
            } else if (!functional.made(header)) {
                settings.reject(
                        "potcarFunctional",
                        "expected datasets of " + functional + " (" + functional.prefix() + "), found \""
                                + header.title() + "\" with LEXCH = " + header.exchange() + ": " + file.get());
            } else {
                return Optional.of(header);
            }
        } catch (IOException e) {
            settings.reject(key, "cannot read " + file.get() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            settings.reject(key, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static String alike(Path here, Element element) {
        try (Stream<Path> folders = Files.list(here)) {
            List<String> names = folders.map(folder -> folder.getFileName().toString())
                    .filter(name ->
                            VaspElements.ofLabel(name).filter(element::equals).isPresent())
                    .sorted()
                    .toList();
            return names.isEmpty() ? "none of " + element : String.join(", ", names);
        } catch (IOException e) {
            return "folders that cannot be listed: "
                    + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the largest recommended cutoff in eV; empty where not all datasets can be read from here. */
    Optional<Double> enmax() {
        return headers.size() < labels.size()
                ? Optional.empty()
                : Optional.of(headers.values().stream()
                        .mapToDouble(PotcarHeader::enmax)
                        .max()
                        .orElse(0));
    }

    /** Returns the number of valence electrons; empty where not all datasets can be read from here. */
    Optional<Double> electrons(List<Element> species) {
        return headers.size() < labels.size()
                ? Optional.empty()
                : Optional.of(species.stream()
                        .mapToDouble(element -> headers.get(element) == null
                                ? 0
                                : headers.get(element).valence())
                        .sum());
    }

    /** Returns the labels in the order of the elements. */
    List<String> labels(List<Element> order) {
        List<String> names = new ArrayList<>();
        order.forEach(element -> names.add(labels.getOrDefault(element, element.symbol())));
        return names;
    }
}
