package org.polymorph.dft.abinit;

import java.util.List;
import java.util.Map;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Writes the input of ABINIT for one structure: the cell in bohr, positions in fractions of it, all digits. */
final class AbinitInput {
    /** Name of the input file in the job's directory. */
    static final String FILE = "abinit.abi";
    /** ABINIT's main output. */
    static final String OUTPUT = "abinit.abo";
    /** Directory below the job's where ABINIT keeps its files. */
    static final String OUT_DIRECTORY = "out";
    /** Directory below the job's where the files of an earlier attempt lie. */
    static final String IN_DIRECTORY = "in";
    /** Wave functions in either directory. */
    static final String WAVE_FUNCTIONS = "run_WFK";
    /** Stands in the input of a left-handed cell, of which ABINIT gets the mirror image through the origin. */
    static final String REVERSED =
            "# all three vectors and all coordinates have the other sign: right-handed for ABINIT";

    /** Operations of the largest point group. */
    private static final int OPERATIONS = 48;

    private AbinitInput() {}

    /**
     * Returns the text of the input.
     *
     * @param directory where the pseudopotentials are when the job runs; empty for the job's own
     * @param fileNames their names there
     * @param tasks of the job
     */
    static String text(
            Structure structure, AbinitSettings settings, String directory, Map<Element, String> fileNames, int tasks) {
        AbinitVariables files = new AbinitVariables();
        files.set("output_file", OUTPUT);
        files.set("indata_prefix", IN_DIRECTORY + "/run");
        files.set("outdata_prefix", OUT_DIRECTORY + "/run");
        files.set("tmpdata_prefix", OUT_DIRECTORY + "/tmp");
        if (!directory.isEmpty()) {
            files.set("pp_dirpath", directory);
        }
        List<Element> elements = settings.elements().stream()
                .filter(structure.species()::contains)
                .toList();
        // a name a line: ABINIT takes lines of 264 characters at most
        String names = String.join(
                ",\n ",
                elements.stream()
                        .map(element -> AbinitVariables.checked(String.valueOf(fileNames.get(element))))
                        .toList());
        StringBuilder text = new StringBuilder(files.text());
        text.append("pseudos \"")
                .append(names)
                .append("\"\n")
                .append(settings.variables().text());
        AbinitVariables rest = new AbinitVariables();
        points(settings.meshFor(structure), rest);
        parallel(settings, structure, tasks, rest);
        settings.magnetism().write(structure, rest);
        return text.append(rest.text()).append(geometry(structure, elements)).toString();
    }

    private static void points(KPointMesh mesh, AbinitVariables variables) {
        variables.set("ngkpt", List.of(mesh.n1(), mesh.n2(), mesh.n3()));
        variables.set("nshiftk", 1);
        variables.set("shiftk", List.of(0.5 * mesh.s1(), 0.5 * mesh.s2(), 0.5 * mesh.s3()));
    }

    // ABINIT shares out k-points and spins; more tasks than that it uses only where it may share out bands too
    private static void parallel(AbinitSettings settings, Structure structure, int tasks, AbinitVariables variables) {
        KPointMesh mesh = settings.meshFor(structure);
        int spins = settings.magnetism().moments().isEmpty() ? 1 : 2;
        int least = spins * ((mesh.n1() * mesh.n2() * mesh.n3() + OPERATIONS - 1) / OPERATIONS);
        boolean chosen =
                settings.variables().has("paral_kgb") || settings.variables().has("autoparal");
        if (tasks > least && !chosen) {
            variables.set("paral_kgb", 1);
            variables.set("autoparal", 1);
        }
    }

    private static String geometry(Structure structure, List<Element> elements) {
        AbinitVariables variables = new AbinitVariables();
        variables.set("natom", structure.size());
        variables.set("ntypat", elements.size());
        variables.set("znucl", elements.stream().map(Element::atomicNumber).toList());
        variables.set(
                "typat",
                structure.species().stream()
                        .map(element -> elements.indexOf(element) + 1)
                        .toList());
        variables.set("acell", "1 1 1");
        boolean reversed = structure.lattice().isLeftHanded();
        StringBuilder text = new StringBuilder(reversed ? REVERSED + "\n" : "");
        text.append(variables.text());
        double sign = reversed ? -1 : 1;
        rows(text.append("rprim\n"), structure.lattice().toArray(), sign / Units.BOHR);
        rows(text.append("xred\n"), structure.fractional(), sign);
        return text.toString();
    }

    private static void rows(StringBuilder text, double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            text.append(' ').append(AbinitVariables.real(values[i] * factor)).append(i % 3 == 2 ? "\n" : "");
        }
    }
}
