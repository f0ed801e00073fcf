package org.polymorph.surrogate.invariant.search;

/** A rectangle of a distance matrix, in Å. Its numbers are overwritten by the next tile of the same thread. */
public final class DistanceTile {
    private final int firstRow;
    private final int firstColumn;
    private final double[][] distances;
    private final int rows;

    DistanceTile(int firstRow, int rows, int firstColumn, double[][] distances) {
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstColumn = firstColumn;
        this.distances = distances;
    }

    /** Returns the number, in the table, of the vector of row 0. */
    public int firstRow() {
        return firstRow;
    }

    public int rows() {
        return rows;
    }

    /** Returns the number, in the table, of the vector of column 0. */
    public int firstColumn() {
        return firstColumn;
    }

    public int columns() {
        return distances[0].length;
    }

    public double distance(int row, int column) {
        return distances[row][column];
    }
}
