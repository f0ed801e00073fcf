package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * What a job was asked for, read back from its input.
 *
 * @param keywords values by path; of repeated ones the last
 * @param structure with all digits; empty unless it is written as {@link Cp2kInput} writes it
 * @param elements of the labels of kinds
 */
record Cp2kGivenInput(Map<String, String> keywords, Optional<Structure> structure, Map<String, Element> elements) {
    private static final String CELL = "FORCE_EVAL/SUBSYS/CELL/";
    private static final String COORD = "FORCE_EVAL/SUBSYS/COORD";
    private static final String KIND = "FORCE_EVAL/SUBSYS/KIND";

    Cp2kGivenInput {
        keywords = Map.copyOf(keywords);
        elements = Map.copyOf(elements);
    }

    /** Reads the text of an input. */
    static Cp2kGivenInput parse(String text) {
        List<String> sections = new ArrayList<>();
        Map<String, String> keywords = new TreeMap<>();
        Map<String, Element> elements = new HashMap<>();
        List<String> atoms = new ArrayList<>();
        String kind = "";
        for (String raw : text.lines().toList()) {
            String line = raw.replaceAll("[!#].*", "").trim();
            String[] words = line.split("\\s+", 2);
            String word = words[0].toUpperCase(Locale.ROOT);
            String rest = words.length > 1 ? words[1].trim() : "";
            if (word.startsWith("&END")) {
                if (!sections.isEmpty()) {
                    sections.remove(sections.size() - 1);
                }
            } else if (word.startsWith("&")) {
                sections.add(word.substring(1));
                kind = at(sections).equals(KIND) ? rest : kind;
            } else if (at(sections).equals(COORD) && !word.matches("SCALED|UNIT")) {
                atoms.add(line);
            } else if (!line.isEmpty()) {
                keywords.put(at(sections) + "/" + word, rest);
                if (at(sections).equals(KIND) && word.equals("ELEMENT") && Element.isSymbol(rest)) {
                    elements.put(kind, Element.of(rest));
                }
            }
        }
        atoms.removeIf(String::isEmpty);
        return new Cp2kGivenInput(keywords, structure(keywords, atoms, elements), elements);
    }

    private static String at(List<String> sections) {
        return String.join("/", sections);
    }

    private static Optional<Structure> structure(
            Map<String, String> keywords, List<String> atoms, Map<String, Element> elements) {
        boolean scaled = keywords.getOrDefault(COORD + "/SCALED", "").equals(".TRUE.");
        if (!scaled || atoms.isEmpty()) {
            return Optional.empty();
        }
        try {
            StringBuilder cell = new StringBuilder();
            for (String name : List.of("A", "B", "C")) {
                cell.append(keywords.getOrDefault(CELL + name, "")).append(' ');
            }
            List<Element> species = new ArrayList<>();
            StringBuilder positions = new StringBuilder();
            for (String atom : atoms) {
                String[] words = atom.split("\\s+", 2);
                species.add(element(words[0], elements));
                positions.append(words.length > 1 ? words[1] : "").append(' ');
            }
            return Optional.of(Structure.of(
                    Lattice.of(FortranNumbers.only(cell, 9)),
                    species,
                    FortranNumbers.only(positions, 3 * species.size())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an input written by another hand, or a damaged one
        }
    }

    /**
     * Returns the element of a label.
     *
     * @throws IllegalArgumentException if the label is that of no element
     */
    static Element element(String label, Map<String, Element> elements) {
        Element given = elements.get(label);
        return given != null ? given : Element.of(label.replaceAll("[0-9_].*", ""));
    }

    boolean relaxes() {
        return keywords.getOrDefault("GLOBAL/RUN_TYPE", "").equals("CELL_OPT");
    }

    /** Returns the number that a keyword has, where it has one alone. */
    Optional<Double> number(String path) {
        try {
            return Optional.ofNullable(keywords.get(path)).map(text -> FortranNumbers.only(text, 1)[0]);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
