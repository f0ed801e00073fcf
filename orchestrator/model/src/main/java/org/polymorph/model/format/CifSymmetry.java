package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.symmetry.HallSymbol;
import org.polymorph.model.symmetry.SpaceGroupSetting;
import org.polymorph.model.symmetry.SymmetryOperation;

/** Finds the symmetry operations of a data block and applies them to its sites. */
final class CifSymmetry {
    /** Images of one site nearer than this (Å) are one atom on a special position whose coordinates were rounded. */
    private static final double SAME_ATOM = 0.05;

    /** How much lengths and angles may miss the symmetry, relative. */
    private static final double CELL_TOLERANCE = 5e-3;

    private final CifBlock block;
    private final Lattice lattice;

    CifSymmetry(CifBlock block, Lattice lattice) {
        this.block = block;
        this.lattice = lattice;
    }

    Structure structure(List<CifSite> sites) {
        Optional<List<SymmetryOperation>> known = listed().or(this::ofHallSymbol);
        if (known.isPresent()) {
            return expand(sites, known.get());
        }
        List<SpaceGroupSetting> settings = settings();
        if (settings.isEmpty()) {
            return expand(sites, List.of(SymmetryOperation.IDENTITY));
        }
        Structure best = expand(sites, settings.get(0).operations());
        for (SpaceGroupSetting other : settings.subList(1, settings.size())) {
            boolean onlyOrigin = other.number() == settings.get(0).number()
                    && other.choice().equals("2")
                    && settings.get(0).choice().equals("1");
            if (onlyOrigin) {
                Structure candidate = expand(sites, other.operations());
                best = candidate.size() < best.size() ? candidate : best;
            }
        }
        return best;
    }

    private Optional<List<SymmetryOperation>> listed() {
        Optional<List<CifToken>> column =
                block.column("_symmetry_equiv_pos_as_xyz", "_space_group_symop_operation_xyz");
        if (column.isEmpty()) {
            return Optional.empty();
        }
        Set<SymmetryOperation> operations = new LinkedHashSet<>();
        operations.add(SymmetryOperation.IDENTITY);
        for (CifToken token : column.get()) {
            try {
                operations.add(SymmetryOperation.parse(token.text()));
            } catch (IllegalArgumentException e) {
                throw block.error(token, String.valueOf(e.getMessage()));
            }
        }
        CifToken last = column.get().get(column.get().size() - 1);
        for (SymmetryOperation first : operations) {
            for (SymmetryOperation second : operations) {
                if (!operations.contains(second.after(first))) {
                    throw block.error(
                            last,
                            "the " + operations.size() + " symmetry operations are not complete: " + first
                                    + " and then " + second + " is " + second.after(first) + ", which is not listed");
                }
            }
        }
        return Optional.of(List.copyOf(operations));
    }

    private Optional<List<SymmetryOperation>> ofHallSymbol() {
        Optional<CifToken> token = block.value("_symmetry_space_group_name_hall", "_space_group_name_hall");
        try {
            return token.map(t -> HallSymbol.operations(t.text()));
        } catch (IllegalArgumentException e) {
            throw block.error(token.orElseThrow(), String.valueOf(e.getMessage()));
        }
    }

    private List<SpaceGroupSetting> settings() {
        Optional<CifToken> symbol = block.value("_symmetry_space_group_name_h-m", "_space_group_name_h-m_alt");
        Optional<CifToken> number = block.value("_symmetry_int_tables_number", "_space_group_it_number");
        Optional<CifToken> named = symbol.or(() -> number);
        if (named.isEmpty()) {
            return List.of();
        }
        List<SpaceGroupSetting> settings =
                symbol.map(token -> SpaceGroupSetting.ofSymbol(token.text())).orElse(List.of());
        if (settings.isEmpty() && number.isPresent()) {
            settings = ofNumber(number.get());
        }
        if (settings.isEmpty()) {
            throw block.error(
                    named.get(),
                    "unknown space group \"" + named.get().text()
                            + "\"; expected a Hermann-Mauguin symbol of the International Tables such as F d -3 m :1");
        }
        Optional<String> code =
                block.value("_space_group_it_coordinate_system_code").map(CifToken::text);
        List<SpaceGroupSetting> chosen = code.isEmpty()
                ? settings
                : settings.stream()
                        .filter(setting -> setting.choice().equalsIgnoreCase(code.get()))
                        .toList();
        List<SpaceGroupSetting> fitting = (chosen.isEmpty() ? settings : chosen)
                .stream()
                        .filter(setting -> setting.fits(lattice, CELL_TOLERANCE))
                        .toList();
        if (fitting.isEmpty()) {
            throw block.error(
                    named.get(),
                    "the cell " + lattice + " does not fit the space group \""
                            + named.get().text() + "\"");
        }
        return fitting;
    }

    private List<SpaceGroupSetting> ofNumber(CifToken token) {
        try {
            return SpaceGroupSetting.ofNumber(Integer.parseInt(token.text().strip()));
        } catch (IllegalArgumentException e) {
            throw block.error(token, "expected a space group number between 1 and 230, found \"" + token.text() + "\"");
        }
    }

    private Structure expand(List<CifSite> sites, List<SymmetryOperation> operations) {
        List<Element> species = new ArrayList<>();
        List<double[]> positions = new ArrayList<>();
        List<CifToken> places = new ArrayList<>();
        for (CifSite site : sites) {
            for (double[] image : orbit(site.position(), operations)) {
                species.add(site.element());
                positions.add(image);
                places.add(site.place());
            }
        }
        return withoutRepeats(Structure.of(lattice, species, flat(positions)), places);
    }

    private static double[] flat(List<double[]> positions) {
        double[] flat = new double[3 * positions.size()];
        for (int i = 0; i < positions.size(); i++) {
            System.arraycopy(positions.get(i), 0, flat, 3 * i, 3);
        }
        return flat;
    }

    /** Returns the images of a point, those on one place averaged; the point itself as given if nothing falls on it. */
    private List<double[]> orbit(double[] point, List<SymmetryOperation> operations) {
        List<double[]> images = new ArrayList<>();
        List<double[]> offsets = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (SymmetryOperation operation : operations) {
            boolean itself = operation.equals(SymmetryOperation.IDENTITY);
            double[] image = itself ? point.clone() : wrapped(operation.apply(point[0], point[1], point[2]));
            int same = 0;
            double[] offset = new double[3];
            while (same < images.size() && !near(images.get(same), image, offset)) {
                same++;
            }
            if (same == images.size()) {
                images.add(image);
                offsets.add(new double[3]);
                counts.add(1);
            } else {
                counts.set(same, counts.get(same) + 1);
                for (int k = 0; k < 3; k++) {
                    offsets.get(same)[k] += offset[k];
                }
            }
        }
        for (int i = 0; i < images.size(); i++) {
            for (int k = 0; k < 3; k++) {
                images.get(i)[k] += offsets.get(i)[k] / counts.get(i);
            }
        }
        return images;
    }

    private static double[] wrapped(double[] point) {
        for (int k = 0; k < 3; k++) {
            point[k] -= Math.floor(point[k]);
        }
        return point;
    }

    // two points so near differ by less than half a cell along each axis, once whole cells are taken off
    private boolean near(double[] from, double[] to, double[] offset) {
        for (int k = 0; k < 3; k++) {
            double difference = to[k] - from[k];
            offset[k] = difference - Math.rint(difference);
        }
        double[] vector = lattice.toCartesian(offset);
        return vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2] < SAME_ATOM * SAME_ATOM;
    }

    // some files list both all atoms of the cell and the operations that make them
    private Structure withoutRepeats(Structure all, List<CifToken> places) {
        NeighborList pairs = NeighborList.of(all, SAME_ATOM);
        double[] positions = all.fractional();
        List<Element> species = new ArrayList<>();
        List<double[]> kept = new ArrayList<>();
        boolean[] repeated = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            for (int p = pairs.start(i); p < pairs.start(i + 1); p++) {
                int j = pairs.neighbor(p);
                if (all.species(i) != all.species(j)) {
                    throw block.error(
                            places.get(Math.max(i, j)),
                            "expected one atom on a place, found " + all.species(Math.min(i, j)) + " and "
                                    + all.species(Math.max(i, j)));
                }
                repeated[i] |= j < i && !repeated[j];
            }
            if (!repeated[i]) {
                species.add(all.species(i));
                kept.add(new double[] {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]});
            }
        }
        return kept.size() == all.size() ? all : Structure.of(lattice, species, flat(kept));
    }
}
