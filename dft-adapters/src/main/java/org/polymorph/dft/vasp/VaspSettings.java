package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * What the settings say about the VASP calculation of one structure. INCAR's tags are spelled as INCAR has them, in upper or
 * lower case, beside the other keys or under {@code incar}. From below: what all input sets have in common, the input set, the
 * settings, the repairs.
 *
 * @param order elements of POSCAR and POTCAR
 * @param incar all entries but those that the job's script computes
 * @param cutoffFactor ENCUT is this × the largest ENMAX; empty where INCAR has it
 * @param charge of the cell in e, where NELECT is to be computed
 * @param previous directory of the attempt before, where its files are gone on from
 * @param dropped of those files
 */
record VaspSettings(
        VaspInputSet inputSet,
        List<Element> order,
        Incar incar,
        KMesh mesh,
        Potcars potcars,
        Optional<Double> cutoffFactor,
        Optional<Double> charge,
        Optional<String> previous,
        List<String> dropped,
        long walltimeSeconds) {
    private static final String INCAR_SECTION = "incar";

    // What the adapter writes itself and must agree with the rest of the input.
    private static final Map<String, String> OWN = Map.of(
            "KSPACING", "use kspacing",
            "KGAMMA", "use kcentring",
            "PSTRESS", "use the search's pressure",
            "SYSTEM", "it follows from the structure",
            "IMAGES", "a job has one structure");

    VaspSettings {
        order = List.copyOf(order);
        dropped = List.copyOf(dropped);
    }

    /** Reads a request for its first structure; all that is wrong is added to its settings' and its site section's problems. */
    static VaspSettings read(CalculationRequest request, Settings settings, Settings site) {
        VaspInputSet inputSet = VaspInputSet.of(request.inputSet());
        Structure structure = AtomOrder.of(request.structures().get(0))
                .sorted(request.structures().get(0));
        Set<Element> all = new TreeSet<>();
        request.structures().forEach(each -> all.addAll(each.species()));
        List<Element> order = new ArrayList<>(new LinkedHashSet<>(structure.species()));
        Potcars potcars = Potcars.read(settings, site, all);
        KMesh mesh = KMesh.read(settings);
        Incar incar = new Incar();
        tags(settings, incar);
        SpinSettings.read(settings).write(structure, incar);
        HubbardSettings.read(settings).write(order, incar);
        Dispersion.write(settings, incar);
        smearing(settings, incar);
        Optional<Double> factor = cutoff(settings, potcars, incar);
        Optional<Double> charge = charge(settings, potcars, structure, incar);
        finish(settings);
        VaspJobScript.read(site);
        site.finish();
        inputSet.below(incar);
        if (inputSet.relaxes()) {
            incar.set("PSTRESS", 10 * request.pressure()); // GPa to kB
        }
        mesh = repair(request, incar, mesh);
        Parallelisation.write(request.resources(), mesh.of(structure.lattice()), incar);
        List<Remedy> remedies = request.attempt().remedies();
        return new VaspSettings(
                inputSet,
                order,
                incar,
                mesh,
                potcars,
                factor.filter(value -> !incar.has("ENCUT")),
                charge.filter(value -> !incar.has("NELECT")),
                request.attempt().restarts() ? request.attempt().previous() : Optional.empty(),
                remedies.isEmpty()
                        ? List.of()
                        : remedies.get(remedies.size() - 1).dropped(),
                seconds(request.resources()));
    }

    private static long seconds(Resources resources) {
        return resources.walltime().toSeconds();
    }

    private static Set<String> ownKeys() {
        Set<String> keys = new TreeSet<>(List.of(INCAR_SECTION, "encutFactor", "charge", "smearing"));
        keys.addAll(Potcars.KEYS);
        keys.addAll(KMesh.KEYS);
        keys.addAll(SpinSettings.KEYS);
        keys.addAll(HubbardSettings.KEYS);
        keys.addAll(Dispersion.KEYS);
        return keys;
    }

    private static void tags(Settings settings, Incar incar) {
        Set<String> own = ownKeys();
        for (String key : List.copyOf(settings.tree().keySet())) {
            if (!own.contains(key) && IncarTags.has(key)) {
                tag(settings, key, incar);
            }
        }
        Settings section = settings.section(INCAR_SECTION);
        for (String key : List.copyOf(section.keys())) {
            if (!IncarTags.has(key)) {
                section.reject(key, "unknown INCAR tag \"" + key + "\"" + IncarTags.suggestion(key, List.of()));
            } else if (incar.has(key)) {
                section.reject(
                        key, "expected " + key.toUpperCase(Locale.ROOT) + " once, found it beside incar as well");
            } else {
                tag(section, key, incar);
            }
        }
    }

    private static void tag(Settings section, String key, Incar incar) {
        String tag = key.toUpperCase(Locale.ROOT);
        Object value = section.tree().get(key);
        if (OWN.containsKey(tag)) {
            section.reject(key, "is set by the adapter: " + OWN.get(tag));
        } else if (value == null) {
            section.reject(key, "expected a value, found nothing");
        } else {
            section.attempt(key, () -> incar.set(tag, value));
        }
    }

    // every key is known that is ours or INCAR's
    private static void finish(Settings settings) {
        Set<String> own = ownKeys();
        for (String key : List.copyOf(settings.tree().keySet())) {
            if (!own.contains(key) && !IncarTags.has(key)) {
                settings.reject(
                        key,
                        "unknown key \"" + key + "\"" + IncarTags.suggestion(key, own) + "; known here: "
                                + String.join(", ", own) + "; and every tag of INCAR");
            }
        }
    }

    private static void smearing(Settings settings, Incar incar) {
        Map<String, Integer> kinds =
                Map.of("gaussian", 0, "methfessel-paxton", 1, "fermi", -1, "tetrahedron", -5, "fixed", -2);
        if (!settings.has("smearing")) {
            return;
        }
        String kind = settings.choice("smearing", "gaussian", new TreeSet<>(kinds.keySet()));
        if (incar.has("ISMEAR")) {
            settings.reject("smearing", "expected smearing or ISMEAR, found both");
        } else {
            incar.set("ISMEAR", kinds.getOrDefault(kind, 0));
        }
    }

    private static Optional<Double> cutoff(Settings settings, Potcars potcars, Incar incar) {
        boolean given = settings.has("encutFactor");
        double factor = settings.number("encutFactor", 1.3, 0.5, 5);
        if (incar.has("ENCUT")) {
            if (given) {
                settings.reject("encutFactor", "expected encutFactor or ENCUT, found both");
            }
            return Optional.empty();
        }
        potcars.enmax().ifPresent(enmax -> incar.set("ENCUT", Math.ceil(enmax * factor - 1e-9)));
        return Optional.of(factor);
    }

    private static Optional<Double> charge(Settings settings, Potcars potcars, Structure structure, Incar incar) {
        Optional<Double> charge = settings.number("charge").filter(value -> value != 0);
        if (charge.isPresent() && incar.has("NELECT")) {
            settings.reject("charge", "expected charge or NELECT, found both");
        } else if (charge.isPresent()) {
            potcars.electrons(structure.species())
                    .ifPresent(electrons -> incar.set("NELECT", electrons - charge.get()));
        }
        return charge;
    }

    private static KMesh repair(CalculationRequest request, Incar incar, KMesh mesh) {
        KMesh repaired = mesh;
        for (Map.Entry<String, Optional<String>> change :
                request.attempt().changes().entrySet()) {
            if (change.getKey().equals(VaspRepairs.KCENTERING)) {
                repaired = repaired.repaired(change.getValue(), 1);
            } else if (change.getKey().equals(VaspRepairs.KDENSITY)) {
                repaired = repaired.repaired(
                        Optional.empty(), Double.parseDouble(change.getValue().orElse("1")));
            } else if (change.getValue().isPresent()) {
                incar.set(change.getKey(), change.getValue().get());
            } else {
                incar.remove(change.getKey());
            }
        }
        return repaired;
    }
}
