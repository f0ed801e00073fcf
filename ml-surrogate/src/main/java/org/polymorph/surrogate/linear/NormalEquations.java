package org.polymorph.surrogate.linear;

/**
 * The sums a linear regression needs of its data: XᵀX, Xᵀy, yᵀy and the number of rows. Data come in blocks of fixed
 * order, so that the sums are the same to the last bit each time. Not thread-safe.
 */
public final class NormalEquations {
    private final int size;
    private final double[] gram;
    private final double[] moment;
    private double square;
    private int rows;

    /** Makes empty sums for a number of features. */
    public NormalEquations(int size) {
        this.size = size;
        this.gram = new double[size * size];
        this.moment = new double[size];
    }

    /** Makes sums of what {@link #toArray} gave. */
    public static NormalEquations ofArray(double[] values) {
        NormalEquations sums = new NormalEquations((int) values[0]);
        sums.rows = (int) values[1];
        sums.square = values[2];
        int at = 3;
        for (int i = 0; i < sums.size; i++) {
            sums.moment[i] = values[at++];
            for (int j = i; j < sums.size; j++) {
                sums.gram[i * sums.size + j] = values[at++];
            }
        }
        return sums;
    }

    /** Returns all that the sums are, their symmetric part once. */
    public double[] toArray() {
        double[] values = new double[3 + size + size * (size + 1) / 2];
        values[0] = size;
        values[1] = rows;
        values[2] = square;
        int at = 3;
        for (int i = 0; i < size; i++) {
            values[at++] = moment[i];
            for (int j = i; j < size; j++) {
                values[at++] = gram[i * size + j];
            }
        }
        return values;
    }

    /** Returns sums of the same values that change independently. */
    public NormalEquations copy() {
        NormalEquations copy = new NormalEquations(size);
        System.arraycopy(gram, 0, copy.gram, 0, gram.length);
        System.arraycopy(moment, 0, copy.moment, 0, size);
        copy.square = square;
        copy.rows = rows;
        return copy;
    }

    /** Returns the number of features. */
    public int size() {
        return size;
    }

    /** Returns the number of data. */
    public int rows() {
        return rows;
    }

    /** Returns yᵀy. */
    public double square() {
        return square;
    }

    double[] gram() {
        return gram;
    }

    double[] moment() {
        return moment;
    }

    /** Returns entry (i, i) of XᵀX. */
    public double diagonal(int i) {
        return gram[i * size + i];
    }

    /**
     * Adds data.
     *
     * @param block the transposed design: size × count, row-major
     * @param y the values, count of them
     */
    public void add(double[] block, double[] y, int count) {
        OpenBlas.addSquare(size, count, block, gram);
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += block[i * count + k] * y[k];
            }
            moment[i] += sum;
        }
        for (int k = 0; k < count; k++) {
            square += y[k] * y[k];
        }
        rows += count;
    }

    /** Adds {@code sign} times other sums of the same size; −1 takes data out again. */
    public void add(NormalEquations other, int sign) {
        for (int i = 0; i < gram.length; i++) {
            gram[i] += sign * other.gram[i];
        }
        for (int i = 0; i < size; i++) {
            moment[i] += sign * other.moment[i];
        }
        square += sign * other.square;
        rows += sign * other.rows;
    }

    /** Returns the sums for features that are divided by {@code scale}. */
    public NormalEquations scaled(double[] scale) {
        NormalEquations out = new NormalEquations(size);
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                out.gram[i * size + j] = gram[i * size + j] / (scale[i] * scale[j]);
            }
            out.moment[i] = moment[i] / scale[i];
        }
        out.square = square;
        out.rows = rows;
        return out;
    }

    /** Returns the sum of squared residuals ‖y − Xw‖². */
    public double residual(double[] w) {
        double linear = 0;
        double quadratic = 0;
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = i + 1; j < size; j++) {
                sum += gram[i * size + j] * w[j];
            }
            quadratic += w[i] * (2 * sum + gram[i * size + i] * w[i]);
            linear += w[i] * moment[i];
        }
        return Math.max(0, square - 2 * linear + quadratic);
    }

    /** Returns the trace of XᵀX·S for a symmetric S in its upper triangle. */
    double traceWith(double[] s) {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = i + 1; j < size; j++) {
                sum += gram[i * size + j] * s[i * size + j];
            }
            trace += 2 * sum + gram[i * size + i] * s[i * size + i];
        }
        return trace;
    }
}
