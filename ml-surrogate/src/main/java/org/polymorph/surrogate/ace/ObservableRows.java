package org.polymorph.surrogate.ace;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/**
 * One label as rows of the regression: the force components and the virial σV/N, each divided by the noise that is expected
 * of it relative to a quiet label, so that the fit is good where the search ends up; and the energy as it is, of which
 * {@link EnergyRows} are made.
 *
 * <p>One more regressor follows the features: an isotropic virial an atom that the labels' stress has beyond the derivative
 * of their energy, as plane waves of one cutoff energy give it (Pulay stress). It is fitted away and no part of the model.
 *
 * @param design (features + 1) × columns, row-major, rows of the regression being its columns
 * @param target what is to be fitted, one number a column, 0 for the energy
 * @param noise relative noise of each column, at least 1
 */
record ObservableRows(int atoms, double volume, double[] design, double[] target, double[] noise) {

    static ObservableRows of(
            Structure structure, Design design, Evaluation rest, Evaluation label, AceSettings settings) {
        int atoms = design.atoms();
        int columns = design.columns();
        double volume = structure.volume();
        double[] target = new double[columns];
        double[] noise = new double[columns];
        double[] scale = new double[columns];
        scale[0] = 1;
        noise[0] = 1;
        double[] forces = rest.forces();
        double[] full = label.forces();
        for (int i = 0; i < atoms; i++) {
            double f = Math.sqrt(
                    full[3 * i] * full[3 * i] + full[3 * i + 1] * full[3 * i + 1] + full[3 * i + 2] * full[3 * i + 2]);
            for (int k = 0; k < 3; k++) {
                target[1 + 3 * i + k] = forces[3 * i + k];
                scale[1 + 3 * i + k] = 1;
                noise[1 + 3 * i + k] = growth(f, settings.forceWindow());
            }
        }
        double[] stress = rest.stress().toVoigt();
        for (int v = 0; v < 6; v++) {
            target[columns - 6 + v] = stress[v];
            scale[columns - 6 + v] = volume / atoms;
            noise[columns - 6 + v] = growth(label.stress().maxAbs() * volume / atoms, settings.energyWindow());
        }
        double[] rows = Arrays.copyOf(design.values(), design.values().length + columns);
        for (int v = 0; v < 3; v++) {
            rows[rows.length - 6 + v] = atoms / volume;
        }
        for (int c = 0; c < columns; c++) {
            double factor = scale[c] / noise[c];
            target[c] *= factor;
            for (int f = c; f < rows.length; f += columns) {
                rows[f] *= factor;
            }
        }
        return new ObservableRows(atoms, volume, rows, target, noise);
    }

    /** Returns the noise of a label at a distance x from the quiet ones. */
    static double growth(double x, double window) {
        double ratio = x / window;
        return Math.sqrt(1 + ratio * ratio);
    }

    int columns() {
        return target.length;
    }

    /** Returns what each regressor has in the energy. */
    double[] energyRow() {
        double[] row = new double[design.length / columns()];
        for (int f = 0; f < row.length; f++) {
            row[f] = design[f * columns()];
        }
        return row;
    }

    /** Returns the first column of a kind. */
    int from(int kind) {
        return kind == 0 ? 0 : kind == 1 ? 1 : columns() - 6;
    }

    /** Returns the end of a kind's columns. */
    int to(int kind) {
        return kind == 0 ? 1 : kind == 1 ? columns() - 6 : columns();
    }

    /** Copies one kind of several labels side by side: features × {@code count}, row-major. */
    static double[] block(List<ObservableRows> labels, int kind, int features, int count) {
        double[] block = new double[features * count];
        int at = 0;
        for (ObservableRows label : labels) {
            int from = label.from(kind);
            int width = label.to(kind) - from;
            for (int f = 0; f < features; f++) {
                System.arraycopy(label.design, f * label.columns() + from, block, f * count + at, width);
            }
            at += width;
        }
        return block;
    }

    /** Returns what turns targets into eV/atom, eV/Å or eV/Å³, one number for each of {@link #targets}. */
    static double[] units(List<ObservableRows> labels, int kind) {
        double[] out = new double
                [labels.stream().mapToInt(l -> l.to(kind) - l.from(kind)).sum()];
        int at = 0;
        for (ObservableRows label : labels) {
            double unit = kind == 2 ? label.atoms / label.volume : 1;
            for (int c = label.from(kind); c < label.to(kind); c++) {
                out[at++] = unit * label.noise[c];
            }
        }
        return out;
    }

    /** Returns the targets of one kind of several labels, one after the other. */
    static double[] targets(List<ObservableRows> labels, int kind) {
        int count = labels.stream().mapToInt(l -> l.to(kind) - l.from(kind)).sum();
        double[] out = new double[count];
        int at = 0;
        for (ObservableRows label : labels) {
            int width = label.to(kind) - label.from(kind);
            System.arraycopy(label.target, label.from(kind), out, at, width);
            at += width;
        }
        return out;
    }
}
