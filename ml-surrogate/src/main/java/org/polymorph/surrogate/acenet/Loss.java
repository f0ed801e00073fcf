package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.List;

/**
 * The negative logarithm of the likelihood of a batch of labels under Gaussian noise, and its exact gradient by the
 * weights: a sum of squared errors of energy, force components and virial components an atom over the variance of each.
 * Has scratch space; not thread-safe.
 */
final class Loss {
    private final AtomicNetwork network;
    private final AtomicNetwork.Pass[] passes;
    private final double[] noise;
    private final int width;
    private double[][] x = new double[0][];
    private double[][] energies = new double[0][];
    private double[][] gradients = new double[0][];
    private double[][] tangents = new double[0][];
    private final int[] rows;

    /**
     * Makes a loss.
     *
     * @param noise standard deviations of the energy (eV/atom), a force component (eV/Å), a virial component (eV/atom)
     */
    Loss(AtomicNetwork network, int elements, double[] noise) {
        this.network = network;
        this.width = network.features();
        this.noise = noise.clone();
        this.passes = new AtomicNetwork.Pass[elements];
        Arrays.setAll(passes, z -> network.pass());
        this.rows = new int[elements];
        x = new double[elements][0];
        energies = new double[elements][0];
        gradients = new double[elements][0];
        tangents = new double[elements][0];
    }

    private void gather(List<Sample> batch) {
        Arrays.fill(rows, 0);
        for (Sample s : batch) {
            for (int z : s.species()) {
                rows[z]++;
            }
        }
        for (int z = 0; z < rows.length; z++) {
            if (energies[z].length < rows[z]) {
                energies[z] = new double[rows[z]];
                x[z] = new double[rows[z] * width];
                gradients[z] = new double[rows[z] * width];
                tangents[z] = new double[rows[z] * width];
            }
        }
        int[] next = new int[rows.length];
        for (Sample s : batch) {
            for (int i = 0; i < s.atoms(); i++) {
                int z = s.species()[i];
                System.arraycopy(s.features(), i * width, x[z], next[z]++ * width, width);
            }
        }
    }

    /** Returns what the network says of each structure: energy, forces and stress. */
    double[][] predict(List<Sample> batch, double[][] weights) {
        gather(batch);
        for (int z = 0; z < rows.length; z++) {
            if (rows[z] > 0) {
                passes[z].evaluate(rows[z], x[z], part(weights, z), energies[z], gradients[z]);
            }
        }
        int[] next = new int[rows.length];
        double[][] out = new double[batch.size()][];
        for (int b = 0; b < out.length; b++) {
            Sample s = batch.get(b);
            out[b] = new double[s.columns()];
            for (int i = 0; i < s.atoms(); i++) {
                int z = s.species()[i];
                int r = next[z]++;
                out[b][0] += energies[z][r];
                push(s, i, gradients[z], r * width, out[b]);
            }
        }
        return out;
    }

    static double[][] part(double[][] weights, int z) {
        return Arrays.copyOfRange(weights, z * AtomicNetwork.BLOCKS, (z + 1) * AtomicNetwork.BLOCKS);
    }

    private void push(Sample s, int i, double[] g, int at, double[] out) {
        float[] d = s.derivatives()[i];
        int[] moved = s.moved()[i];
        int strain = out.length - 6;
        for (int m = 0; m <= moved.length; m++) {
            int first = 3 * m * width;
            if (m < moved.length) {
                double y0 = 0;
                double y1 = 0;
                double y2 = 0;
                for (int k = 0; k < width; k++) {
                    double v = g[at + k];
                    y0 += v * d[first + k];
                    y1 += v * d[first + width + k];
                    y2 += v * d[first + 2 * width + k];
                }
                int to = 1 + 3 * moved[m];
                int own = 1 + 3 * i;
                out[to] -= y0;
                out[to + 1] -= y1;
                out[to + 2] -= y2;
                out[own] += y0;
                out[own + 1] += y1;
                out[own + 2] += y2;
            } else {
                for (int v = 0; v < 6; v++) {
                    double y = 0;
                    for (int k = 0; k < width; k++) {
                        y += g[at + k] * d[first + v * width + k];
                    }
                    out[strain + v] += y / s.volume();
                }
            }
        }
    }

    // From factors on the outputs to tangents of the features of one atom.
    private void pull(Sample s, int i, double[] factors, double[] t, int at) {
        float[] d = s.derivatives()[i];
        int[] moved = s.moved()[i];
        Arrays.fill(t, at, at + width, 0);
        for (int m = 0; m < moved.length; m++) {
            int to = 1 + 3 * moved[m];
            int own = 1 + 3 * i;
            int first = 3 * m * width;
            double f0 = factors[own] - factors[to];
            double f1 = factors[own + 1] - factors[to + 1];
            double f2 = factors[own + 2] - factors[to + 2];
            for (int k = 0; k < width; k++) {
                t[at + k] += f0 * d[first + k] + f1 * d[first + width + k] + f2 * d[first + 2 * width + k];
            }
        }
        int strain = factors.length - 6;
        for (int v = 0; v < 6; v++) {
            double f = factors[strain + v] / s.volume();
            int first = (3 * moved.length + v) * width;
            for (int k = 0; k < width; k++) {
                t[at + k] += f * d[first + k];
            }
        }
    }

    /** Returns the deviations from the targets over the expected noise. */
    double[][] errors(List<Sample> batch, double[][] weights) {
        double[][] out = predict(batch, weights);
        for (int b = 0; b < out.length; b++) {
            Sample s = batch.get(b);
            for (int c = 0; c < out[b].length; c++) {
                out[b][c] = (out[b][c] - s.target()[c]) * precision(s, c);
            }
        }
        return out;
    }

    private double precision(Sample s, int c) {
        double unit = c == 0
                ? 1.0 / (s.atoms() * noise[0])
                : c < s.columns() - 6 ? 1 / noise[1] : s.volume() / (s.atoms() * noise[2]);
        return unit / s.noise()[c];
    }

    /** Returns half the mean over structures of the sum of squares. */
    double value(List<Sample> batch, double[][] weights) {
        double sum = 0;
        for (double[] errors : errors(batch, weights)) {
            for (double e : errors) {
                sum += e * e / 2;
            }
        }
        return sum / batch.size();
    }

    /** Computes {@link #value} and adds its gradient. */
    double addGradient(List<Sample> batch, double[][] weights, double[][] gradient) {
        double[][] errors = errors(batch, weights);
        double sum = 0;
        int[] next = new int[rows.length];
        double[][] factors = new double[rows.length][];
        for (int z = 0; z < rows.length; z++) {
            factors[z] = new double[rows[z]];
        }
        for (int b = 0; b < errors.length; b++) {
            Sample s = batch.get(b);
            for (int c = 0; c < errors[b].length; c++) {
                sum += errors[b][c] * errors[b][c] / 2;
                errors[b][c] *= precision(s, c) / batch.size();
            }
            for (int i = 0; i < s.atoms(); i++) {
                int z = s.species()[i];
                int r = next[z]++;
                factors[z][r] = errors[b][0];
                pull(s, i, errors[b], tangents[z], r * width);
            }
        }
        for (int z = 0; z < rows.length; z++) {
            if (rows[z] > 0) {
                passes[z].addGradient(x[z], part(weights, z), factors[z], tangents[z], part(gradient, z));
            }
        }
        return sum / batch.size();
    }
}
