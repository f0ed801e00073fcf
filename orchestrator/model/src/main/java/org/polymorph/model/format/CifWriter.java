package org.polymorph.model.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Writes structures as data blocks in P 1. */
final class CifWriter {
    private CifWriter() {}

    static void write(Appendable out, List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < frames.size(); i++) {
            Structure structure = frames.get(i).structure();
            text.append("data_").append(structure.composition());
            text.append(frames.size() > 1 ? "_" + (i + 1) : "").append('\n');
            head(text, structure);
            atoms(text, structure);
            text.append('\n');
        }
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void head(StringBuilder text, Structure structure) {
        Lattice lattice = structure.lattice();
        double[] angles = lattice.angles();
        StringBuilder formula = new StringBuilder();
        structure.composition().counts().forEach((element, count) -> formula.append(formula.isEmpty() ? "" : " ")
                .append(element)
                .append(count));
        line(text, "_chemical_formula_sum", "'" + formula + "'");
        line(text, "_cell_length_a", lattice.length(0));
        line(text, "_cell_length_b", lattice.length(1));
        line(text, "_cell_length_c", lattice.length(2));
        line(text, "_cell_angle_alpha", angles[0]);
        line(text, "_cell_angle_beta", angles[1]);
        line(text, "_cell_angle_gamma", angles[2]);
        line(text, "_cell_volume", lattice.volume());
        line(text, "_symmetry_space_group_name_H-M", "'P 1'");
        line(text, "_symmetry_Int_Tables_number", 1);
        text.append("loop_\n_symmetry_equiv_pos_as_xyz\n'x,y,z'\n");
    }

    private static void line(StringBuilder text, String tag, Object value) {
        text.append(tag).append(' ').append(value).append('\n');
    }

    private static void atoms(StringBuilder text, Structure structure) {
        text.append("""
                loop_
                _atom_site_label
                _atom_site_type_symbol
                _atom_site_fract_x
                _atom_site_fract_y
                _atom_site_fract_z
                _atom_site_occupancy
                """);
        double[] positions = rightHanded(structure);
        Map<Element, Integer> counts = new EnumMap<>(Element.class);
        for (int i = 0; i < structure.size(); i++) {
            Element element = structure.species(i);
            text.append(element)
                    .append(counts.merge(element, 1, Integer::sum))
                    .append(' ')
                    .append(element);
            for (int k = 3 * i; k < 3 * i + 3; k++) {
                text.append(' ').append(positions[k]);
            }
            text.append(" 1\n");
        }
    }

    // lengths and angles do not tell a left-handed cell; its vectors turned round make a right-handed one of the same
    // crystal
    private static double[] rightHanded(Structure structure) {
        double[] positions = structure.fractional();
        if (structure.lattice().isLeftHanded()) {
            for (int i = 0; i < positions.length; i++) {
                positions[i] = 0 - positions[i];
            }
        }
        return positions;
    }
}
