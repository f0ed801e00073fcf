package org.polymorph.surrogate.property.site;

import org.polymorph.model.crystal.NeighborList;

/**
 * Distances to the neighbours of a site and angles between them, as sums of smooth functions that weigh each neighbour by which
 * atom it is an image of: Σⱼ wⱼ·exp(−(rⱼ − μ)²/2s²)·f(rⱼ), and Σⱼₖ wⱼ·w′ₖ·f(rⱼ)·f(rₖ)·Pₗ(cos θⱼₖ) (Behler and Parrinello 2007, doi
 * 10.1103/PhysRevLett.98.146401, with the Legendre polynomials of Bartók, Kondor and Csányi 2013, doi
 * 10.1103/PhysRevB.87.184115), f(r) = (1 + cos(πr/c))/2 up to a cutoff c. Immutable.
 *
 * @param cutoff of the distances, Å
 * @param radial functions of the distance
 * @param degree largest l
 */
record Surroundings(double cutoff, int radial, int degree) {
    /** Cutoffs of the angles, as shares of that of the distances. */
    private static final double[] SHELLS = {0.5, 0.75};

    /** Products of two kinds of weights. */
    private static final int PRODUCTS = 3;

    /** Returns how many numbers {@link #addDistances} writes. */
    int distances(int channels) {
        return channels * radial;
    }

    /** Returns how many numbers {@link #addAngles} writes. */
    int angles() {
        return SHELLS.length * PRODUCTS * degree;
    }

    /**
     * Writes functions of the distances.
     *
     * @param weights of each atom, for each channel
     * @param at where the first one goes
     */
    void addDistances(NeighborList list, int atom, double[][] weights, double[] out, int at) {
        double spacing = cutoff / (radial + 1);
        for (int p = list.start(atom); p < list.start(atom + 1); p++) {
            double r = list.distance(p);
            for (int g = 0; g < radial; g++) {
                double off = (r - (g + 1) * spacing) / spacing;
                double value = Math.exp(-off * off / 2) * fading(r, cutoff);
                for (int c = 0; c < weights.length; c++) {
                    out[at + c * radial + g] += weights[c][list.neighbor(p)] * value;
                }
            }
        }
    }

    private static double fading(double r, double end) {
        return r < end ? (1 + Math.cos(Math.PI * r / end)) / 2 : 0;
    }

    /**
     * Writes functions of the angles, for both kinds of weights and the two together.
     *
     * @param weights of each atom, two channels
     * @param at where the first one goes
     */
    void addAngles(NeighborList list, int atom, double[][] weights, double[] out, int at) {
        int first = list.start(atom);
        int count = list.start(atom + 1) - first;
        int place = at;
        for (double shell : SHELLS) {
            double[] own = new double[count];
            double[] other = new double[count];
            for (int n = 0; n < count; n++) {
                double f = fading(list.distance(first + n), shell * cutoff);
                own[n] = f * weights[0][list.neighbor(first + n)];
                other[n] = f * weights[1][list.neighbor(first + n)];
            }
            for (int j = 0; j < count; j++) {
                for (int k = j; k < count && (own[j] != 0 || other[j] != 0); k++) {
                    if (own[k] != 0 || other[k] != 0) {
                        double twice = j == k ? 1 : 2;
                        double[] products = {
                            twice * own[j] * own[k],
                            twice / 2 * (own[j] * other[k] + other[j] * own[k]),
                            twice * other[j] * other[k]
                        };
                        addLegendre(cosine(list, first + j, first + k), products, out, place);
                    }
                }
            }
            place += PRODUCTS * degree;
        }
    }

    private void addLegendre(double cosine, double[] products, double[] out, int at) {
        double before = 1;
        double value = cosine;
        for (int l = 1; l <= degree; l++) {
            for (int c = 0; c < PRODUCTS; c++) {
                out[at + c * degree + l - 1] += products[c] * value;
            }
            double next = ((2 * l + 1) * cosine * value - l * before) / (l + 1);
            before = value;
            value = next;
        }
    }

    private static double cosine(NeighborList list, int p, int q) {
        double dot = list.dx(p) * list.dx(q) + list.dy(p) * list.dy(q) + list.dz(p) * list.dz(q);
        return dot / (list.distance(p) * list.distance(q));
    }
}
