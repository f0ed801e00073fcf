package org.polymorph.dft.potential;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/**
 * The Coulomb energy of point charges in a periodic cell by Ewald's summation (Ewald 1921, doi 10.1002/andp.19213690304),
 * with conducting surroundings. Both sums are cut where their terms have fallen to 1e-15 of the leading ones, so that the
 * splitting parameter α decides about cost only. One evaluation of one structure; not thread-safe.
 */
final class Ewald {
    /** Real-space sum up to r = S/α, reciprocal sum up to k = 2Sα: erfc(S) = 2e-16, exp(−S²) = 2e-15. */
    private static final double S = 5.8;

    private static final double LONGEST_CUTOFF = 14;
    private static final double PAIR_OVER_WAVE = 4; // measured: time of one pair over that of one wave and atom

    private final Structure structure;
    private final double[] charges;
    private final double alpha;
    private double realEnergy;
    private double realSlopeOverR;

    Ewald(Structure structure, double[] charges, double alpha) {
        this.structure = structure;
        this.charges = charges;
        this.alpha = alpha;
    }

    /** Returns the splitting parameter in 1/Å that costs least: α⁶ = π³·(N/V²)·(cost of a pair / cost of a wave). */
    static double cheapestSplitting(int atoms, double volume) {
        double alpha = Math.sqrt(Math.PI) * Math.pow(PAIR_OVER_WAVE * atoms / (volume * volume), 1.0 / 6);
        return Math.max(alpha, S / LONGEST_CUTOFF);
    }

    /** Returns the energy of charges alone; they must add up to zero. */
    static Evaluation evaluate(Structure structure, double[] charges, double alpha) {
        Ewald ewald = new Ewald(structure, charges, alpha);
        NeighborList list = NeighborList.of(structure, ewald.realCutoff());
        Tally tally = new Tally(structure.size());
        for (int i = 0; i < structure.size(); i++) {
            for (int n = list.start(i); n < list.start(i + 1); n++) {
                int j = list.neighbor(n);
                double weight = 0.5 * charges[i] * charges[j];
                ewald.real(list.distance(n));
                tally.energy += weight * ewald.realEnergy();
                tally.pair(i, j, list.dx(n), list.dy(n), list.dz(n), weight * ewald.realSlopeOverR());
            }
        }
        ewald.addReciprocal(tally);
        return tally.toEvaluation(structure.volume());
    }

    double realCutoff() {
        return S / alpha;
    }

    /** Computes erfc(αr)/r in eV for unit charges, and its derivative, for the two getters. */
    void real(double r) {
        double x = alpha * r;
        if (x >= S) {
            realEnergy = 0;
            realSlopeOverR = 0;
            return;
        }
        int at = ErfcTable.at(x);
        double offset = ErfcTable.offset(x);
        double screened = Units.COULOMB * ErfcTable.value(at, offset) / r;
        realEnergy = screened;
        realSlopeOverR = (Units.COULOMB * alpha * ErfcTable.slope(at, offset) - screened) / (r * r);
    }

    double realEnergy() {
        return realEnergy;
    }

    /** Returns the derivative by r, divided by r. */
    double realSlopeOverR() {
        return realSlopeOverR;
    }

    /** Adds the reciprocal sum and the self-energy. */
    void addReciprocal(Tally tally) {
        double squares = 0;
        for (double charge : charges) {
            squares += charge * charge;
        }
        tally.energy -= Units.COULOMB * alpha / Math.sqrt(Math.PI) * squares;
        new Waves(structure, charges, alpha, 2 * S * alpha).addTo(tally);
    }

    /** The plane waves of half the reciprocal sphere, line by line. */
    private static final class Waves {
        private final int size;
        private final double[] charges;
        private final double alpha;
        private final double cutoff;
        private final double volume;
        private final double[] reciprocal; // rows b1, b2, b3 with 2π
        private final Powers first;
        private final Powers second;
        private final Powers third;
        private final double[] lineRe;
        private final double[] lineIm;
        private final double[] re;
        private final double[] im;

        Waves(Structure structure, double[] charges, double alpha, double cutoff) {
            this.size = structure.size();
            this.charges = charges;
            this.alpha = alpha;
            this.cutoff = cutoff;
            this.volume = structure.volume();
            Lattice lattice = structure.lattice();
            double[] inverse = lattice.inverseArray();
            this.reciprocal = new double[9];
            for (int row = 0; row < 3; row++) {
                for (int k = 0; k < 3; k++) {
                    reciprocal[3 * row + k] = 2 * Math.PI * inverse[3 * k + row];
                }
            }
            double[] fractional = structure.fractional();
            double reach = cutoff / (2 * Math.PI);
            this.first = new Powers(fractional, 0, (int) (reach * lattice.length(0)) + 1);
            this.second = new Powers(fractional, 1, (int) (reach * lattice.length(1)) + 1);
            this.third = new Powers(fractional, 2, (int) (reach * lattice.length(2)) + 1);
            this.lineRe = new double[size];
            this.lineIm = new double[size];
            this.re = new double[size];
            this.im = new double[size];
        }

        /**
         * Goes through h·b1 + l·b2 + m·b3 inside the sphere. In the orthogonal frame of b3, then b2, then b1, the bounds of
         * each index follow from those before it (Fincke and Pohst), so that no skew makes the search longer.
         */
        void addTo(Tally tally) {
            double b33 = Math.sqrt(dot(2, 2));
            double b23 = dot(1, 2) / b33;
            double b22 = Math.sqrt(dot(1, 1) - b23 * b23);
            double b13 = dot(0, 2) / b33;
            double b12 = (dot(0, 1) - b13 * b23) / b22;
            double b11 = Math.sqrt(dot(0, 0) - b12 * b12 - b13 * b13);
            for (int h = 0; h * b11 <= cutoff; h++) {
                double wide = Math.sqrt(cutoff * cutoff - h * b11 * h * b11);
                int from = h == 0 ? 0 : (int) Math.ceil((-wide - h * b12) / b22);
                int to = (int) Math.floor((wide - h * b12) / b22);
                for (int l = from; l <= to; l++) {
                    double across = h * b12 + l * b22;
                    double rest = wide * wide - across * across;
                    if (rest < 0) {
                        continue;
                    }
                    double shift = h * b13 + l * b23;
                    int low = h == 0 && l == 0 ? 1 : (int) Math.ceil((-Math.sqrt(rest) - shift) / b33);
                    int high = (int) Math.floor((Math.sqrt(rest) - shift) / b33);
                    if (low <= high) {
                        line(h, l, low, high, tally);
                    }
                }
            }
        }

        private double dot(int a, int b) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += reciprocal[3 * a + k] * reciprocal[3 * b + k];
            }
            return sum;
        }

        private void line(int h, int l, int low, int high, Tally tally) {
            int row = first.row(h);
            int column = second.row(l);
            double sign = l < 0 ? -1 : 1;
            for (int j = 0; j < size; j++) {
                double sine = sign * second.im[column + j];
                lineRe[j] = first.re[row + j] * second.re[column + j] - first.im[row + j] * sine;
                lineIm[j] = first.re[row + j] * sine + first.im[row + j] * second.re[column + j];
            }
            for (int m = low; m <= high; m++) {
                wave(
                        h * reciprocal[0] + l * reciprocal[3] + m * reciprocal[6],
                        h * reciprocal[1] + l * reciprocal[4] + m * reciprocal[7],
                        h * reciprocal[2] + l * reciprocal[5] + m * reciprocal[8],
                        m,
                        tally);
            }
        }

        private void wave(double kx, double ky, double kz, int m, Tally tally) {
            int row = third.row(m);
            double sign = m < 0 ? -1 : 1;
            double sumRe = 0;
            double sumIm = 0;
            for (int j = 0; j < size; j++) {
                double cosine = third.re[row + j];
                double sine = sign * third.im[row + j];
                re[j] = charges[j] * (lineRe[j] * cosine - lineIm[j] * sine);
                im[j] = charges[j] * (lineRe[j] * sine + lineIm[j] * cosine);
                sumRe += re[j];
                sumIm += im[j];
            }
            double k2 = kx * kx + ky * ky + kz * kz;
            double quarter = 1 / (4 * alpha * alpha);
            // twice 2π/V, as the other half of the sphere gives the same
            double factor = Units.COULOMB * 4 * Math.PI / volume * Math.exp(-k2 * quarter) / k2;
            double energy = factor * (sumRe * sumRe + sumIm * sumIm);
            double spread = 2 * energy * (1 / k2 + quarter);
            tally.energy += energy;
            tally.virial(
                    spread * kx * kx - energy,
                    spread * ky * ky - energy,
                    spread * kz * kz - energy,
                    spread * ky * kz,
                    spread * kx * kz,
                    spread * kx * ky);
            double[] forces = tally.forces;
            for (int j = 0; j < size; j++) {
                double push = 2 * factor * (sumRe * im[j] - sumIm * re[j]);
                forces[3 * j] += push * kx;
                forces[3 * j + 1] += push * ky;
                forces[3 * j + 2] += push * kz;
            }
        }
    }

    /** exp(2πi·n·f) of every atom's coordinate f, n = 0 … most. */
    private static final class Powers {
        private final int size;
        final double[] re;
        final double[] im;

        Powers(double[] fractional, int axis, int most) {
            this.size = fractional.length / 3;
            this.re = new double[(most + 1) * size];
            this.im = new double[(most + 1) * size];
            for (int j = 0; j < size; j++) {
                double f = fractional[3 * j + axis];
                double angle = 2 * Math.PI * (f - Math.rint(f));
                double cosine = Math.cos(angle);
                double sine = Math.sin(angle);
                re[j] = 1;
                for (int n = 1; n <= most; n++) {
                    int at = n * size + j;
                    re[at] = re[at - size] * cosine - im[at - size] * sine;
                    im[at] = re[at - size] * sine + im[at - size] * cosine;
                }
            }
        }

        int row(int n) {
            return Math.abs(n) * size;
        }
    }
}
