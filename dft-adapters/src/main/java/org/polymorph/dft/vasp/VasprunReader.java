package org.polymorph.dft.vasp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final String DIRECTION = "xx yy zz";

    private final RunDraft run;
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> energies = new HashMap<>();
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();
    private String name = "";
    private String structureName = "";
    private @Nullable StepDraft step;
    private double @Nullable [] lattice;
    private double @Nullable [] positions;

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
        reader.closeStep();
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
            path.removeLast();
            end(xml.getLocalName());
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
            case "varray", "set" -> {
                rows.clear();
                cells.clear();
            }
            default -> {
                // of no concern until it ends
            }
        }
        if (tag.equals("varray") || tag.equals("array")) {
            name = givenName;
        }
        path.addLast(tag.equals("i") || tag.equals("v") ? givenName : tag);
    }

    private boolean inside(String tag) {
        return path.contains(tag);
    }

    private void end(String tag) {
        switch (tag) {
            case "i" -> item();
            case "v" -> row();
            case "c" -> {
                if (name.equals("atoms") || name.equals("atomtypes")) {
                    cells.add(text.toString().trim());
                }
            }
            case "varray" -> array();
            case "set" -> atoms();
            case "structure" -> structure();
            case "energy" -> energy();
            case "calculation" -> closeStep();
            case "modeling" -> run.whole = true;
            default -> {
                // nothing to keep
            }
        }
    }
}
