package org.polymorph.model.format;

import java.io.Reader;
import java.util.List;

/**
 * Extended XYZ as ASE reads and writes it: a count, a line of keys and values ({@code Lattice}, {@code Properties},
 * {@code energy}, {@code stress}, {@code pbc}, …), one line an atom. Energy in eV, forces in eV/Å, stress in eV/Å³ tensile
 * positive as nine numbers or six in Voigt order; in its absence {@code virial} (eV) counts as −V·stress.
 *
 * <p>A frame without all three of energy, forces and stress has no evaluation: its forces are left out, its energy stays
 * among the other keys. Writing and reading gives every number back bit for bit. As the file keeps Cartesian positions and a
 * {@link org.polymorph.model.crystal.Structure} fractional ones, files get a column {@code fractional:R:3} where the
 * positions alone would not do; a reader of this class trusts it only as long as it gives the very positions beside it.
 */
public final class ExtXyz {
    /** The column that keeps fractional coordinates exactly. */
    static final String FRACTIONAL = "fractional";

    private ExtXyz() {}

    /**
     * Reads all frames.
     *
     * @param name what to call the source in messages
     * @throws StructureFormatException if something is missing or wrong, with its line
     */
    public static List<Frame> read(Reader in, String name) {
        return new ExtXyzReader(new LineSource(in, name)).frames();
    }

    /** Writes frames one after the other. */
    public static void write(Appendable out, List<Frame> frames) {
        ExtXyzWriter.write(out, frames);
    }
}
