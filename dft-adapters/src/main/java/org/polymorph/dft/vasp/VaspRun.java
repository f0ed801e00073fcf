package org.polymorph.dft.vasp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/**
 * Everything read from one output file of a VASP run, complete or not.
 *
 * @param source the kind of file: vasprun.xml or OUTCAR
 * @param whole whether the file goes to its end
 * @param energies free energies in eV of all complete steps, in their order
 * @param last the last complete step
 * @param unfinished whether another step was begun after it
 * @param parameters what VASP says its parameters are, by INCAR's names
 * @param species of the atoms in their order; empty if not told
 * @param initial the geometry it began with
 * @param ionsConverged absent where the file does not say
 * @param unconvergedSteps how many of the complete steps had no converged electronic minimisation
 * @param damage what is wrong with the file itself
 * @param stopped whether STOPCAR ended it
 * @param facts version, wall seconds, memory, magnetisation and the like
 * @param complaints lines that warn or tell of errors, at most some dozens
 */
record VaspRun(
        String source,
        boolean whole,
        List<Double> energies,
        Optional<VaspStep> last,
        boolean unfinished,
        Map<String, String> parameters,
        List<Element> species,
        Optional<Structure> initial,
        Optional<Boolean> ionsConverged,
        int unconvergedSteps,
        Optional<String> damage,
        boolean stopped,
        Map<String, String> facts,
        List<String> complaints) {
    static final String VASPRUN = "vasprun.xml";
    static final String OUTCAR = "OUTCAR";

    VaspRun {
        energies = List.copyOf(energies);
        parameters = Map.copyOf(parameters);
        species = List.copyOf(species);
        facts = Map.copyOf(facts);
        complaints = List.copyOf(complaints);
    }

    /** Returns a parameter as a whole number. */
    int integer(String key, int fallback) {
        return (int) number(key, fallback);
    }

    /** Returns a parameter as a number. */
    double number(String key, double fallback) {
        return number(parameters, key, fallback);
    }

    /** Returns one of several parameters as a number. */
    static double number(Map<String, String> parameters, String key, double fallback) {
        String text = parameters.get(key);
        try {
            return text == null ? fallback : FortranNumbers.read(text, 1)[0];
        } catch (NumberFormatException e) {
            return fallback; // VASP prints stars where a column is too narrow
        }
    }

    /** Returns whether one of several parameters is a Fortran .TRUE. */
    static boolean flag(Map<String, String> parameters, String key) {
        return parameters.getOrDefault(key, "").trim().toUpperCase(Locale.ROOT).matches("\\.?T(RUE)?\\.?.*");
    }

    /** Returns whether the ions (and the cell) were to be relaxed. */
    boolean relaxes() {
        int algorithm = integer("IBRION", -1);
        return integer("NSW", 0) > 0 && algorithm >= 1 && algorithm <= 3;
    }
}
