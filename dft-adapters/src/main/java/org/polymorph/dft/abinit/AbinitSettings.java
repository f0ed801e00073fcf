package org.polymorph.dft.abinit;

import java.time.Duration;
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
import org.polymorph.model.units.Units;

/**
 * What the settings say about ABINIT calculations of one request. Keys that ABINIT has too are spelled as ABINIT spells them.
 *
 * @param elements the elements of the request in the order of their types in the input
 * @param variables everything but what follows from the structure
 * @param pseudopotentials one for each element, unless there were problems
 * @param copied whether the pseudopotential files are put into the job's directory
 * @param seconds after which ABINIT is to stop by itself
 */
record AbinitSettings(
        AbinitInputSet inputSet,
        List<Element> elements,
        AbinitVariables variables,
        KPoints points,
        AbinitMagnetism magnetism,
        Map<Element, PseudoFile> pseudopotentials,
        boolean copied,
        long seconds) {

    /** Thresholds of the self-consistent cycle, of which ABINIT takes one. */
    private static final List<String> TOLERANCES = List.of("tolvrs", "toldfe", "toldff", "tolrff", "tolwfr");

    /** The keys that are variables of ABINIT at the same time. */
    static final Set<String> KEYS = Set.of(
            "ecut",
            "pawecutdg",
            "occopt",
            "tsmear",
            "nband",
            "tolvrs",
            "toldfe",
            "toldff",
            "tolrff",
            "tolwfr",
            "nstep",
            "tolmxf",
            "ntime",
            "dilatmx",
            "ecutsm",
            "ionmov",
            "optcell");

    /** Seconds kept for a clean stop at most. */
    private static final double LONGEST_RESERVE = 900;
    /** ABINIT joins a directory and a name in a text of this length. */
    private static final int LONGEST_PATH = 240;

    private static final double STRESS = Units.HARTREE / (Units.BOHR * Units.BOHR * Units.BOHR);

    AbinitSettings {
        elements = List.copyOf(elements);
        pseudopotentials = Map.copyOf(pseudopotentials);
    }

    /** Reads a request; all that is wrong is added to its settings' and its site section's problems. */
    static AbinitSettings read(CalculationRequest request, Settings settings, Settings site) {
        AbinitInputSet inputSet = AbinitInputSet.of(request.inputSet());
        Set<Element> present = new TreeSet<>();
        request.structures().forEach(structure -> present.addAll(structure.species()));
        List<Element> elements = List.copyOf(present);
        Map<Element, PseudoFile> pseudopotentials = AbinitPseudopotentials.find(settings, site, elements);
        AbinitVariables variables = new AbinitVariables();
        cutoffs(settings, pseudopotentials, variables);
        AbinitMagnetism magnetism = AbinitMagnetism.read(settings, elements);
        double charge = settings.number("charge", 0, -1000, 1000);
        if (charge != 0) {
            variables.set("cellcharge", charge);
        }
        occupations(settings, variables);
        bands(request, settings, pseudopotentials, magnetism, charge, variables);
        electrons(settings, inputSet, variables);
        cell(settings, inputSet, request.pressure(), variables);
        surroundings(inputSet, variables);
        VariableSettings.read(settings, variables);
        repair(request.attempt(), variables);
        KPoints points = KPoints.read(settings);
        boolean copied = settings.flag("copyPseudopotentials", false) || cannotBeNamed(pseudopotentials);
        long seconds = seconds(settings, request.resources().walltime());
        settings.finish();
        AbinitJobScript.read(site);
        site.finish();
        return new AbinitSettings(inputSet, elements, variables, points, magnetism, pseudopotentials, copied, seconds);
    }

    // the uppermost layer: what earlier attempts have taught
    private static void repair(Attempt attempt, AbinitVariables variables) {
        attempt.changes()
                .forEach((key, value) ->
                        value.ifPresentOrElse(text -> variables.set(key, text), () -> variables.remove(key)));
    }

    // ABINIT takes names without commas or quotes, and parts names at commas and blanks
    private static boolean cannotBeNamed(Map<Element, PseudoFile> pseudopotentials) {
        return pseudopotentials.values().stream()
                        .anyMatch(pseudo -> !pseudo.file().toString().matches("[^\\s,\"'#!$]{1," + LONGEST_PATH + "}"))
                || pseudopotentials.values().stream()
                                .map(pseudo -> String.valueOf(pseudo.file().getParent()))
                                .distinct()
                                .count()
                        > 1;
    }

    private static void cutoffs(
            Settings settings, Map<Element, PseudoFile> pseudopotentials, AbinitVariables variables) {
        String level = settings.choice("cutoffHint", "normal", List.of("low", "normal", "high"));
        double factor = settings.number("cutoffFactor", 1, 0.1, 10);
        double hint = pseudopotentials.values().stream()
                .mapToDouble(pseudo -> pseudo.cutoff(level))
                .max()
                .orElse(0);
        boolean all = pseudopotentials.values().stream().allMatch(pseudo -> pseudo.cutoff(level) > 0);
        if (!settings.has("ecut") && (hint == 0 || !all)) {
            settings.reject(
                    "ecut",
                    "expected the cutoff of the wave functions in Hartree, such as 20, found nothing"
                            + (hint > 0
                                    ? "; not every pseudopotential recommends one, the largest is " + hint
                                    : ", and the pseudopotentials recommend none"));
            return;
        }
        for (String key : List.of("cutoffFactor", "cutoffHint")) {
            if (settings.has("ecut") && settings.has(key)) {
                settings.reject(key, "expected either ecut or " + key + ", found both");
            }
        }
        double ecut = settings.number("ecut", factor * hint, 1, 10_000);
        variables.set("ecut", ecut);
        boolean paw = pseudopotentials.values().stream().anyMatch(PseudoFile::paw);
        double fine = settings.number("pawecutdg", 2 * ecut, 1, 100_000);
        if (paw && fine < ecut) {
            settings.reject("pawecutdg", "expected at least ecut = " + ecut + " Hartree, found " + fine);
        }
        if (!paw && settings.has("pawecutdg")) {
            settings.reject("pawecutdg", "expected it for PAW data only, found norm-conserving pseudopotentials");
        }
        if (paw) {
            variables.set("pawecutdg", fine);
        }
    }

    private static void occupations(Settings settings, AbinitVariables variables) {
        int occopt = settings.integer("occopt", 4, 1, 8);
        if (occopt == 2) {
            settings.reject("occopt", "expected 1 (fixed) or 3 to 8 (smearing), found 2");
        }
        double tsmear = settings.number("tsmear", 0.005, 1e-6, 1);
        variables.set("occopt", occopt);
        if (occopt > 2) {
            variables.set("tsmear", tsmear);
        } else if (settings.has("tsmear")) {
            settings.reject("tsmear", "expected it beside occopt 3 to 8 only, found occopt " + occopt);
        }
    }

    // With smearing ABINIT's own number leaves the uppermost band filled where cells are small.
    private static void bands(
            CalculationRequest request,
            Settings settings,
            Map<Element, PseudoFile> pseudopotentials,
            AbinitMagnetism magnetism,
            double charge,
            AbinitVariables variables) {
        int most = 0;
        for (Structure structure : request.structures()) {
            double electrons = -charge;
            for (Element element : structure.species()) {
                PseudoFile pseudo = pseudopotentials.get(element);
                electrons += pseudo == null ? 0 : pseudo.valence();
            }
            double filled = Math.max(electrons, 0) / 2;
            most = Math.max(
                    most, (int) Math.ceil(filled + Math.max(4, 0.2 * filled) + magnetism.largest(structure) / 2));
        }
        int nband = settings.integer("nband", Math.max(most, 1), 1, 1_000_000);
        if (settings.has("nband") || variables.has("tsmear")) {
            variables.set("nband", nband);
        }
    }

    private static void electrons(Settings settings, AbinitInputSet inputSet, AbinitVariables variables) {
        List<String> given = TOLERANCES.stream().filter(settings::has).toList();
        if (given.size() > 1) {
            settings.reject(
                    given.get(1),
                    "expected one of " + String.join(", ", TOLERANCES) + ", found " + String.join(" and ", given));
        }
        String tolerance = given.isEmpty() ? "tolvrs" : given.get(0);
        variables.set(tolerance, settings.positive(tolerance, inputSet.residual()));
        variables.set("nstep", settings.integer("nstep", 100, 1, 100_000));
    }

    private static void cell(Settings settings, AbinitInputSet inputSet, double pressure, AbinitVariables variables) {
        double force = settings.positive("tolmxf", Math.max(inputSet.force(), 1e-12));
        int steps = settings.integer("ntime", Math.max(inputSet.steps(), 1), 1, 100_000);
        double dilation = settings.number("dilatmx", inputSet.dilation(), 1, 3);
        double smearing = settings.number("ecutsm", 0.5, 0, 100);
        int moves = settings.integer("ionmov", 22, 1, 30);
        int cell = settings.integer("optcell", 2, 0, 9);
        if (inputSet.relaxes() || settings.has("ecutsm")) {
            variables.set("ecutsm", smearing);
        }
        if (inputSet.relaxes()) {
            variables.set("ionmov", moves);
            variables.set("optcell", cell);
            variables.set("ntime", steps);
            variables.set("tolmxf", force);
            variables.set("dilatmx", dilation);
            String target = AbinitVariables.real(-pressure * Units.GPA / STRESS); // a stress, not a pressure
            variables.set("strtarget", String.join(" ", target, target, target, "0.0 0.0 0.0"));
        }
    }

    // searches make cells that no textbook has; and no file but what a job needs to go on
    private static void surroundings(AbinitInputSet inputSet, AbinitVariables variables) {
        variables.set("optforces", 1);
        variables.set("optstress", 1);
        for (String check : List.of("chkprim", "chksymbreak", "chksymtnons")) {
            variables.set(check, 0);
        }
        variables.set("tolsym", 1e-8); // above it ABINIT moves atoms to where symmetry would have them
        variables.set("chkexit", inputSet.relaxes() ? 0 : 1);
        for (String output : List.of("prtden", "prteig", "prtebands", "prtgsr")) {
            variables.set(output, 0);
        }
        variables.set("prtwf", inputSet.relaxes() ? 0 : 1);
    }

    // a plain number of seconds, or a duration with its unit; else what the job leaves time for
    private static long seconds(Settings settings, Duration walltime) {
        if (!settings.has("timelimit")) {
            double whole = walltime.toMillis() / 1000.0;
            // sites ask for an end up to a tenth of the walltime beforehand; ABINIT finishes its iteration first
            return Math.max(1, Math.round(whole - Math.min(0.15 * whole, LONGEST_RESERVE)));
        }
        if (settings.tree().get("timelimit") instanceof Number) {
            return Math.max(1, Math.round(settings.positive("timelimit", 1)));
        }
        return Math.max(1, settings.duration("timelimit", Duration.ofHours(1)).toSeconds());
    }

    /** Returns the pseudopotential of an element of the request. */
    PseudoFile pseudopotential(Element element) {
        PseudoFile pseudo = pseudopotentials.get(element);
        if (pseudo == null) {
            throw new IllegalArgumentException("no pseudopotential was found for " + element);
        }
        return pseudo;
    }

    /** Returns the k-points for a structure's cell. */
    KPointMesh meshFor(Structure structure) {
        return points.of(structure.lattice());
    }

    /** Returns the value in force of a variable, ABINIT's own default where it is not set and a remedy goes on from it. */
    Optional<String> value(String key) {
        boolean paw = pseudopotentials.values().stream().anyMatch(PseudoFile::paw);
        return variables
                .value(key)
                .or(() -> Optional.ofNullable(
                        switch (key) {
                            case "iscf" -> paw ? "17" : "7";
                            case "diemix" -> paw ? "0.7" : "1";
                            case "nsym", "paral_kgb" -> "0";
                            case "pawovlp" -> "5";
                            default -> null;
                        }));
    }
}
