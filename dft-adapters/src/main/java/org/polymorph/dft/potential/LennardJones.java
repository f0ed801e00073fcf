package org.polymorph.dft.potential;

import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/**
 * Lennard-Jones, energy and force shifted to zero at the cutoff: with V(r) = 4ε[(σ/r)¹² − (σ/r)⁶] a pair has the energy
 * V(r) − V(rc) − (r − rc)·V′(rc) below rc. Immutable and thread-safe.
 */
public final class LennardJones implements Calculator {
    private static final int NUMBERS = 5; // a pair's 4εσ¹², 4εσ⁶, rc, V(rc), V′(rc)

    private final @Nullable KnownElements known;
    private final int types;
    private final double[] table;
    private final double cutoff;

    private LennardJones(@Nullable KnownElements known, int types) {
        this(known, types, new double[NUMBERS * types * types], 0);
    }

    private LennardJones(@Nullable KnownElements known, int types, double[] table, double cutoff) {
        this.known = known;
        this.types = types;
        this.table = table;
        this.cutoff = cutoff;
    }

    /**
     * One pair of kinds of atoms.
     *
     * @param epsilon depth of the well in eV
     * @param sigma in Å
     * @param cutoff in units of σ
     */
    record Pair(double epsilon, double sigma, double cutoff) {}

    /** Makes a potential that takes every element for the same kind of atom. */
    static LennardJones ofAnyElement(Pair pair) {
        return new LennardJones(null, 1).with(0, 0, pair);
    }

    /** Makes a potential of several elements, without interaction until {@link #with} gives it. */
    static LennardJones of(KnownElements known) {
        return new LennardJones(known, known.elements().size());
    }

    /** Returns this potential with the interaction of two kinds of atoms set. */
    LennardJones with(int a, int b, Pair pair) {
        double[] copy = table.clone();
        double sixth = Math.pow(pair.sigma(), 6);
        double rc = pair.cutoff() * pair.sigma();
        double c12 = 4 * pair.epsilon() * sixth * sixth;
        double c6 = 4 * pair.epsilon() * sixth;
        double ratio = Math.pow(rc, -6);
        double[] numbers = {c12, c6, rc, ratio * (c12 * ratio - c6), -6 * ratio * (2 * c12 * ratio - c6) / rc};
        System.arraycopy(numbers, 0, copy, NUMBERS * (a * types + b), NUMBERS);
        System.arraycopy(numbers, 0, copy, NUMBERS * (b * types + a), NUMBERS);
        return new LennardJones(known, types, copy, Math.max(cutoff, rc));
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        int[] type = known == null ? new int[structure.size()] : known.typesOf(structure);
        NeighborList list = neighbors.of(structure, cutoff);
        Tally tally = new Tally(structure.size());
        for (int i = 0; i < type.length; i++) {
            for (int n = list.start(i); n < list.start(i + 1); n++) {
                int j = list.neighbor(n);
                if (j < i) {
                    continue; // seen from the other end
                }
                int at = NUMBERS * (type[i] * types + type[j]);
                double r = list.distance(n);
                double rc = table[at + 2];
                if (r >= rc) {
                    continue;
                }
                double inverse2 = 1 / (r * r);
                double inverse6 = inverse2 * inverse2 * inverse2;
                double weight = j == i ? 0.5 : 1; // a self-image is listed in both directions
                double twelve = table[at] * inverse6;
                double six = table[at + 1];
                double edgeSlope = table[at + 4];
                tally.energy += weight * (inverse6 * (twelve - six) - table[at + 3] - (r - rc) * edgeSlope);
                double slopeOverR = -6 * inverse6 * (2 * twelve - six) * inverse2 - edgeSlope / r;
                tally.pair(i, j, list.dx(n), list.dy(n), list.dz(n), weight * slopeOverR);
            }
        }
        return tally.toEvaluation(structure.volume());
    }
}
