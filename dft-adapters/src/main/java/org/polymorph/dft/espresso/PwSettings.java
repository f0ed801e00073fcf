package org.polymorph.dft.espresso;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * What the settings say about pw.x calculations of one request. Keys that pw.x has too are spelled as pw.x spells them.
 *
 * @param elements the elements of the request in the order of their types in the input
 * @param namelists everything but what follows from the structure
 * @param mesh k-points given outright; else they follow from {@code kspacing}
 * @param pseudopotentials one for each element, unless there were problems
 * @param copied whether the pseudopotential files are put into the job's directory
 */
record PwSettings(
        PwInputSet inputSet,
        List<Element> elements,
        Namelists namelists,
        Optional<KPointMesh> mesh,
        double kspacing,
        Map<Element, UpfHeader> pseudopotentials,
        boolean copied) {

    /** The keys that are entries of pw.x's namelists at the same time. */
    static final Set<String> KEYS = Set.of(
            "ecutwfc",
            "ecutrho",
            "smearing",
            "degauss",
            "occupations",
            "nspin",
            "starting_magnetization",
            "conv_thr",
            "mixing_beta",
            "electron_maxstep",
            "etot_conv_thr",
            "forc_conv_thr",
            "press_conv_thr",
            "cell_factor",
            "nstep",
            "max_seconds");

    /** Seconds kept for a clean stop at most. */
    private static final double LONGEST_RESERVE = 900;

    private static final Map<String, String> SMEARINGS = Map.of(
            "gaussian",
            "gaussian",
            "gauss",
            "gaussian",
            "mv",
            "mv",
            "marzari-vanderbilt",
            "mv",
            "cold",
            "mv",
            "mp",
            "mp",
            "methfessel-paxton",
            "mp",
            "fd",
            "fd",
            "fermi-dirac",
            "fd");

    PwSettings {
        elements = List.copyOf(elements);
        pseudopotentials = Map.copyOf(pseudopotentials);
    }

    /** Reads a request; all that is wrong is added to its settings' and its site section's problems. */
    static PwSettings read(CalculationRequest request, Settings settings, Settings site) {
        PwInputSet inputSet = PwInputSet.of(request.inputSet());
        Set<Element> present = new TreeSet<>();
        request.structures().forEach(structure -> present.addAll(structure.species()));
        List<Element> elements = List.copyOf(present);
        Map<Element, UpfHeader> pseudopotentials = Pseudopotentials.find(settings, site, elements);
        Namelists namelists = new Namelists();
        control(settings, inputSet, request.resources().walltime(), namelists);
        cutoffs(settings, pseudopotentials, namelists);
        occupations(settings, namelists);
        spin(settings, elements, namelists);
        electrons(settings, inputSet, namelists);
        cell(settings, inputSet, request.pressure(), namelists);
        NamelistSettings.read(settings, namelists);
        repair(request.attempt(), namelists);
        Optional<KPointMesh> mesh = KPointMesh.read(settings);
        double spacing = settings.number("kspacing", 0.2, 0.01, 10);
        boolean copied = settings.flag("copyPseudopotentials", false) || cannotBeNamed(pseudopotentials);
        settings.finish();
        PwJobScript.read(site);
        site.finish();
        return new PwSettings(inputSet, elements, namelists, mesh, spacing, pseudopotentials, copied);
    }

    // the uppermost layer: what earlier attempts have taught
    private static void repair(Attempt attempt, Namelists namelists) {
        attempt.changes().forEach((key, value) -> {
            String list = PwKeywords.namelistOf(key)
                    .orElseThrow(() -> new IllegalArgumentException("pw.x has no entry \"" + key + "\""));
            value.ifPresentOrElse(text -> namelists.set(list, key, text), () -> namelists.remove(list, key));
        });
        if (attempt.restarts()) {
            namelists.set("control", "restart_mode", "restart");
        }
    }

    // pw.x takes one directory, and file names without spaces
    private static boolean cannotBeNamed(Map<Element, UpfHeader> pseudopotentials) {
        return pseudopotentials.values().stream()
                        .anyMatch(header -> header.fileName().contains(" "))
                || pseudopotentials.values().stream()
                                .map(header -> String.valueOf(header.file().getParent()))
                                .distinct()
                                .count()
                        > 1;
    }

    private static void control(Settings settings, PwInputSet inputSet, Duration walltime, Namelists namelists) {
        namelists.set("control", "calculation", inputSet.calculation());
        namelists.set("control", "prefix", PwInput.PREFIX);
        namelists.set("control", "outdir", "./" + PwInput.OUT_DIRECTORY);
        namelists.set("control", "tprnfor", true);
        namelists.set("control", "tstress", true);
        namelists.set("control", "disk_io", "low"); // the wave functions of a clean stop are needed to go on
        namelists.set("control", "max_seconds", seconds(settings, walltime));
        double energy = settings.positive("etot_conv_thr", Math.max(inputSet.energyThreshold(), 1e-12));
        double force = settings.positive("forc_conv_thr", Math.max(inputSet.forceThreshold(), 1e-12));
        int steps = settings.integer("nstep", Math.max(inputSet.ionicSteps(), 1), 1, 100_000);
        if (inputSet.relaxes()) {
            namelists.set("control", "etot_conv_thr", energy);
            namelists.set("control", "forc_conv_thr", force);
            namelists.set("control", "nstep", steps);
        }
    }

    // a plain number of seconds as pw.x has it, or a duration with its unit; else what the job leaves time for
    private static double seconds(Settings settings, Duration walltime) {
        if (!settings.has("max_seconds")) {
            double whole = walltime.toMillis() / 1000.0;
            // sites ask for an end up to a tenth of the walltime beforehand; pw.x finishes its iteration first
            return Math.rint(1000 * (whole - Math.min(0.15 * whole, LONGEST_RESERVE))) / 1000;
        }
        if (settings.tree().get("max_seconds") instanceof Number) {
            return settings.positive("max_seconds", 1);
        }
        return settings.duration("max_seconds", Duration.ofHours(1)).toMillis() / 1000.0;
    }

    private static void cutoffs(Settings settings, Map<Element, UpfHeader> pseudopotentials, Namelists namelists) {
        double suggested = pseudopotentials.values().stream()
                .mapToDouble(UpfHeader::wavefunctionCutoff)
                .max()
                .orElse(0);
        if (!settings.has("ecutwfc")) {
            settings.reject(
                    "ecutwfc",
                    "expected the cutoff of the wave functions in Ry, such as 30, found nothing"
                            + (suggested > 0 ? "; the pseudopotentials suggest " + suggested : ""));
            return;
        }
        double ecutwfc = settings.number("ecutwfc", 30, 1, 10_000);
        double ratio = pseudopotentials.values().stream()
                .mapToDouble(header -> header.type().densityRatio())
                .max()
                .orElse(4);
        double density = pseudopotentials.values().stream()
                .mapToDouble(UpfHeader::densityCutoff)
                .max()
                .orElse(0);
        double ecutrho = settings.number("ecutrho", Math.max(ratio * ecutwfc, density), 1, 100_000);
        if (ecutrho < ecutwfc * 4 - 1e-9) {
            settings.reject("ecutrho", "expected at least four times ecutwfc = " + ecutwfc + " Ry, found " + ecutrho);
        }
        namelists.set("system", "ecutwfc", ecutwfc);
        namelists.set("system", "ecutrho", ecutrho);
    }

    private static void occupations(Settings settings, Namelists namelists) {
        List<String> words = new ArrayList<>(new TreeSet<>(SMEARINGS.keySet()));
        words.add("fixed");
        words.add("tetrahedra");
        String occupations = settings.choice(
                "occupations", "smearing", List.of("smearing", "fixed", "tetrahedra", "tetrahedra_opt"));
        boolean nested = settings.tree().get("smearing") instanceof Map;
        Settings section = nested ? settings.section("smearing") : settings;
        String smearing = section.choice(nested ? "type" : "smearing", "mv", words);
        double degauss = section.number("degauss", 0.01, 1e-6, 1);
        if (nested) {
            section.finish();
        }
        if (!SMEARINGS.containsKey(smearing)) {
            occupations = smearing;
        }
        namelists.set("system", "occupations", occupations);
        if (occupations.equals("smearing")) {
            namelists.set("system", "smearing", SMEARINGS.getOrDefault(smearing, "mv"));
            namelists.set("system", "degauss", degauss);
        }
    }

    private static void spin(Settings settings, List<Element> elements, Namelists namelists) {
        int nspin = settings.integer("nspin", 1, 1, 2);
        Map<Element, Double> moments = new java.util.TreeMap<>();
        if (settings.tree().get("starting_magnetization") instanceof Map) {
            Settings section = settings.section("starting_magnetization");
            elements.forEach(element -> moments.put(element, section.number(element.symbol(), 0, -1, 1)));
            section.finish();
        } else {
            double all = settings.number("starting_magnetization", 0.3, -1, 1);
            elements.forEach(element -> moments.put(element, all));
        }
        if (nspin == 2) {
            namelists.set("system", "nspin", nspin);
            for (int i = 0; i < elements.size(); i++) {
                namelists.set(
                        "system",
                        "starting_magnetization(" + (i + 1) + ")",
                        moments.getOrDefault(elements.get(i), 0.0));
            }
        }
    }

    private static void electrons(Settings settings, PwInputSet inputSet, Namelists namelists) {
        namelists.set("electrons", "conv_thr", settings.positive("conv_thr", inputSet.scfThreshold()));
        namelists.set("electrons", "mixing_beta", settings.number("mixing_beta", 0.7, 1e-4, 1));
        namelists.set("electrons", "electron_maxstep", settings.integer("electron_maxstep", 100, 1, 100_000));
    }

    private static void cell(Settings settings, PwInputSet inputSet, double pressure, Namelists namelists) {
        double threshold = settings.positive("press_conv_thr", Math.max(inputSet.pressureThreshold(), 1e-6));
        double factor = settings.number("cell_factor", 2, 1, 100);
        if (inputSet.relaxes()) {
            namelists.set("ions", "ion_dynamics", "bfgs");
            namelists.set("cell", "cell_dynamics", "bfgs");
            namelists.set("cell", "press", 10 * pressure); // GPa to kbar
            namelists.set("cell", "press_conv_thr", threshold);
            namelists.set("cell", "cell_factor", factor);
        }
    }

    /** Returns the pseudopotential of an element of the request. */
    UpfHeader pseudopotential(Element element) {
        UpfHeader header = pseudopotentials.get(element);
        if (header == null) {
            throw new IllegalArgumentException("no pseudopotential was found for " + element);
        }
        return header;
    }

    /** Returns the directory that holds all pseudopotentials, where they are not copied. */
    String pseudopotentialDirectory() {
        return String.valueOf(pseudopotential(elements.get(0)).file().getParent());
    }

    /** Returns the value in force of an entry of any namelist, pw.x's own default where it is not set. */
    Optional<String> value(String key) {
        return namelists.value(key).or(() -> Optional.ofNullable(PwRemedies.DEFAULTS.get(key)));
    }

    /** Returns the k-points for a structure's cell. */
    KPointMesh meshFor(Structure structure) {
        Lattice lattice = structure.lattice();
        return mesh.orElseGet(() -> KPointMesh.ofSpacing(lattice, kspacing));
    }
}
