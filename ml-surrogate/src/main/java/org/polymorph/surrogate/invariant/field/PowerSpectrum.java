package org.polymorph.surrogate.invariant.field;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * A power spectrum of the neighbour densities as in SOAP (Bartók, Kondor, Csányi 2013, doi 10.1103/PhysRevB.87.184115, equation
 * 37), averaged over the atoms. The densities are expanded in Gaussians along the radius, damped to zero at the cutoff by a
 * cosine, and spherical harmonics; by the addition theorem the sum over m is one over pairs of neighbours,
 * p(n, n', l) = Σ_ij g_n(r_i) g_n'(r_j) P_l(cos γ_ij). Neighbours of different elements have channels of their own.
 *
 * @param cutoff radius of the surroundings in Å
 * @param radial number of Gaussians
 * @param degree largest l
 */
public record PowerSpectrum(double cutoff, int radial, int degree) {
    public PowerSpectrum {
        if (!(cutoff > 0 && Double.isFinite(cutoff)) || radial < 1 || degree < 0) {
            throw new IllegalArgumentException(
                    "expected a cutoff and a number of Gaussians above zero and a degree of at" + " least 0, found "
                            + cutoff + ", " + radial + " and " + degree);
        }
    }

    /**
     * Returns the spectrum: for each pair of channels c ≤ c', a channel being an element and a Gaussian, the degrees 0 to the
     * largest.
     *
     * @param elements the elements that have channels, in this order
     * @throws IllegalArgumentException if an element of the structure is not among them
     */
    public double[] of(Structure structure, List<Element> elements) {
        int channels = elements.size() * radial;
        double[] spectrum = new double[channels * (channels + 1) / 2 * (degree + 1)];
        int[] kinds = new int[structure.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = elements.indexOf(structure.species(i));
            if (kinds[i] < 0) {
                throw new IllegalArgumentException(
                        "expected atoms of " + elements + " alone, found " + structure.species(i));
            }
        }
        NeighborList near = NeighborList.of(structure, cutoff);
        double[] legendre = new double[degree + 1];
        for (int i = 0; i < structure.size(); i++) {
            double[][] weights = weights(near, i);
            for (int p = near.start(i); p < near.start(i + 1); p++) {
                for (int q = near.start(i); q < near.start(i + 1); q++) {
                    double cosine = (near.dx(p) * near.dx(q) + near.dy(p) * near.dy(q) + near.dz(p) * near.dz(q))
                            / (near.distance(p) * near.distance(q));
                    legendre(cosine, legendre);
                    add(
                            spectrum,
                            legendre,
                            kinds[near.neighbor(p)],
                            weights[p - near.start(i)],
                            kinds[near.neighbor(q)],
                            weights[q - near.start(i)],
                            channels);
                }
            }
        }
        for (int at = 0; at < spectrum.length; at++) {
            spectrum[at] /= structure.size();
        }
        return spectrum;
    }

    private double[][] weights(NeighborList near, int atom) {
        double width = cutoff / radial;
        double[][] weights = new double[near.start(atom + 1) - near.start(atom)][radial];
        for (int p = 0; p < weights.length; p++) {
            double r = near.distance(near.start(atom) + p);
            double damping = (1 + Math.cos(Math.PI * r / cutoff)) / 2;
            for (int n = 0; n < radial; n++) {
                double x = (r - (n + 0.5) * width) / width;
                weights[p][n] = damping * Math.exp(-x * x / 2);
            }
        }
        return weights;
    }

    private static void legendre(double x, double[] values) {
        values[0] = 1;
        for (int l = 1; l < values.length; l++) {
            values[l] = l == 1 ? x : ((2 * l - 1) * x * values[l - 1] - (l - 1) * values[l - 2]) / l;
        }
    }

    private void add(
            double[] spectrum,
            double[] legendre,
            int kindP,
            double[] weightsP,
            int kindQ,
            double[] weightsQ,
            int channels) {
        for (int n = 0; n < radial; n++) {
            int first = kindP * radial + n;
            for (int m = 0; m < radial; m++) {
                int second = kindQ * radial + m;
                if (second < first) {
                    continue;
                }
                int pair = first * channels - first * (first - 1) / 2 + second - first;
                double weight = weightsP[n] * weightsQ[m];
                for (int l = 0; l <= degree; l++) {
                    spectrum[pair * (degree + 1) + l] += weight * legendre[l];
                }
            }
        }
    }
}
