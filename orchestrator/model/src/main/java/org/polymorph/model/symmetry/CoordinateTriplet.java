package org.polymorph.model.symmetry;

/** Three coordinates of a point in terms of x, y and z, such as {@code x,2x,1/4}. Immutable and thread-safe. */
public final class CoordinateTriplet {
    private final String text;
    private final int[] factors = new int[9];
    private final double[] shift = new double[3];

    /**
     * Reads coordinates.
     *
     * @throws IllegalArgumentException if they are none
     */
    public CoordinateTriplet(String text) {
        this.text = text;
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("expected coordinates such as x,2x,1/4, found \"" + text + "\"");
        }
        for (int row = 0; row < 3; row++) {
            new OperationTerm(parts[row], text).read(factors, shift, row);
        }
    }

    /** Returns the point for some values of x, y and z. */
    public double[] at(double x, double y, double z) {
        double[] point = new double[3];
        for (int k = 0; k < 3; k++) {
            point[k] = factors[3 * k] * x + factors[3 * k + 1] * y + factors[3 * k + 2] * z + shift[k];
        }
        return point;
    }

    /** Returns the number of x, y and z that occur. */
    public int freedom() {
        int free = 0;
        for (int k = 0; k < 3; k++) {
            free += factors[k] != 0 || factors[3 + k] != 0 || factors[6 + k] != 0 ? 1 : 0;
        }
        return free;
    }

    // Each letter stands alone with a factor of one in its own coordinate, x in the first, and the factors are whole
    // numbers, so that whole cells more or less change nothing.
    boolean fits(double[] point, double tolerance) {
        double x = factors[0] == 1 ? point[0] - shift[0] : 0;
        double y = factors[4] == 1 ? point[1] - shift[1] : 0;
        double z = factors[8] == 1 ? point[2] - shift[2] : 0;
        for (int k = 0; k < 3; k++) {
            double difference =
                    factors[3 * k] * x + factors[3 * k + 1] * y + factors[3 * k + 2] * z + shift[k] - point[k];
            if (Math.abs(difference - Math.rint(difference)) > tolerance) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CoordinateTriplet that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
