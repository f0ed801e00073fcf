package org.polymorph.surrogate.external;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.external.ExternalAnswer.Deviations;

/**
 * How far a program is from labels, once the elements' energies are fitted: root mean squares of the energy per atom (eV), of
 * the length of an atom's force error (eV/Å) and of a component of the stress (eV/Å³), and the factors that its own standard
 * deviations need to match them.
 *
 * @param rms of energy, force and stress
 * @param factors on deviations of energy, force and stress; 1 where the program gives none
 * @param told whether the program gives any
 */
record Residuals(double[] rms, double[] factors, boolean told) {
    private static final int KINDS = 3;

    /**
     * Sums up.
     *
     * @param differences label − program
     * @param deviations what the program said of each
     * @param references energy of each element, eV
     */
    static Residuals of(
            List<LabelledStructure> differences,
            List<Optional<Deviations>> deviations,
            List<Element> elements,
            double[] references) {
        double[] squares = new double[KINDS];
        double[] counts = new double[KINDS];
        double[] found = new double[KINDS];
        double[] expected = new double[KINDS];
        for (int s = 0; s < differences.size(); s++) {
            double[] errors = errors(differences.get(s), elements, references);
            int atoms = differences.get(s).structure().size();
            double[] weights = {1, atoms, 6};
            for (int kind = 0; kind < KINDS; kind++) {
                squares[kind] += errors[kind];
                counts[kind] += weights[kind];
            }
            deviations.get(s).ifPresent(own -> {
                double[] variances = {
                    own.energy() * own.energy() / atoms / atoms,
                    Arrays.stream(own.forces()).map(x -> x * x).sum(),
                    Arrays.stream(own.stress().toVoigt()).map(x -> x * x).sum()
                };
                for (int kind = 0; kind < KINDS; kind++) {
                    found[kind] += errors[kind];
                    expected[kind] += variances[kind];
                }
            });
        }
        double[] rms = new double[KINDS];
        double[] factors = new double[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            rms[kind] = Math.sqrt(squares[kind] / Math.max(1, counts[kind]));
            factors[kind] = found[kind] > 0 && expected[kind] > 0 ? Math.sqrt(found[kind] / expected[kind]) : 1;
        }
        return new Residuals(rms, factors, deviations.stream().anyMatch(Optional::isPresent));
    }

    // summed squares of the energy per atom, of all forces, of all stresses
    private static double[] errors(LabelledStructure difference, List<Element> elements, double[] references) {
        Evaluation left = difference.evaluation();
        double energy = left.energy();
        for (Element element : difference.structure().species()) {
            energy -= references[elements.indexOf(element)];
        }
        double perAtom = energy / left.size();
        return new double[] {
            perAtom * perAtom,
            Arrays.stream(left.forces()).map(x -> x * x).sum(),
            Arrays.stream(left.stress().toVoigt()).map(x -> x * x).sum()
        };
    }
}
