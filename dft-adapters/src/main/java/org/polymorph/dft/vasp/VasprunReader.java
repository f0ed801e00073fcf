package org.polymorph.dft.vasp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * Reads a vasprun.xml of VASP 4.6 to 6.5 in one pass, without entities and document types. Up to VASP 5 the energies that end
 * a calculation stand under wrong names: {@code e_wo_entrp} is E(σ→0) and {@code e_0_energy} is −TS. So only the free
 * energy is taken from there, and the others by their distance from it in the last electronic step.
 */
final class VasprunReader {
    private static final XMLInputFactory FACTORY = factory();

    private final RunDraft run;
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> energies = new HashMap<>();
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    private String name = "";
    private String structureName = "";
    private @Nullable StepDraft step;
    private double @Nullable [] lattice;
    private double @Nullable [] positions;
    private double wall;
    private boolean timed = true;

    private VasprunReader(Consumer<VaspStep> steps) {
        run = new RunDraft(VaspRun.VASPRUN, steps);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /**
     * Reads to the end.
     *
     * @param steps told each complete step
     */
    static VaspRun read(InputStream in, Consumer<VaspStep> steps) {
        VasprunReader reader = new VasprunReader(steps);
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new PlainText(in), "ISO-8859-1");
            while (xml.hasNext()) {
                reader.accept(xml, xml.next());
            }
        } catch (XMLStreamException | RuntimeException e) {
            // the reader of the JDK throws more than it declares where bytes are damaged
            reader.run.whole = false;
            reader.run.facts.put("brokenXml", String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        if (reader.step != null) {
            reader.run.cut();
        }
        return reader.run.run();
    }

    private void accept(XMLStreamReader xml, int event) {
        if (event == XMLStreamConstants.START_ELEMENT) {
            start(xml.getLocalName(), String.valueOf(xml.getAttributeValue(null, "name")));
        } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
            if (text.length() < 4096) {
                text.append(xml.getText());
            }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            end(xml.getLocalName(), path.removeLast());
            text.setLength(0);
        }
    }

    private void start(String tag, String givenName) {
        text.setLength(0);
        switch (tag) {
            case "calculation" -> {
                closeStep();
                step = new StepDraft(run.steps() + 1);
            }
            case "scstep" -> {
                if (step != null) {
                    step.scfSteps++;
                }
            }
            case "energy" -> energies.clear();
            case "structure" -> {
                structureName = givenName;
                lattice = null;
                positions = null;
            }
            case "varray", "array" -> {
                name = givenName;
                rows.clear();
                cells.clear();
            }
            default -> {
                // of no concern until it ends
            }
        }
        path.addLast(tag.equals("i") ? givenName : tag);
    }

    private String parent() {
        return path.isEmpty() ? "" : path.getLast();
    }

    private void end(String tag, String key) {
        switch (tag) {
            case "i" -> item(key);
            case "v" -> row();
            case "c" -> {
                if (name.equals("atomtypes")) {
                    cells.add(text.toString().trim());
                }
            }
            case "varray" -> array();
            case "array" -> types();
            case "structure" -> structure();
            case "energy" -> energy();
            case "time" -> time();
            case "calculation" -> closeStep();
            case "modeling" -> run.whole = true;
            default -> {
                // nothing to keep
            }
        }
    }

    private void item(String key) {
        String value = text.toString().trim();
        if (parent().equals("generator") && key.equals("version")) {
            run.facts.put("version", value);
        } else if (parent().equals("incar")) {
            run.parameters.putIfAbsent(key, value);
        } else if (parent().equals("energy")) {
            energies.put(key, value);
        } else if (path.contains("parameters") && given.add(key)) {
            run.parameters.put(key, value); // the first of them is the ground state's
        }
    }

    private boolean wanted() {
        return switch (name) {
            case "basis", "positions" -> path.contains("structure");
            case "forces", "stress" -> step != null && path.contains("calculation");
            default -> false;
        };
    }

    private void row() {
        if (!wanted()) {
            return;
        }
        try {
            rows.add(FortranNumbers.only(text, 3));
        } catch (NumberFormatException e) {
            cannotRead(name + ": " + text.toString().trim());
            rows.add(new double[] {Double.NaN, Double.NaN, Double.NaN});
        }
    }

    private void cannotRead(String what) {
        if (step != null) {
            step.cannotRead(what);
        } else {
            run.complain("cannot be read: " + what);
        }
    }

    private void array() {
        if (name.equals("selective") && path.contains("structure")) {
            run.facts.put("selectiveDynamics", "true");
        }
        if (!wanted()) {
            name = "";
            return;
        }
        double[] values = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        StepDraft at = step;
        if (name.equals("basis") && values.length == 9) {
            lattice = values;
        } else if (name.equals("positions")) {
            positions = values;
        } else if (name.equals("forces") && at != null && parent().equals("calculation")) {
            at.forces = values;
        } else if (name.equals("stress") && at != null && values.length == 9) {
            at.stress = new double[] {values[0], values[4], values[8], values[1], values[5], values[2]};
        }
        name = "";
    }

    // rows of: how many atoms, element, mass, valence, TITEL of the POTCAR
    private void types() {
        if (name.equals("atomtypes")) {
            List<Element> found = new ArrayList<>();
            List<String> titles = new ArrayList<>();
            for (int i = 0; i + 4 < cells.size(); i += 5) {
                String title = cells.get(i + 4);
                Optional<Element> element =
                        VaspElements.ofLabel(cells.get(i + 1)).or(() -> VaspElements.ofTitle(title));
                int count = cells.get(i).matches("\\d{1,7}") ? Integer.parseInt(cells.get(i)) : 0;
                element.ifPresent(e -> found.addAll(Collections.nCopies(count, e)));
                titles.add(title.replaceAll("\\s+", " "));
            }
            if (run.species.isEmpty()) {
                run.species.addAll(found);
                run.facts.put("potcar", String.join("; ", titles));
            }
        }
        name = "";
    }

    private void structure() {
        double[] cell = lattice;
        double[] at = positions;
        if (cell == null || at == null) {
            return;
        }
        StepDraft draft = step;
        if (draft != null) {
            draft.lattice = cell;
            draft.positions = at;
        } else if (structureName.equals("finalpos")) {
            run.endsWith(cell, at);
        } else if (structureName.equals("initialpos") && at.length == 3 * run.species.size()) {
            try {
                run.initial = Structure.of(Lattice.of(cell), run.species, at);
            } catch (IllegalArgumentException e) {
                run.complain("initial geometry: " + e.getMessage());
            }
        }
    }

    private void energy() {
        StepDraft at = step;
        if (at == null || !energies.containsKey("e_fr_energy")) {
            return;
        }
        double[] values = {number("e_fr_energy"), number("e_wo_entrp"), number("e_0_energy")};
        if (parent().equals("scstep")) {
            at.electronic = values;
        } else if (parent().equals("calculation")) {
            if (Double.isNaN(values[0])) {
                at.cannotRead("e_fr_energy: " + energies.get("e_fr_energy"));
            }
            at.energies = values;
        }
    }

    private double number(String key) {
        try {
            return FortranNumbers.only(energies.getOrDefault(key, ""), 1)[0];
        } catch (NumberFormatException e) {
            return Double.NaN; // the first electronic steps may print stars
        }
    }

    private void time() {
        if (parent().equals("calculation")) {
            try {
                wall += FortranNumbers.only(text, 2)[1];
            } catch (NumberFormatException e) {
                timed = false; // long times run together
            }
        }
    }

    private void closeStep() {
        StepDraft at = step;
        step = null;
        if (at == null) {
            return;
        }
        if (at.scfSteps > 0) {
            at.scfConverged = at.scfSteps < VaspRun.number(run.parameters, "NELM", 60);
        }
        double[] forces = at.forces;
        if (forces != null && !run.species.isEmpty() && forces.length != 3 * run.species.size()) {
            at.cannotRead("forces of " + forces.length / 3 + " atoms, expected " + run.species.size());
        }
        run.close(at);
        if (timed && run.steps() > 0) {
            run.facts.put("wallSeconds", String.format(Locale.ROOT, "%.2f", wall));
        }
    }

    /** Without what VASP writes unescaped, such as an ampersand or a control character in the name of the system. */
    private static final class PlainText extends FilterInputStream {
        PlainText(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            return b < 0 ? b : plain((byte) b) & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = offset; i < offset + count; i++) {
                target[i] = plain(target[i]);
            }
            return count;
        }

        private static byte plain(byte b) {
            return b == '&' || (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') ? (byte) '?' : b;
        }
    }
}
