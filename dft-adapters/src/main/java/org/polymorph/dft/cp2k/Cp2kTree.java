package org.polymorph.dft.cp2k;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An input of CP2K: sections within sections, each with keywords. A path names them from the outermost section on, such as
 * {@code FORCE_EVAL/DFT/SCF/MAX_SCF}; its last word {@code _} is the parameter of a section. Not thread-safe.
 */
final class Cp2kTree {
    private final Map<String, List<String>> keywords = new LinkedHashMap<>();
    private final Map<String, Cp2kTree> sections = new LinkedHashMap<>();

    /** Gives a keyword its value; what it had is gone. */
    void set(String path, Object value) {
        set(path, List.of(text(value)));
    }

    /** Gives a keyword that may be repeated its values, one a line. */
    void set(String path, List<String> lines) {
        int slash = path.lastIndexOf('/');
        section(path.substring(0, slash)).keywords.put(path.substring(slash + 1), List.copyOf(lines));
    }

    /** Returns a section, made where there was none. */
    Cp2kTree section(String path) {
        Cp2kTree section = this;
        for (String name : path.split("/", -1)) {
            section = section.sections.computeIfAbsent(name, key -> new Cp2kTree());
        }
        return section;
    }

    /** Takes a keyword out. */
    void remove(String path) {
        at(path).ifPresent(section -> section.keywords.remove(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** Returns the value of a keyword; empty where it is not set. */
    Optional<String> value(String path) {
        return at(path).map(section -> section.keywords.get(path.substring(path.lastIndexOf('/') + 1)))
                .map(lines -> String.join(" ", lines));
    }

    // the section that a keyword stands in, if it is there
    private Optional<Cp2kTree> at(String path) {
        Optional<Cp2kTree> section = Optional.of(this);
        String[] names = path.split("/", -1);
        for (int i = 0; i + 1 < names.length; i++) {
            String name = names[i];
            section = section.map(each -> each.sections.get(name));
        }
        return section;
    }

    Cp2kTree copy() {
        Cp2kTree copy = new Cp2kTree();
        copy.keywords.putAll(keywords);
        sections.forEach((name, section) -> copy.sections.put(name, section.copy()));
        return copy;
    }

    /** Returns the input as CP2K reads it. */
    String text() {
        StringBuilder text = new StringBuilder();
        write(text, "");
        return text.toString();
    }

    private void write(StringBuilder text, String indent) {
        keywords.forEach((name, lines) -> {
            if (!name.equals(Cp2kSections.PARAMETER)) {
                // a line that begins with no keyword has the name *
                String head = name.equals("*") ? indent : indent + name + " ";
                lines.forEach(line -> text.append(head).append(line).append('\n'));
            }
        });
        sections.forEach((name, section) -> {
            List<String> parameter = section.keywords.getOrDefault(Cp2kSections.PARAMETER, List.of());
            text.append(indent).append('&').append(name);
            parameter.forEach(word -> text.append(' ').append(word));
            text.append('\n');
            section.write(text, indent + "  ");
            // KIND Si ends as KIND
            text.append(indent)
                    .append("&END ")
                    .append(name.replaceAll(" .*", ""))
                    .append('\n');
        });
    }

    /**
     * Returns a value as CP2K reads it.
     *
     * @throws IllegalArgumentException if it has no such form
     */
    static String text(Object value) {
        if (value instanceof List<?> list) {
            List<String> words = new ArrayList<>();
            list.forEach(word -> words.add(text(String.valueOf(word))));
            return String.join(" ", words);
        }
        if (value instanceof Boolean flag) {
            return flag ? ".TRUE." : ".FALSE.";
        }
        String text = String.valueOf(value).trim();
        if (value instanceof Map || text.isEmpty()) {
            throw new IllegalArgumentException("expected a value, found \"" + text + "\"");
        }
        // these begin another line, a comment, a section, a variable or a directive
        if (text.chars().anyMatch(c -> c < ' ' || c > '~') || text.matches(".*[!#&@$\\\\].*")) {
            throw new IllegalArgumentException("expected plain words without ! # & @ $ \\, found \"" + text + "\"");
        }
        return text;
    }
}
