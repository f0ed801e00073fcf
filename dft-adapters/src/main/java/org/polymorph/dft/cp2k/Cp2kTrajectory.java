package org.polymorph.dft.cp2k;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * The geometries of a relaxation, from the files that CP2K writes beside its output: positions with the energy of each step, and cells.
 *
 * @param steps those that both files have whole, in their order
 */
record Cp2kTrajectory(List<Step> steps) {
    /** CP2K's file of positions in Å. */
    static final String POSITIONS = "cp2k-pos-1.xyz";
    /** CP2K's file of cells in Å. */
    static final String CELLS = "cp2k-1.cell";

    private static final Pattern HEAD = Pattern.compile("\\s*i\\s*=\\s*(\\d+).*E\\s*=\\s*(\\S+).*");
    private static final int CELL_NUMBERS = 12;

    /**
     * One geometry.
     *
     * @param energy in hartree, with ten decimals
     */
    record Step(double energy, Structure structure) {}

    private record Frame(double energy, List<Element> species, double[] positions) {}

    Cp2kTrajectory {
        steps = List.copyOf(steps);
    }

    /** Reads both files to where they are whole. */
    static Cp2kTrajectory read(InputStream positions, InputStream cells, Map<String, Element> elements)
            throws IOException {
        Map<Integer, Lattice> lattices = lattices(new AsciiLines(cells));
        Map<Integer, Frame> frames = frames(new AsciiLines(positions), elements);
        List<Step> steps = new ArrayList<>();
        frames.forEach((number, frame) -> {
            Lattice lattice = lattices.get(number);
            // the last look at the minimum has no cell of its own
            if (lattice != null) {
                steps.add(new Step(frame.energy(), Structure.ofCartesian(lattice, frame.species(), frame.positions())));
            }
        });
        return new Cp2kTrajectory(steps);
    }

    private static Map<Integer, Lattice> lattices(AsciiLines lines) throws IOException {
        Map<Integer, Lattice> lattices = new TreeMap<>();
        while (lines.next() && lines.terminated()) {
            if (lines.has("#", lines.indent())) {
                continue;
            }
            try {
                double[] row = FortranNumbers.only(lines, CELL_NUMBERS);
                Lattice lattice = Lattice.of(java.util.Arrays.copyOfRange(row, 2, 11));
                if (Math.abs(lattice.volume() - row[11]) > 1e-6 * row[11]) {
                    break; // a damaged line
                }
                lattices.put((int) row[0], lattice);
            } catch (IllegalArgumentException e) {
                break;
            }
        }
        return lattices;
    }

    private static Map<Integer, Frame> frames(AsciiLines lines, Map<String, Element> elements) throws IOException {
        Map<Integer, Frame> frames = new TreeMap<>();
        try {
            while (lines.next() && lines.terminated()) {
                int atoms = (int) FortranNumbers.only(lines, 1)[0];
                Matcher head = HEAD.matcher(lines.next() ? lines.toString() : "");
                if (!head.matches()) {
                    break;
                }
                List<Element> species = new ArrayList<>();
                double[] positions = new double[3 * Math.max(0, atoms)];
                for (int atom = 0; atom < atoms && lines.next() && lines.terminated(); atom++) {
                    String[] words = lines.toString().trim().split("\\s+", 2);
                    species.add(Cp2kGivenInput.element(words[0], elements));
                    System.arraycopy(
                            FortranNumbers.only(words.length > 1 ? words[1] : "", 3), 0, positions, 3 * atom, 3);
                }
                if (atoms < 1 || species.size() < atoms) {
                    break;
                }
                frames.put(
                        Integer.valueOf(head.group(1)),
                        new Frame(FortranNumbers.only(head.group(2), 1)[0], species, positions));
            }
        } catch (IllegalArgumentException e) {
            return frames; // a damaged or cut line: what came before is whole
        }
        return frames;
    }

    Optional<Step> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }
}
