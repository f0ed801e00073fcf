package org.polymorph.dft.espresso;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.dft.input.KPoints;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * What the settings say about pw.x calculations of one request. Keys that pw.x has too are spelled as pw.x spells them.
 *
 * @param elements the elements of the request in the order of their types in the input
 * @param namelists everything but what follows from the structure
 * @param pools of processes that k-points are shared out among; 0 where they follow from the job's tasks
 * @param pseudopotentials one for each element, unless there were problems
 * @param copied whether the pseudopotential files are put into the job's directory
 */
record PwSettings(
        PwInputSet inputSet,
        List<Element> elements,
        Namelists namelists,
        KPoints points,
        PwMagnetism magnetism,
        PwHubbard hubbard,
        int pools,
        Map<Element, PwPseudopotential> pseudopotentials,
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
        Map<Element, PwPseudopotential> pseudopotentials = Pseudopotentials.find(settings, site, elements);
        Namelists namelists = new Namelists();
        control(settings, inputSet, request.resources().walltime(), namelists);
        PwCutoffs.read(
                settings,
                pseudopotentials.values().stream()
                        .map(PwPseudopotential::header)
                        .toList(),
                namelists);
        occupations(settings, namelists);
        PwPhysics.read(settings, namelists);
        PwMagnetism magnetism = PwMagnetism.read(settings, elements);
        PwHubbard hubbard = PwHubbard.read(settings, site, elements);
        electrons(settings, inputSet, namelists);
        cell(settings, inputSet, request.pressure(), namelists);
        KPoints points = KPoints.read(settings);
        int pools = settings.integer("pools", 0, 0, 100_000);
        boolean copied = settings.flag("copyPseudopotentials", false) || cannotBeNamed(pseudopotentials);
        NamelistSettings.read(settings, namelists);
        repair(request.attempt(), namelists);
        settings.finish();
        PwJobScript.read(site);
        site.finish();
        return new PwSettings(
                inputSet, elements, namelists, points, magnetism, hubbard, pools, pseudopotentials, copied);
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
    private static boolean cannotBeNamed(Map<Element, PwPseudopotential> pseudopotentials) {
        return pseudopotentials.values().stream()
                        .anyMatch(pseudo -> pseudo.text().isPresent()
                                || pseudo.header().fileName().contains(" "))
                || pseudopotentials.values().stream()
                                .map(pseudo ->
                                        String.valueOf(pseudo.header().file().getParent()))
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
    PwPseudopotential pseudopotential(Element element) {
        PwPseudopotential pseudo = pseudopotentials.get(element);
        if (pseudo == null) {
            throw new IllegalArgumentException("no pseudopotential was found for " + element);
        }
        return pseudo;
    }

    /** Returns the directory that holds all pseudopotentials, where they are not copied. */
    String pseudopotentialDirectory() {
        return String.valueOf(pseudopotential(elements.get(0)).header().file().getParent());
    }

    /** Returns the value in force of an entry of any namelist, pw.x's own default where it is not set. */
    Optional<String> value(String key) {
        return namelists.value(key).or(() -> Optional.ofNullable(PwRemedies.DEFAULTS.get(key)));
    }

    /** Returns the k-points for a structure's cell. */
    KPointMesh meshFor(Structure structure) {
        return points.of(structure.lattice());
    }

    /**
     * Returns how many pools a job's tasks are split into: a divisor of their number that leaves none without k-points, however
     * many of them symmetry makes the same.
     */
    int poolsFor(Structure structure, int tasks) {
        if (pools > 0) {
            return pools;
        }
        KPointMesh mesh = meshFor(structure);
        // the point group of a crystal has 48 operations at most
        int least = (mesh.n1() * mesh.n2() * mesh.n3() + 47) / 48;
        int largest = 1;
        for (int n = 1; n <= Math.min(tasks, least); n++) {
            largest = tasks % n == 0 ? n : largest;
        }
        return largest;
    }
}
