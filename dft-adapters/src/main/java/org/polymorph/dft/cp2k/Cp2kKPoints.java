package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.spi.Settings;

/**
 * How the Brillouin zone is sampled: a mesh given outright, or one that follows from a spacing for each cell anew.
 *
 * @param spacing in 1/Å, with 2π
 * @param centring {@code auto}: even divisions are off Γ where all angles are right, for such a mesh has not the symmetry of other
 *     lattices; {@code gamma} or {@code shifted}
 * @param parity {@code any}, {@code even} or {@code odd} divisions; a single one stays
 */
record Cp2kKPoints(Optional<KPointMesh> mesh, double spacing, String centring, String parity) {
    private static final String SECTION = "FORCE_EVAL/DFT/KPOINTS/";
    private static final double RIGHT = 1e-3;

    static Cp2kKPoints read(Settings settings) {
        Optional<KPointMesh> mesh = KPointMesh.read(settings);
        double spacing = settings.number("kspacing", 0.2, 0.01, 10);
        String centring = settings.choice("kcentring", "auto", List.of("auto", "gamma", "shifted"));
        String parity = settings.choice("kparity", "any", List.of("any", "even", "odd"));
        for (String key : List.of("kcentring", "kparity")) {
            if (mesh.isPresent() && settings.has(key)) {
                settings.reject(key, "expected it beside kspacing only, found kgrid");
            }
        }
        return new Cp2kKPoints(mesh, spacing, centring, parity);
    }

    /** Returns the mesh of a cell. */
    KPointMesh of(Lattice lattice) {
        if (mesh.isPresent()) {
            return mesh.get();
        }
        KPointMesh plain = KPointMesh.ofSpacing(lattice, spacing);
        int[] n = {fitted(plain.n1()), fitted(plain.n2()), fitted(plain.n3())};
        boolean off = centring.equals("shifted") || (centring.equals("auto") && isRight(lattice));
        return new KPointMesh(n[0], n[1], n[2], shift(off, n[0]), shift(off, n[1]), shift(off, n[2]));
    }

    private int fitted(int n) {
        boolean fits = parity.equals("any") || n == 1 || (n % 2 == 0) == parity.equals("even");
        return fits ? n : n + 1;
    }

    private static int shift(boolean off, int n) {
        return off && n % 2 == 0 ? 1 : 0;
    }

    private static boolean isRight(Lattice lattice) {
        for (double angle : lattice.angles()) {
            if (Math.abs(angle - 90) > RIGHT) {
                return false;
            }
        }
        return true;
    }

    /** Sets the k-points of a cell; Γ alone needs none. */
    void write(Lattice lattice, Cp2kTree tree) {
        KPointMesh points = of(lattice);
        int[] n = {points.n1(), points.n2(), points.n3()};
        int[] s = {points.s1(), points.s2(), points.s3()};
        boolean gamma = true;
        boolean monkhorst = true;
        for (int i = 0; i < 3; i++) {
            gamma &= n[i] == 1 && s[i] == 0;
            monkhorst &= s[i] == (n[i] % 2 == 0 ? 1 : 0); // as Monkhorst and Pack lay their points
        }
        if (gamma) {
            return;
        }
        if (monkhorst) {
            tree.set(SECTION + "SCHEME", "MONKHORST-PACK " + n[0] + " " + n[1] + " " + n[2]);
        } else {
            tree.set(SECTION + "SCHEME", "GENERAL");
            tree.set(SECTION + "UNITS", "B_VECTOR");
            tree.set(SECTION + "KPOINT", list(n, s));
        }
        tree.set(SECTION + "SYMMETRY", false);
        tree.set(SECTION + "WAVEFUNCTIONS", "COMPLEX");
    }

    // k and −k have the same states: the one found first stands for both
    private static List<String> list(int[] n, int[] s) {
        Map<List<Integer>, Integer> weights = new LinkedHashMap<>();
        for (int i = 0; i < n[0]; i++) {
            for (int j = 0; j < n[1]; j++) {
                for (int k = 0; k < n[2]; k++) {
                    // in halves of a step
                    List<Integer> point = List.of(2 * i + s[0], 2 * j + s[1], 2 * k + s[2]);
                    List<Integer> opposite = new ArrayList<>();
                    for (int axis = 0; axis < 3; axis++) {
                        opposite.add(Math.floorMod(-point.get(axis), 2 * n[axis]));
                    }
                    weights.merge(weights.containsKey(opposite) ? opposite : point, 1, Integer::sum);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        weights.forEach((point, weight) -> {
            StringBuilder line = new StringBuilder();
            for (int axis = 0; axis < 3; axis++) {
                line.append(point.get(axis) / (2.0 * n[axis])).append(' ');
            }
            lines.add(line.append(weight).toString());
        });
        return lines;
    }
}
