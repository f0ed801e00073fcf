package org.polymorph.dft.vasp.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Poscar;
import org.polymorph.model.format.StructureFormatException;

/**
 * The four input files of VASP, read and checked as VASP does.
 *
 * @param titles of the POTCAR's datasets
 * @param kinds elements in the order of POSCAR
 */
record FakeInputs(
        Map<String, String> incar, Structure structure, List<String> titles, List<Element> kinds, String mesh) {

    /** What VASP ends with before it has computed anything. */
    static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    /** Reads a directory. */
    static FakeInputs read(Path directory) throws IOException, Refused {
        Map<String, String> incar = incar(file(directory, "INCAR"));
        Structure structure = structure(directory.resolve("POSCAR"));
        List<Element> kinds = new ArrayList<>();
        for (Element element : structure.species()) {
            if (kinds.isEmpty() || kinds.get(kinds.size() - 1) != element) {
                kinds.add(element);
            }
        }
        List<String> titles = new ArrayList<>();
        for (String line : file(directory, "POTCAR").lines().toList()) {
            if (line.matches("\\s*TITEL\\s*=.*")) {
                titles.add(line.replaceAll(".*=\\s*", "").trim());
            }
        }
        check(titles, kinds);
        return new FakeInputs(incar, structure, titles, kinds, mesh(file(directory, "KPOINTS")));
    }

    private static String file(Path directory, String name) throws IOException, Refused {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new Refused(" ERROR: could not open the file " + name + ": " + name + " not found");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> incar(String text) throws Refused {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.replaceAll("[#!].*", "").split("=", 2);
            if (parts.length == 2) {
                entries.put(parts[0].trim(), parts[1].trim());
            }
        }
        for (String tag : List.of("NSW", "IBRION", "ISIF", "NELM", "ISPIN", "ISMEAR", "ISYM")) {
            if (!entries.getOrDefault(tag, "0").matches("-?\\d+")) {
                throw new Refused(" Error reading item '" + tag + "' from file INCAR.");
            }
        }
        for (String tag : List.of("ENCUT", "EDIFF", "EDIFFG", "POTIM", "SIGMA", "PSTRESS", "SYMPREC")) {
            try {
                if (!Double.isFinite(Double.parseDouble(entries.getOrDefault(tag, "1")))) {
                    throw new Refused(" Error reading item '" + tag + "' from file INCAR.");
                }
            } catch (NumberFormatException e) {
                throw new Refused(" Error reading item '" + tag + "' from file INCAR.");
            }
        }
        if (!entries.containsKey("ENCUT")) {
            throw new Refused(" Error reading item 'ENCUT' from file INCAR.");
        }
        return entries;
    }

    private static Structure structure(Path file) throws IOException, Refused {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return Poscar.read(in, "POSCAR").structure();
        } catch (StructureFormatException e) {
            throw new Refused(" ERROR: POSCAR cannot be read: " + e.getMessage());
        }
    }

    private static void check(List<String> titles, List<Element> kinds) throws Refused {
        List<String> symbols = titles.stream()
                .map(title -> title.split("\\s+", 3)[1].replaceAll("[_.].*", ""))
                .toList();
        List<String> wanted = kinds.stream().map(Element::symbol).toList();
        if (!symbols.equals(wanted)) {
            throw new Refused(" ERROR: the type information on POSCAR and POTCAR are incompatible: POTCAR " + symbols
                    + ", POSCAR " + wanted);
        }
    }

    private static String mesh(String text) throws Refused {
        List<String> lines = text.lines().toList();
        if (lines.size() < 4
                || !lines.get(1).trim().equals("0")
                || !lines.get(3).matches("\\s*\\d+\\s+\\d+\\s+\\d+.*")) {
            throw new Refused(" Error reading KPOINTS file");
        }
        return lines.get(2).trim() + " " + lines.get(3).trim();
    }

    double number(String tag, double fallback) {
        return Double.parseDouble(incar.getOrDefault(tag, String.valueOf(fallback)));
    }

    int integer(String tag, int fallback) {
        return (int) number(tag, fallback);
    }
}
