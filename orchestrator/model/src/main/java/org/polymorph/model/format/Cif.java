package org.polymorph.model.format;

import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Crystallographic information files (CIF 1.1). The symmetry is taken from the listed operations, else the Hall symbol, else
 * the Hermann–Mauguin symbol, else the number of the space group; a file with none of them is taken as P 1. Where only the
 * choice of origin stays open, the one with fewer atoms in the cell is taken, and of equal ones the first.
 * Written as P 1 with every digit.
 */
public final class Cif {
    private Cif() {}

    /**
     * Reads one frame a data block; blocks without a cell and atoms are left out.
     *
     * @param name what to call the source in messages
     * @throws StructureFormatException if something is missing or wrong, with its line, or a site is partly occupied
     */
    public static List<Frame> read(Reader in, String name) {
        LineSource lines = new LineSource(in, name);
        List<Frame> frames = new ArrayList<>();
        List<CifBlock> blocks = CifBlock.blocks(CifTokenizer.tokens(lines), name);
        for (CifBlock block : blocks) {
            if (block.has("_cell_length_a") || block.has("_atom_site_fract_x")) {
                frames.add(new Frame(new CifReader(block).structure()));
            }
        }
        if (frames.isEmpty()) {
            throw lines.error("expected a data block with _cell_length_a and _atom_site_fract_x, found "
                    + (blocks.isEmpty() ? "no data block" : "none in " + blocks.size()));
        }
        return List.copyOf(frames);
    }

    /** Writes one data block a frame, in P 1. */
    public static void write(Appendable out, List<Frame> frames) {
        CifWriter.write(out, frames);
    }
}
