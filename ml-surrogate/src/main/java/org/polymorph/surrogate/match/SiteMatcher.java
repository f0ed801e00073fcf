package org.polymorph.surrogate.match;

import java.util.Arrays;
import java.util.Optional;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.isoset.Isoset;
import org.polymorph.surrogate.invariant.isoset.Turn;

/**
 * Maps the sites of a crystal on those of another: the two are laid upon each other, brought into the cell that both fill, and
 * their sites paired so that the sum of the squared distances is least.
 */
final class SiteMatcher {
    private static final int MOST_ROUNDS = 20;
    /** The assignment takes the cube of the number of sites: 2,000 some ten seconds. */
    private static final int MOST_SITES = 2_000;

    private static final double FORBIDDEN = 1e9;

    private final Structure a;
    private final Structure b;
    private final boolean typed;
    private final double[] positionsA;
    private final double[] positionsB;
    private final int copiesA;
    private final int copiesB;
    private final double[] metric = new double[9];
    private final double[] shift;

    private SiteMatcher(Structure a, Structure b, Turn turn, double[][] map, CommonCell cell, boolean typed) {
        this.a = a;
        this.b = b;
        this.typed = typed;
        this.positionsA = CommonCell.positions(cell.ofFirst(), a, turn.atom());
        this.positionsB = CommonCell.positions(cell.ofSecond(), b, turn.otherAtom());
        this.copiesA = positionsA.length / 3 / a.size();
        this.copiesB = positionsB.length / 3 / b.size();
        Lattice first = CommonCell.lattice(cell.ofFirst(), a.lattice());
        Lattice second = CommonCell.lattice(cell.ofSecond(), b.lattice());
        for (int p = 0; p < 9; p++) {
            metric[p] = (product(first, p / 3, p % 3) + product(second, p / 3, p % 3)) / 2;
        }
        this.shift = second.toFractional(new double[] {map[0][3], map[1][3], map[2][3]});
    }

    private static double product(Lattice lattice, int i, int j) {
        return lattice.get(i, 0) * lattice.get(j, 0)
                + lattice.get(i, 1) * lattice.get(j, 1)
                + lattice.get(i, 2) * lattice.get(j, 2);
    }

    /**
     * Returns the map of lowest rms over both directions; empty if one crystal cannot be laid upon the other, or the cell that
     * both fill has more than 2,000 sites.
     */
    static Optional<SiteMap> match(Isoset a, Isoset b, boolean typed) {
        Optional<SiteMap> forward = oneWay(a, b, typed);
        Optional<SiteMap> backward = oneWay(b, a, typed).map(SiteMap::inverse);
        boolean back = backward.isPresent()
                && (forward.isEmpty() || backward.get().rms() < forward.get().rms());
        return back ? backward : forward;
    }

    private static Optional<SiteMap> oneWay(Isoset a, Isoset b, boolean typed) {
        Optional<Turn> turn = a.closestTurn(b);
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        double start = Math.max(a.radius(), b.radius());
        Optional<double[][]> map = Overlay.grow(a.structure(), b.structure(), turn.get(), start, typed);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        return CommonCell.of(a.structure(), b.structure(), map.get())
                .flatMap(cell -> new SiteMatcher(a.structure(), b.structure(), turn.get(), map.get(), cell, typed)
                        .pairs(isMirrored(map.get())));
    }

    private static boolean isMirrored(double[][] map) {
        return map[0][0] * (map[1][1] * map[2][2] - map[1][2] * map[2][1])
                        - map[0][1] * (map[1][0] * map[2][2] - map[1][2] * map[2][0])
                        + map[0][2] * (map[1][0] * map[2][1] - map[1][1] * map[2][0])
                < 0;
    }

    // pairs and the best shift by turns, until the pairs stay
    private Optional<SiteMap> pairs(boolean mirrored) {
        int n = positionsA.length / 3;
        if (n * 3 != positionsB.length || n > MOST_SITES) {
            return Optional.empty();
        }
        int[] partner = new int[n];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[][] squares = squares(n);
            int[] found = Assignment.of(squares);
            for (int i = 0; i < n; i++) {
                if (squares[i][found[i]] >= FORBIDDEN) {
                    return Optional.empty();
                }
            }
            centre(found);
            if (round > 0 && Arrays.equals(found, partner)) {
                break;
            }
            partner = found;
        }
        return Optional.of(map(partner, mirrored));
    }

    private double[][] squares(int n) {
        double[][] squares = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean same = !typed || a.species(i / copiesA) == b.species(j / copiesB);
                squares[i][j] = same ? square(i, j) : FORBIDDEN;
            }
        }
        return squares;
    }

    private double offset(int i, int j, int k) {
        double d = positionsB[3 * j + k] - positionsA[3 * i + k] - shift[k];
        return d - Math.rint(d);
    }

    private double square(int i, int j) {
        double x = offset(i, j, 0);
        double y = offset(i, j, 1);
        double z = offset(i, j, 2);
        return x * x * metric[0]
                + y * y * metric[4]
                + z * z * metric[8]
                + 2 * (x * y * metric[1] + x * z * metric[2] + y * z * metric[5]);
    }

    private void centre(int[] partner) {
        double[] mean = new double[3];
        for (int i = 0; i < partner.length; i++) {
            for (int k = 0; k < 3; k++) {
                mean[k] += offset(i, partner[i], k) / partner.length;
            }
        }
        for (int k = 0; k < 3; k++) {
            shift[k] += mean[k];
        }
    }

    private SiteMap map(int[] partner, boolean mirrored) {
        int[] first = new int[partner.length];
        int[] second = new int[partner.length];
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < partner.length; i++) {
            first[i] = i / copiesA;
            second[i] = partner[i] / copiesB;
            double square = Math.max(0, square(i, partner[i]));
            sum += square;
            largest = Math.max(largest, square);
        }
        return new SiteMap(first, second, Math.sqrt(sum / partner.length), Math.sqrt(largest), mirrored);
    }
}
