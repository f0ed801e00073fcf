package org.polymorph.surrogate.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;

/** Random cells of some elements, and labels that a smooth pair potential gives them. */
public final class RandomCells {
    private RandomCells() {}

    public static Structure cell(long seed, Element... species) {
        SplittableRandom random = new SplittableRandom(seed);
        double edge = Math.cbrt(20.0 * species.length);
        double[] rows = new double[9];
        for (int k = 0; k < 9; k++) {
            rows[k] = (k % 4 == 0 ? edge : 0) + 0.5 * (random.nextDouble() - 0.5);
        }
        Lattice lattice = Lattice.of(rows);
        double[] x = new double[3 * species.length];
        for (int i = 0; i < species.length; i++) {
            double nearest;
            do {
                for (int k = 0; k < 3; k++) {
                    x[3 * i + k] = random.nextDouble();
                }
                nearest = nearest(lattice, x, i);
            } while (nearest < 1.9);
        }
        return Structure.of(lattice, List.of(species), x);
    }

    private static double nearest(Lattice lattice, double[] x, int i) {
        double nearest = 100;
        for (int j = 0; j < i; j++) {
            for (int image = 0; image < 27; image++) {
                int[] shift = {image % 3 - 1, image / 3 % 3 - 1, image / 9 - 1};
                double[] d = new double[3];
                for (int k = 0; k < 3; k++) {
                    d[k] = x[3 * i + k] - x[3 * j + k] + shift[k];
                }
                double[] c = lattice.toCartesian(d);
                nearest = Math.min(nearest, Math.sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]));
            }
        }
        return nearest;
    }

    /** Returns labels of made-up energies, forces and stresses: enough to give a model with coefficients of all kinds. */
    public static List<LabelledStructure> madeUpLabels(int count, Element... species) {
        List<LabelledStructure> labels = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            SplittableRandom random = new SplittableRandom(1000 + s);
            double[] forces = random.doubles(3L * species.length, -1, 1).toArray();
            Stress stress = Stress.ofVoigt(random.doubles(6, -0.02, 0.02).toArray());
            double energy = species.length * (-5 + 0.2 * random.nextDouble());
            labels.add(new LabelledStructure(
                    String.format("label-%04d", s), cell(s, species), new Evaluation(energy, forces, stress)));
        }
        return labels;
    }

    /** Returns random Si8 cells with the energies, forces and stresses of the potential of Stillinger and Weber. */
    public static List<LabelledStructure> silicon(int count) {
        Element[] species = new Element[8];
        Arrays.fill(species, Element.Si);
        StillingerWeber potential = new StillingerWeber(StillingerWeber.Parameters.SILICON);
        return IntStream.range(0, count)
                .mapToObj(s -> {
                    Structure structure = cell(s, species);
                    return new LabelledStructure(String.format("%04d", s), structure, potential.evaluate(structure));
                })
                .toList();
    }
}
