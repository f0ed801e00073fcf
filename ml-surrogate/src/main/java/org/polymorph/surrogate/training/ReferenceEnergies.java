package org.polymorph.surrogate.training;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;

/** Energies of the elements by least squares of the labels' energies on their compositions. */
public final class ReferenceEnergies {
    private ReferenceEnergies() {}

    /**
     * Fits one energy in eV an element; where compositions do not tell elements apart, the solution nearest to equal
     * energies is taken, by way of a slight ridge about the common mean.
     *
     * @param energies what is left of each label's energy, eV
     */
    public static double[] fit(List<LabelledStructure> labels, double[] energies, List<Element> elements) {
        int[][] counts = new int[labels.size()][elements.size()];
        for (int s = 0; s < counts.length; s++) {
            for (Element element : labels.get(s).structure().species()) {
                counts[s][elements.indexOf(element)]++;
            }
        }
        return fit(counts, energies);
    }

    /**
     * Fits as {@link #fit(List, double[], List)} does.
     *
     * @param counts of each label, the number of atoms of each element
     * @param energies what is left of each label's energy, eV
     */
    public static double[] fit(int[][] counts, double[] energies) {
        int n = counts[0].length;
        double mean = 0;
        for (int s = 0; s < counts.length; s++) {
            mean += energies[s] / Arrays.stream(counts[s]).sum() / counts.length;
        }
        double[] matrix = new double[n * n];
        double[] right = new double[n];
        for (int s = 0; s < counts.length; s++) {
            double atoms = Arrays.stream(counts[s]).sum();
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    matrix[a * n + b] += counts[s][a] / atoms * counts[s][b] / atoms;
                }
                right[a] += counts[s][a] / atoms * (energies[s] / atoms - mean);
            }
        }
        for (int a = 0; a < n; a++) {
            matrix[a * n + a] += 1e-6 * counts.length;
        }
        double[] solution = solve(n, matrix, right);
        for (int a = 0; a < n; a++) {
            solution[a] += mean;
        }
        return solution;
    }

    // Gaussian elimination of a small positive definite matrix.
    private static double[] solve(int n, double[] m, double[] b) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double factor = m[i * n + k] / m[k * n + k];
                for (int j = k; j < n; j++) {
                    m[i * n + j] -= factor * m[k * n + j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                b[k] -= m[k * n + j] * b[j];
            }
            b[k] /= m[k * n + k];
        }
        return b;
    }
}
