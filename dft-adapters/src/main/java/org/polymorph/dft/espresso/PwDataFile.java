package org.polymorph.dft.espresso;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/**
 * The final state in pw.x's {@code data-file-schema.xml}, which is in Hartree and bohr.
 *
 * @param energy in Ry, as the standard output has it
 * @param forces N×3 in eV/Å; empty if not computed
 * @param stress in eV/Å³, tensile positive
 */
record PwDataFile(double energy, boolean converged, Structure structure, double[] forces, Optional<Stress> stress) {
    private static final double FORCE = Units.HARTREE / Units.BOHR;
    private static final double STRESS = Units.HARTREE / (Units.BOHR * Units.BOHR * Units.BOHR);

    PwDataFile {
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PwDataFile that
                && Double.compare(energy, that.energy) == 0
                && structure.equals(that.structure)
                && Arrays.equals(forces, that.forces)
                && stress.equals(that.stress);
    }

    @Override
    public int hashCode() {
        return structure.hashCode();
    }

    @Override
    public String toString() {
        return "PwDataFile[energy=" + energy + " Ry, converged=" + converged + ", " + structure + "]";
    }

    /** Reads a file; empty if it is cut, damaged, or of a run that got to no energy. */
    static Optional<PwDataFile> read(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // bytes as they are: pw.x writes ASCII, and a damaged byte must not end up as a line on the standard error
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            Contents contents = new Contents();
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                contents.accept(reader, reader.next());
            }
            return contents.dataFile();
        } catch (XMLStreamException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // texts of the elements below <output>, by their path
    private static final class Contents {
        private final Deque<String> path = new ArrayDeque<>();
        private final Map<String, String> texts = new TreeMap<>();
        private final List<Element> species = new ArrayList<>();
        private final StringBuilder positions = new StringBuilder();
        private final StringBuilder text = new StringBuilder();

        void accept(XMLStreamReader reader, int event) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                path.addLast(reader.getLocalName());
                text.setLength(0);
                if (at().equals("output/atomic_structure/atomic_positions/atom")) {
                    species.add(PwGeometryReader.elementOf(String.valueOf(reader.getAttributeValue(null, "name"))));
                }
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end();
                path.removeLast();
                text.setLength(0);
            }
        }

        private String at() {
            return path.stream().skip(1).reduce((a, b) -> a + "/" + b).orElse("");
        }

        private void end() {
            if (path.size() < 2 || !at().startsWith("output/")) {
                return;
            }
            if (at().equals("output/atomic_structure/atomic_positions/atom")) {
                positions.append(text).append(' ');
            } else {
                texts.put(at(), text.toString());
            }
        }

        Optional<PwDataFile> dataFile() {
            String energy = texts.get("output/total_energy/etot");
            if (energy == null || species.isEmpty()) {
                return Optional.empty();
            }
            String cell = String.join(
                    " ",
                    List.of(
                            texts.getOrDefault("output/atomic_structure/cell/a1", ""),
                            texts.getOrDefault("output/atomic_structure/cell/a2", ""),
                            texts.getOrDefault("output/atomic_structure/cell/a3", "")));
            Structure structure = Structure.ofCartesian(
                    Lattice.of(numbers(cell, 9, Units.BOHR)),
                    species,
                    numbers(positions.toString(), 3 * species.size(), Units.BOHR));
            String forces = texts.getOrDefault("output/forces", "").trim();
            String stress = texts.getOrDefault("output/stress", "").trim();
            return Optional.of(new PwDataFile(
                    2 * numbers(energy, 1, 1)[0],
                    texts.getOrDefault("output/convergence_info/scf_conv/convergence_achieved", "")
                            .trim()
                            .equals("true"),
                    structure,
                    forces.isEmpty() ? new double[0] : numbers(forces, 3 * species.size(), FORCE),
                    stress.isEmpty() ? Optional.empty() : Optional.of(Stress.ofMatrix(numbers(stress, 9, -STRESS)))));
        }

        private static double[] numbers(String text, int count, double unit) {
            double[] numbers = FortranNumbers.read(text, count);
            for (int i = 0; i < count; i++) {
                numbers[i] = numbers[i] * unit + 0.0;
            }
            return numbers;
        }
    }
}
