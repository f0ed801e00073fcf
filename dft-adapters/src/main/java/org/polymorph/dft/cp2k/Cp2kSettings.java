package org.polymorph.dft.cp2k;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * What the settings say about CP2K calculations of one request.
 *
 * @param tree everything but what follows from the structure
 * @param own what {@code kinds} adds to the elements
 * @param addedStates unoccupied states that are computed; −1 for all, 0 where they follow from the structure
 * @param changes what earlier attempts have taught, by path
 */
record Cp2kSettings(
        Cp2kInputSet inputSet,
        List<Element> elements,
        Cp2kTree tree,
        Cp2kKinds kinds,
        Settings own,
        Cp2kKPoints points,
        Cp2kMagnetism magnetism,
        boolean orbitalTransformation,
        boolean smeared,
        int addedStates,
        int charge,
        Map<String, Optional<String>> changes) {
    static final String SCF = "FORCE_EVAL/DFT/SCF/";
    static final String XC = "FORCE_EVAL/DFT/XC/";
    /** Directory below the job's where CP2K keeps its wave functions. */
    static final String STATE = "wfn";

    private static final String GRID = "FORCE_EVAL/DFT/MGRID/";
    private static final String PROJECT = "cp2k";
    /** Seconds kept for a clean stop at most. */
    private static final double LONGEST_RESERVE = 900;

    /** Reads a request; all that is wrong is added to its settings' and its site section's problems. */
    static Cp2kSettings read(CalculationRequest request, Settings settings, Settings site) {
        Cp2kInputSet inputSet = Cp2kInputSet.of(request.inputSet());
        Set<Element> present = new TreeSet<>();
        request.structures().forEach(structure -> present.addAll(structure.species()));
        List<Element> elements = List.copyOf(present);
        Cp2kTree tree = new Cp2kTree();
        basics(tree);
        inputSet.write(tree, request.pressure());
        tree.set("GLOBAL/WALLTIME", seconds(settings, request.resources().walltime()));
        Optional<Functional> functional = functional(settings, tree);
        dispersion(settings, functional, tree);
        Cp2kKinds kinds = Cp2kKinds.read(settings, site, elements, functional);
        tree.set(GRID + "CUTOFF", settings.number("cutoff", 400, 10, 100_000)); // Ry
        tree.set(GRID + "REL_CUTOFF", settings.number("relCutoff", 60, 5, 100_000));
        boolean orbitals = settings.choice("solver", "diagonalization", List.of("diagonalization", "ot"))
                .equals("ot");
        boolean smeared = smearing(settings, orbitals, tree);
        int added = settings.integer("addedMos", 0, -1, 100_000);
        solver(orbitals, tree);
        Cp2kMagnetism magnetism = Cp2kMagnetism.read(settings, elements);
        int charge = settings.integer("charge", 0, -1000, 1000);
        Cp2kKPoints points = Cp2kKPoints.read(settings);
        if (orbitals) {
            for (String key : List.of("kspacing", "kgrid", "addedMos")) {
                if (settings.has(key)) {
                    settings.reject(key, "expected none beside solver: ot, which computes occupied states at Γ alone");
                }
            }
        }
        new InputSettings(tree, functional.isEmpty()).read(settings);
        Settings own = own(settings, elements);
        Cp2kSettings read = new Cp2kSettings(
                inputSet,
                elements,
                tree,
                kinds,
                own,
                points,
                magnetism,
                orbitals,
                smeared,
                added,
                charge,
                request.attempt().changes());
        request.structures().forEach(structure -> read.check(structure, settings));
        settings.finish();
        Cp2kJobScript.read(site);
        site.finish();
        state(request.attempt(), inputSet, tree);
        return read;
    }

    private static void basics(Cp2kTree tree) {
        tree.set("GLOBAL/PROJECT_NAME", PROJECT);
        tree.set("GLOBAL/RUN_TYPE", "NONE");
        tree.set("GLOBAL/PRINT_LEVEL", "LOW");
        tree.set("FORCE_EVAL/METHOD", "QUICKSTEP");
        tree.set("FORCE_EVAL/STRESS_TENSOR", "ANALYTICAL");
        tree.set("FORCE_EVAL/DFT/BASIS_SET_FILE_NAME", Cp2kKinds.BASIS_FILE);
        tree.set("FORCE_EVAL/DFT/POTENTIAL_FILE_NAME", Cp2kKinds.POTENTIAL_FILE);
        tree.set("FORCE_EVAL/DFT/QS/EPS_DEFAULT", 1e-12);
        tree.set("FORCE_EVAL/PRINT/FORCES/_", "ON");
        tree.set("FORCE_EVAL/PRINT/STRESS_TENSOR/_", "ON");
    }

    // a plain number of seconds as CP2K has it, or a duration with its unit; else what the job leaves time for
    private static double seconds(Settings settings, Duration walltime) {
        if (!settings.has("walltime")) {
            double whole = walltime.toMillis() / 1000.0;
            // sites ask for an end up to a tenth of the walltime beforehand; CP2K finishes its iteration first
            return Math.rint(1000 * (whole - Math.min(0.15 * whole, LONGEST_RESERVE))) / 1000;
        }
        return settings.tree().get("walltime") instanceof Number
                ? settings.positive("walltime", 1)
                : settings.duration("walltime", Duration.ofHours(1)).toMillis() / 1000.0;
    }

    private static Optional<Functional> functional(Settings settings, Cp2kTree tree) {
        List<String> words = new java.util.ArrayList<>(Functional.words());
        words.add(Functional.CUSTOM);
        String word = settings.choice("functional", Functional.PBE.word(), words);
        if (word.equals(Functional.CUSTOM)) {
            return Optional.empty();
        }
        Functional functional = Functional.valueOf(word.toUpperCase(Locale.ROOT));
        functional.write(tree);
        return Optional.of(functional);
    }

    private static void dispersion(Settings settings, Optional<Functional> functional, Cp2kTree tree) {
        String vdw = settings.choice("vdw", "none", List.of("none", "d3", "d3bj"));
        if (vdw.equals("none")) {
            return;
        }
        String reference = functional.map(Functional::dispersion).orElse("");
        if (reference.isEmpty()) {
            settings.reject(
                    "vdw",
                    "DFT-D3 has no parameters for the functional "
                            + functional.map(Functional::word).orElse(Functional.CUSTOM) + "; expected none, found \""
                            + vdw + "\"");
            return;
        }
        String section = XC + "VDW_POTENTIAL/";
        tree.set(section + "POTENTIAL_TYPE", "PAIR_POTENTIAL");
        tree.set(section + "PAIR_POTENTIAL/TYPE", vdw.equals("d3") ? "DFTD3" : "DFTD3(BJ)");
        tree.set(section + "PAIR_POTENTIAL/PARAMETER_FILE_NAME", "dftd3.dat");
        tree.set(section + "PAIR_POTENTIAL/REFERENCE_FUNCTIONAL", reference);
        tree.set(section + "PAIR_POTENTIAL/R_CUTOFF", "[angstrom] 15");
    }

    // returns whether states are filled by a temperature
    private static boolean smearing(Settings settings, boolean orbitals, Cp2kTree tree) {
        String smearing =
                settings.choice("smearing", orbitals ? "none" : "fermi-dirac", List.of("fermi-dirac", "none"));
        double temperature = settings.number("temperature", 500, 1, 100_000);
        if (smearing.equals("none")) {
            if (settings.has("temperature")) {
                settings.reject("temperature", "expected smearing: fermi-dirac beside it, found none");
            }
            return false;
        }
        if (orbitals) {
            settings.reject("smearing", "expected none beside solver: ot, found \"" + smearing + "\"");
            return false;
        }
        tree.set(SCF + "SMEAR/_", "ON");
        tree.set(SCF + "SMEAR/METHOD", "FERMI_DIRAC");
        tree.set(SCF + "SMEAR/ELECTRONIC_TEMPERATURE", "[K] " + temperature);
        return true;
    }

    private static void solver(boolean orbitals, Cp2kTree tree) {
        tree.set(SCF + "SCF_GUESS", "ATOMIC");
        if (orbitals) {
            tree.set(SCF + "MAX_SCF", 25);
            tree.set(SCF + "OT/_", "ON");
            tree.set(SCF + "OT/MINIMIZER", "DIIS");
            tree.set(SCF + "OT/PRECONDITIONER", "FULL_SINGLE_INVERSE");
            tree.set(SCF + "OUTER_SCF/_", "ON");
            tree.set(SCF + "OUTER_SCF/EPS_SCF", tree.value(SCF + "EPS_SCF").orElseThrow());
            tree.set(SCF + "OUTER_SCF/MAX_SCF", 10);
        } else {
            tree.set(SCF + "MAX_SCF", 100);
            tree.set(SCF + "MIXING/METHOD", "BROYDEN_MIXING");
            tree.set(SCF + "MIXING/ALPHA", 0.4);
            tree.set(SCF + "MIXING/NBUFFER", 8);
        }
        tree.set(SCF + "PRINT/RESTART_HISTORY/_", "OFF");
        tree.set(SCF + "PRINT/RESTART/_", "OFF");
    }

    // read once here for its problems, and again for each kind of a structure's atoms
    private static Settings own(Settings settings, List<Element> elements) {
        Settings own = settings.section("kinds");
        InputSettings reader = new InputSettings(new Cp2kTree(), false);
        elements.forEach(element -> reader.readKind(own, element.symbol(), element.symbol()));
        own.finish();
        return own;
    }

    // Only the calculation of one geometry goes on from the states of a job before: the grid of a relaxation is another
    // one.
    private static void state(Attempt attempt, Cp2kInputSet inputSet, Cp2kTree tree) {
        if (inputSet.relaxes()) {
            return;
        }
        String file = STATE + "/cp2k-RESTART";
        tree.set(SCF + "PRINT/RESTART/_", "ON");
        tree.set(SCF + "PRINT/RESTART/FILENAME", "=" + file);
        tree.set(SCF + "PRINT/RESTART/BACKUP_COPIES", 0);
        tree.set(SCF + "PRINT/RESTART/EACH/QS_SCF", 5);
        if (attempt.restarts()) {
            tree.set("FORCE_EVAL/DFT/WFN_RESTART_FILE_NAME", file);
            tree.set(SCF + "SCF_GUESS", "RESTART");
        }
    }

    private void check(Structure structure, Settings settings) {
        if (elements.stream().anyMatch(element -> !kinds.potential().containsKey(element))) {
            return; // told already
        }
        int electrons = kinds.electrons(structure) - charge;
        if (electrons < 1) {
            settings.reject(
                    "charge", "expected less than the " + (electrons + charge) + " valence electrons, found " + charge);
        } else if (electrons % 2 != 0 && !smeared && !magnetism.isPolarised()) {
            settings.reject(
                    "spin",
                    "an odd number of electrons, " + electrons + ", needs smearing or spin: ferro, found neither");
        }
    }

    /** Returns the whole input of a structure of the request. */
    Cp2kTree treeOf(Structure structure) {
        Cp2kTree whole = tree.copy();
        int electrons = kinds.electrons(structure) - charge;
        if (charge != 0) {
            whole.set("FORCE_EVAL/DFT/CHARGE", charge);
        }
        magnetism.write(structure, electrons, whole);
        if (!orbitalTransformation) {
            points.write(structure.lattice(), whole);
        }
        int states = states(electrons, kinds.functions(structure));
        if (states != 0) {
            whole.set(SCF + "ADDED_MOS", magnetism.isPolarised() ? List.of(states, states) : states);
        }
        // the uppermost layer: what earlier attempts have taught
        changes.forEach(
                (path, value) -> value.ifPresentOrElse(text -> whole.set(path, text), () -> whole.remove(path)));
        if (magnetism.isPolarised()) {
            // a repair says one number, each spin wants its own
            whole.value(SCF + "ADDED_MOS")
                    .filter(number -> !number.contains(" "))
                    .ifPresent(number -> whole.set(SCF + "ADDED_MOS", number + " " + number));
        }
        return whole;
    }

    // enough for the tail of the smearing, and no more than the basis has
    private int states(int electrons, int functions) {
        if (addedStates != 0 || !smeared) {
            return addedStates;
        }
        int occupied = (electrons + 1) / 2;
        int wanted = Math.max(8, occupied / 3);
        return wanted >= functions - occupied ? -1 : wanted;
    }

    /** Returns the value in force of a keyword of a structure's input, CP2K's own default where it is not set. */
    Optional<String> value(Structure structure, String path) {
        return treeOf(structure).value(path).or(() -> Optional.ofNullable(Cp2kRemedies.DEFAULTS.get(path)));
    }
}
