package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;

/**
 * One value set from outside the files: {@code --set pool.generators[0].share=0.3} or the environment variable
 * {@code POLYMORPH_SET_pool__generators__0__share=0.3}. The value is read as YAML, so lists and sections can be given too.
 */
record SetValue(List<String> path, ImmutableNode value, String place) {
    /** Beginning of environment variables that set values; then the path, {@code __} for a dot. */
    static final String ENVIRONMENT_PREFIX = "POLYMORPH_SET_";

    private static final Pattern SEGMENT = Pattern.compile("([^.\\[\\]]+)((?:\\[\\d{1,6}])*)");

    SetValue {
        path = List.copyOf(path);
    }

    /** Reads {@code key=value} as given to {@code --set}. */
    static SetValue option(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals).trim();
        String place = "--set " + key;
        if (equals < 0 || key.isEmpty()) {
            throw new ConfigurationException("--set: expected key=value, found \"" + key + "\"");
        }
        List<String> path = new ArrayList<>();
        for (String part : key.split("\\.", -1)) {
            Matcher matcher = SEGMENT.matcher(part);
            if (!matcher.matches()) {
                throw new ConfigurationException(place + ": expected a path such as pool.generators[0].share");
            }
            path.add(matcher.group(1));
            for (String index : matcher.group(2).split("[\\[\\]]+", -1)) {
                if (!index.isEmpty()) {
                    path.add(index);
                }
            }
        }
        return new SetValue(path, YamlReader.value(text.substring(equals + 1), place), place);
    }

    /** Reads all overriding variables of an environment, in the order of their names. */
    static List<SetValue> environment(Map<String, String> environment, List<String> problems) {
        List<SetValue> overrides = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                List<String> path =
                        List.of(name.substring(ENVIRONMENT_PREFIX.length()).split("__", -1));
                if (path.stream().anyMatch(String::isEmpty)) {
                    problems.add(name + ": expected a path such as " + ENVIRONMENT_PREFIX + "pool__size");
                } else {
                    ConfigLoader.collect(
                            problems, () -> overrides.add(new SetValue(path, YamlReader.value(text, name), name)));
                }
            }
        });
        return overrides;
    }

    /**
     * Returns the tree with this value in it.
     *
     * @throws ConfigurationException if the path leads through a value, or past the end of a list
     */
    ImmutableNode apply(ImmutableNode root) {
        return with(root, 0);
    }

    private ImmutableNode with(@Nullable ImmutableNode node, int depth) {
        if (depth == path.size()) {
            boolean bothSections = node != null
                    && ConfigNodes.kind(node) == ConfigNodes.Kind.SECTION
                    && ConfigNodes.kind(value) == ConfigNodes.Kind.SECTION;
            return node != null && bothSections ? ConfigNodes.overlay(value, node) : value;
        }
        String step = path.get(depth);
        if (node != null && ConfigNodes.kind(node) == ConfigNodes.Kind.LIST) {
            return withElement(node, step, depth);
        }
        if (node != null && ConfigNodes.kind(node) == ConfigNodes.Kind.VALUE && node.getValue() != null) {
            throw new ConfigurationException(
                    place + ": " + String.join(".", path.subList(0, depth)) + " is a single value, it has no " + step);
        }
        ImmutableNode section = node == null || ConfigNodes.kind(node) == ConfigNodes.Kind.VALUE
                ? ConfigNodes.section(Map.of(), place)
                : node;
        ImmutableNode old = ConfigNodes.child(section, step);
        ImmutableNode changed = with(old, depth + 1).setName(step);
        return old == null ? section.addChild(changed) : section.replaceChild(old, changed);
    }

    private ImmutableNode withElement(ImmutableNode list, String step, int depth) {
        List<ImmutableNode> elements = new ArrayList<>(list.getChildren());
        int index = step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
        if (index < 0 || index > elements.size()) {
            throw new ConfigurationException(place + ": expected an index from 0 to " + elements.size()
                    + " in the list " + String.join(".", path.subList(0, depth)) + ", found \"" + step + "\"");
        }
        if (index == elements.size()) {
            elements.add(with(null, depth + 1));
        } else {
            elements.set(index, with(elements.get(index), depth + 1));
        }
        return ConfigNodes.list(elements, ConfigNodes.place(list));
    }
}
