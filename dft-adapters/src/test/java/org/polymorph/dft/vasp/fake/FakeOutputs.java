package org.polymorph.dft.vasp.fake;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.Poscar;
import org.polymorph.model.units.Units;

/** Writes OUTCAR, vasprun.xml, OSZICAR and CONTCAR as VASP 6 does, step by step; each says that it is a stand-in's. */
final class FakeOutputs {
    /** What every file says. */
    static final String NOTE = "STAND-IN for VASP (fake-vasp): numbers of a classical potential, no DFT";

    private static final int FIRST_STEPS = 6;

    private final Path directory;
    private final FakeInputs inputs;
    private final PrintWriter outcar;
    private final PrintWriter xml;
    private final PrintWriter oszicar;
    private int step;

    FakeOutputs(Path directory, FakeInputs inputs) throws IOException {
        this.directory = directory;
        this.inputs = inputs;
        outcar = writer("OUTCAR");
        xml = writer("vasprun.xml");
        oszicar = writer("OSZICAR");
        header();
    }

    private PrintWriter writer(String name) throws IOException {
        return new PrintWriter(Files.newBufferedWriter(directory.resolve(name), StandardCharsets.ISO_8859_1));
    }

    private List<Integer> counts() {
        return inputs.kinds().stream()
                .map(kind -> Collections.frequency(inputs.structure().species(), kind))
                .toList();
    }

    private int bands() {
        return inputs.integer("NBANDS", 4 * inputs.structure().size());
    }

    private void header() {
        outcar.println(" vasp.6.4.3-fake " + NOTE);
        inputs.titles().forEach(title -> outcar.println(" POTCAR:    " + title));
        for (int i = 0; i < inputs.titles().size(); i++) {
            outcar.println("   VRHFIN =" + inputs.kinds().get(i) + ": stand-in");
            outcar.println("   TITEL  = " + inputs.titles().get(i));
        }
        outcar.printf(Locale.ROOT, "   k-points           NKPTS =      1   number of bands    NBANDS= %6d%n", bands());
        outcar.printf(
                Locale.ROOT,
                "   number of dos      NEDOS =    301   number of ions     NIONS = %6d%n",
                inputs.structure().size());
        outcar.println("   ions per type =  "
                + counts().stream().map(count -> String.format("%4d", count)).collect(Collectors.joining()));
        for (String tag : List.of("ISPIN", "NELM", "EDIFF", "EDIFFG", "NSW", "IBRION", "ISIF", "PSTRESS", "ISMEAR")) {
            if (inputs.incar().containsKey(tag)) {
                outcar.println("   " + tag + " = " + inputs.incar().get(tag));
            }
        }
        xml.println("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<modeling>\n<!-- " + NOTE + " -->\n<generator>");
        xml.println(
                " <i name=\"program\" type=\"string\">fake-vasp</i>\n <i name=\"version\" type=\"string\">6.4.3-fake</i>");
        xml.println("</generator>\n<incar>");
        items(inputs.incar());
        xml.println("</incar>\n<parameters>");
        items(inputs.incar());
        xml.println("</parameters>\n<atominfo>\n<array name=\"atomtypes\"><set>");
        for (int i = 0; i < inputs.kinds().size(); i++) {
            Element kind = inputs.kinds().get(i);
            xml.println("<rc><c>" + counts().get(i) + "</c><c>" + kind + "</c><c>" + kind.mass() + "</c><c>4.0</c><c>"
                    + inputs.titles().get(i) + "</c></rc>");
        }
        xml.println("</set></array>\n</atominfo>");
        structure(inputs.structure(), "initialpos");
    }

    private void items(Map<String, String> entries) {
        entries.forEach((tag, value) -> xml.println(" <i name=\"" + tag + "\">" + value + "</i>"));
    }

    private void structure(Structure structure, String name) {
        xml.println("<structure name=\"" + name + "\"><crystal><varray name=\"basis\">");
        rows(structure.lattice().toArray());
        xml.println("</varray></crystal><varray name=\"positions\">");
        rows(structure.fractional());
        xml.println("</varray></structure>");
    }

    private void rows(double[] values) {
        for (int i = 0; i < values.length; i += 3) {
            xml.printf(Locale.ROOT, "<v> %16.8f %16.8f %16.8f </v>%n", values[i], values[i + 1], values[i + 2]);
        }
    }

    /** Writes one ionic step; with stars in the place of its energy where it is to be unreadable. */
    void step(Structure structure, Evaluation evaluation, boolean converged, boolean stars) throws IOException {
        step++;
        double energy = evaluation.energy();
        int electronic = converged ? FIRST_STEPS : inputs.integer("NELM", 60);
        xml.println("<calculation>");
        for (int k = 1; k <= electronic; k++) {
            double at = k == electronic ? energy : energy + Math.pow(10, 1 - k);
            outcar.printf(
                    Locale.ROOT,
                    "%n----------------------------------------- Iteration %4d(%4d)  ---------------------------------------%n%n",
                    step,
                    k);
            outcar.printf(Locale.ROOT, "  free energy    TOTEN  =  %18.8f eV%n%n", at);
            outcar.printf(Locale.ROOT, "  energy without entropy =%18.8f  energy(sigma->0) =%18.8f%n", at, at);
            oszicar.printf(Locale.ROOT, "DAV: %3d    %18.12E   -0.10000E-01   -0.1E-02   100   0.1E-01%n", k, at);
            xml.println("<scstep>");
            energies(at, false);
            xml.println("</scstep>");
        }
        if (converged) {
            outcar.println(
                    "------------------------ aborting loop because EDIFF is reached ----------------------------------------");
        }
        forces(structure, evaluation, stars);
        structure(structure, "");
        xml.println("<varray name=\"forces\">");
        rows(evaluation.forces());
        xml.println("</varray><varray name=\"stress\">");
        double[] kilobar = evaluation.stress().toMatrix();
        for (int i = 0; i < 9; i++) {
            kilobar[i] /= -Units.KBAR;
        }
        rows(kilobar);
        xml.println("</varray>");
        energies(energy, stars);
        xml.println("<time name=\"totalsc\">    0.10    0.10</time>\n</calculation>");
        oszicar.printf(Locale.ROOT, "%4d F= %.8E E0= %.8E  d E =%.6E%n", step, energy, energy, 0.0);
        contcar(structure);
        outcar.flush();
        xml.flush();
        oszicar.flush();
    }

    private void energies(double energy, boolean stars) {
        String text = stars ? "**************" : String.format(Locale.ROOT, "%16.8f", energy);
        xml.println("<energy><i name=\"e_fr_energy\"> " + text + " </i><i name=\"e_wo_entrp\"> " + text
                + " </i><i name=\"e_0_energy\"> " + text + " </i></energy>");
    }

    private void forces(Structure structure, Evaluation evaluation, boolean stars) {
        double[] v = evaluation.stress().toVoigt();
        double[] kilobar = {v[0], v[1], v[2], v[5], v[3], v[4]};
        outcar.print("  in kB ");
        for (double value : kilobar) {
            outcar.printf(Locale.ROOT, "%12.5f", -value / Units.KBAR);
        }
        outcar.printf(
                Locale.ROOT,
                "%n  external pressure = %11.2f kB  Pullay stress = %11.2f kB%n",
                evaluation.stress().pressure() / Units.KBAR - inputs.number("PSTRESS", 0),
                inputs.number("PSTRESS", 0));
        outcar.println("      direct lattice vectors                 reciprocal lattice vectors");
        double[] cell = structure.lattice().toArray();
        double[] inverse = structure.lattice().inverseArray();
        for (int i = 0; i < 3; i++) {
            outcar.printf(
                    Locale.ROOT,
                    " %13.9f%13.9f%13.9f %13.9f%13.9f%13.9f%n",
                    cell[3 * i],
                    cell[3 * i + 1],
                    cell[3 * i + 2],
                    inverse[i],
                    inverse[3 + i],
                    inverse[6 + i]);
        }
        outcar.println(" POSITION                                       TOTAL-FORCE (eV/Angst)");
        outcar.println(" -----------------------------------------------------------------------------------");
        double[] positions = structure.cartesian();
        double[] force = evaluation.forces();
        for (int i = 0; i < positions.length; i += 3) {
            outcar.printf(
                    Locale.ROOT,
                    " %13.5f%13.5f%13.5f   %14.6f%14.6f%14.6f%n",
                    positions[i],
                    positions[i + 1],
                    positions[i + 2],
                    force[i],
                    force[i + 1],
                    force[i + 2]);
        }
        outcar.println(" -----------------------------------------------------------------------------------");
        String text = stars ? "******************" : String.format(Locale.ROOT, "%18.8f", evaluation.energy());
        outcar.println("  free  energy   TOTEN  = " + text + " eV\n");
        outcar.println("  energy  without entropy=" + text + "  energy(sigma->0) =" + text);
    }

    private void contcar(Structure structure) throws IOException {
        StringBuilder text = new StringBuilder();
        Poscar.write(text, new Frame(structure, Optional.empty(), Map.of()));
        Files.writeString(directory.resolve("CONTCAR"), text.toString().replaceFirst(".*", NOTE));
    }

    /** Writes a line into OUTCAR. */
    void say(String line) {
        outcar.println(line);
    }

    /** Writes the ends of all files. */
    void end(Structure structure) {
        structure(structure, "finalpos");
        xml.println("</modeling>");
        outcar.println("\n General timing and accounting informations for this job:");
        outcar.println(" ========================================================\n");
        outcar.println("                         Elapsed time (sec):        1.000");
        outcar.println("                   Maximum memory used (kb):       30000.");
        outcar.println("                 Voluntary context switches:           10");
        close();
    }

    /** Leaves the files as they are, without their ends. */
    void close() {
        outcar.close();
        xml.close();
        oszicar.close();
    }
}
