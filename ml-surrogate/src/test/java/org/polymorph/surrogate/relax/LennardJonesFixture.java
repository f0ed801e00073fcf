package org.polymorph.surrogate.relax;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** Lennard-Jones, energy- and force-shifted at the cutoff, ε = 1 eV, σ = 2 Å, rc = 2.5σ: independent of the adapters. */
final class LennardJonesFixture implements Calculator {
    private static final double SIGMA = 2;
    private static final double CUTOFF = 2.5 * SIGMA;

    @Override
    public Evaluation evaluate(Structure structure) {
        NeighborList near = NeighborList.of(structure, CUTOFF);
        double energy = 0;
        double[] forces = new double[3 * structure.size()];
        double[] virial = new double[9];
        for (int i = 0; i < structure.size(); i++) {
            for (int p = near.start(i); p < near.start(i + 1); p++) {
                double r = near.distance(p);
                energy += 0.5 * (bare(r) - bare(CUTOFF) - (r - CUTOFF) * slope(CUTOFF));
                double s = slope(r) - slope(CUTOFF);
                double[] d = {near.dx(p), near.dy(p), near.dz(p)};
                for (int k = 0; k < 3; k++) {
                    forces[3 * i + k] += s * d[k] / r;
                    for (int l = 0; l < 3; l++) {
                        virial[3 * k + l] += 0.5 * s * d[k] * d[l] / r / structure.volume();
                    }
                }
            }
        }
        return new Evaluation(energy, forces, Stress.ofMatrix(virial));
    }

    private static double bare(double r) {
        double s6 = Math.pow(SIGMA / r, 6);
        return 4 * (s6 * s6 - s6);
    }

    private static double slope(double r) {
        double s6 = Math.pow(SIGMA / r, 6);
        return 4 * (-12 * s6 * s6 + 6 * s6) / r;
    }

    /** Returns face-centred cubic argon with a cubic cell of four atoms. */
    static Structure fcc(double a) {
        return Structure.of(Lattice.cubic(a), argon(4), new double[] {0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0});
    }

    /** Returns hexagonal close-packed argon. */
    static Structure hcp(double a, double c) {
        return Structure.of(
                Lattice.ofParameters(a, a, c, 90, 90, 120), argon(2), new double[] {0, 0, 0, 1.0 / 3, 2.0 / 3, .5});
    }

    static List<Element> argon(int n) {
        List<Element> species = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            species.add(Element.Ar);
        }
        return species;
    }

    /** Returns a structure with its atoms moved and its cell strained at random. */
    static Structure rattled(Structure structure, double amplitude, double strain, long seed) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
        double[] cartesian = structure.cartesian();
        for (int i = 0; i < cartesian.length; i++) {
            cartesian[i] += amplitude * (2 * random.nextDouble() - 1);
        }
        double[] e = new double[9];
        for (int i = 0; i < 9; i++) {
            e[i] = strain * (2 * random.nextDouble() - 1);
        }
        return Structure.ofCartesian(structure.lattice(), structure.species(), cartesian)
                .strained(e);
    }
}
