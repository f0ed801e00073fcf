package org.polymorph.model.format;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * POSCAR and CONTCAR files of VASP 4 and 5. Read: one or three scale factors, a negative one as the volume, Direct and
 * Cartesian positions, selective dynamics, labels such as {@code Si_pv}; velocities and what else follows the positions are
 * left out. Written: VASP 5 with Direct positions, every digit kept, atoms in their own order (an element may come twice).
 */
public final class Poscar {
    /** The key of {@link Frame#info()} that keeps the flags of selective dynamics, such as {@code TTF FFF}. */
    public static final String SELECTIVE_DYNAMICS = "selective_dynamics";

    private Poscar() {}

    /**
     * Reads the one structure of a file.
     *
     * @param name what to call the source in messages
     * @throws StructureFormatException if something is missing or wrong, with its line
     */
    public static Frame read(Reader in, String name) {
        return new PoscarReader(new LineSource(in, name)).frame();
    }

    /** Writes one structure. */
    public static void write(Appendable out, Frame frame) {
        StringBuilder text = new StringBuilder();
        Structure structure = frame.structure();
        text.append(structure.composition()).append("\n1.0\n");
        Lattice lattice = structure.lattice();
        for (int i = 0; i < 3; i++) {
            vector(text, lattice.get(i, 0), lattice.get(i, 1), lattice.get(i, 2))
                    .append('\n');
        }
        appendCounts(text, structure);
        String[] flags = flags(frame);
        text.append(flags.length > 0 ? "Selective dynamics\n" : "").append("Direct\n");
        double[] fractional = structure.fractional();
        for (int i = 0; i < structure.size(); i++) {
            vector(text, fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]);
            if (flags.length > 0) {
                for (char flag : flags[i].toCharArray()) {
                    text.append(' ').append(flag);
                }
            }
            text.append('\n');
        }
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // flags of another number of atoms belong to another structure
    private static String[] flags(Frame frame) {
        String[] flags = LineSource.words(frame.info().getOrDefault(SELECTIVE_DYNAMICS, ""));
        boolean fits = flags.length == frame.structure().size();
        for (String flag : flags) {
            fits &= flag.matches("[TF]{3}");
        }
        return fits ? flags : new String[0];
    }

    private static void appendCounts(StringBuilder text, Structure structure) {
        List<Element> runs = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (Element element : structure.species()) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last) == element) {
                counts.set(last, counts.get(last) + 1);
            } else {
                runs.add(element);
                counts.add(1);
            }
        }
        runs.forEach(element -> text.append(' ').append(element));
        text.append('\n');
        counts.forEach(count -> text.append(' ').append(count));
        text.append('\n');
    }

    private static StringBuilder vector(StringBuilder text, double x, double y, double z) {
        return text.append("  ").append(x).append("  ").append(y).append("  ").append(z);
    }
}
