package org.polymorph.dft.espresso;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * Hubbard corrections: {@code hubbard: {Fe: 4.0}} in eV, or {@code {Fe: {U: 4.0, J0: 0.5, manifold: 3d}}}, and
 * {@code projectors}. pw.x 7.1 took the parameters out of the namelist into a card of their own, so {@code version} must be told.
 *
 * @param card whether they stand in the card HUBBARD
 * @param projectors as pw.x names them
 */
record PwHubbard(Map<Element, Parameters> parameters, String projectors, boolean card) {
    private static final List<String> PROJECTORS = List.of("atomic", "ortho-atomic", "norm-atomic", "wf", "pseudo");

    /**
     * Of one element.
     *
     * @param u in eV
     * @param j0 in eV
     * @param manifold the orbitals that they act on, such as 3d
     */
    record Parameters(double u, double j0, String manifold) {}

    PwHubbard {
        parameters = new TreeMap<>(parameters);
    }

    static PwHubbard read(Settings settings, Settings site, List<Element> elements) {
        Settings section = settings.section("hubbard");
        boolean wanted = settings.has("hubbard");
        String projectors = section.choice("projectors", "atomic", PROJECTORS);
        Map<Element, Parameters> parameters = new TreeMap<>();
        for (String key : List.copyOf(section.keys())) {
            if (key.equals("projectors")) {
                continue;
            }
            if (!Element.isSymbol(key)) {
                section.reject(key, "expected an element's symbol or projectors, found \"" + key + "\"");
                continue;
            }
            Parameters read = of(section, Element.of(key));
            if (elements.contains(Element.of(key))) {
                parameters.put(Element.of(key), read);
            }
        }
        String version = settings.text("version").or(() -> site.text("version")).orElse("");
        site.has("version");
        if (wanted && !version.matches("\\d+\\.\\d+.*")) {
            settings.reject(
                    "hubbard",
                    "expected the version of pw.x, such as version: 7.2, here or in the site's codes.espresso section: "
                            + "7.1 changed how Hubbard parameters are written; found "
                            + (version.isEmpty() ? "none" : "\"" + version + "\""));
        }
        return new PwHubbard(parameters, projectors, isNew(version));
    }

    private static Parameters of(Settings section, Element element) {
        String symbol = element.symbol();
        if (!(section.tree().get(symbol) instanceof Map)) {
            double u = section.number(symbol, 0, -100, 100);
            return new Parameters(u, 0, manifold(section, symbol, element, ""));
        }
        Settings own = section.section(symbol);
        Parameters parameters = new Parameters(
                own.number("U", 0, -100, 100),
                own.number("J0", 0, -100, 100),
                manifold(own, "manifold", element, own.text("manifold", "")));
        own.finish();
        return parameters;
    }

    private static String manifold(Settings settings, String key, Element element, String given) {
        if (!given.isEmpty() && !given.matches("[1-7][spdf]")) {
            settings.reject(key, "expected orbitals such as 3d, found \"" + given + "\"");
        }
        String manifold = given.isEmpty() ? usual(element.atomicNumber()) : given;
        if (manifold.isEmpty()) {
            settings.reject(
                    key, "expected the orbitals that U acts on, such as manifold: 3p, found none for " + element);
        }
        return manifold;
    }

    // the orbitals that are corrected for self-interaction in an element, where there is a custom
    private static String usual(int z) {
        if (z == 1) {
            return "1s";
        }
        if (z >= 5 && z <= 9) {
            return "2p";
        }
        if (z >= 21 && z <= 32) {
            return "3d";
        }
        if (z >= 39 && z <= 50) {
            return "4d";
        }
        if (z >= 57 && z <= 71) {
            return "4f";
        }
        if (z >= 72 && z <= 82) {
            return "5d";
        }
        return z >= 89 && z <= 103 ? "5f" : "";
    }

    private static boolean isNew(String version) {
        String[] parts = version.replaceAll("[^0-9.].*", "").split("\\.", -1);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return false;
        }
        int major = Integer.parseInt(parts[0]);
        return major > 7 || (major == 7 && Integer.parseInt(parts[1]) >= 1);
    }

    /** Writes the namelist entries of versions before 7.1. */
    void write(List<PwMagnetism.Species> species, Namelists namelists) {
        if (parameters.isEmpty() || card) {
            return;
        }
        namelists.set("system", "lda_plus_u", true);
        namelists.set("system", "u_projection_type", projectors);
        for (int i = 0; i < species.size(); i++) {
            Parameters own = parameters.get(species.get(i).element());
            if (own != null) {
                namelists.set("system", "hubbard_u(" + (i + 1) + ")", own.u());
                if (own.j0() != 0) {
                    namelists.set("system", "hubbard_j0(" + (i + 1) + ")", own.j0());
                }
            }
        }
    }

    /** Returns the card of versions from 7.1 on; empty where there is none. */
    String card(List<PwMagnetism.Species> species) {
        if (parameters.isEmpty() || !card) {
            return "";
        }
        StringBuilder text = new StringBuilder("HUBBARD (" + projectors + ")\n");
        for (PwMagnetism.Species type : species) {
            Parameters own = parameters.get(type.element());
            if (own != null) {
                text.append(line("U", type.label(), own.manifold(), own.u()));
                text.append(own.j0() == 0 ? "" : line("J0", type.label(), own.manifold(), own.j0()));
            }
        }
        return text.toString();
    }

    private static String line(String parameter, String label, String manifold, double value) {
        return String.format(Locale.ROOT, "%s %s-%s %s\n", parameter, label, manifold, PwInput.plain(value));
    }
}
