package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.commons.configuration2.tree.OverrideCombiner;
import org.jspecify.annotations.Nullable;

/**
 * Configuration trees: nodes of Commons Configuration that also know whether they are a section, a list or a single
 * value, and where they were written. The elements of a list are its children, in order.
 */
final class ConfigNodes {
    /** Most nodes a tree may have once its aliases are written out. */
    static final int MAX_NODES = 100_000;

    private static final String KIND = "kind";
    private static final String PLACE = "place";
    private static final String ELEMENT = "element";

    /** What a node is. */
    enum Kind {
        SECTION,
        LIST,
        VALUE
    }

    private ConfigNodes() {}

    static ImmutableNode section(Map<String, ImmutableNode> entries, String place) {
        ImmutableNode.Builder node = builder(Kind.SECTION, place);
        entries.forEach((key, child) -> node.addChild(child.setName(key)));
        return node.create();
    }

    static ImmutableNode list(List<ImmutableNode> elements, String place) {
        ImmutableNode.Builder node = builder(Kind.LIST, place);
        elements.forEach(child -> node.addChild(child.setName(ELEMENT)));
        return node.create();
    }

    static ImmutableNode value(@Nullable Object value, String place) {
        return builder(Kind.VALUE, place).value(value).create();
    }

    private static ImmutableNode.Builder builder(Kind kind, String place) {
        return new ImmutableNode.Builder().addAttribute(KIND, kind).addAttribute(PLACE, place);
    }

    static Kind kind(ImmutableNode node) {
        return Kind.valueOf(String.valueOf(node.getAttributes().get(KIND)));
    }

    static String place(ImmutableNode node) {
        return String.valueOf(node.getAttributes().get(PLACE));
    }

    static ImmutableNode at(ImmutableNode node, String place) {
        return node.setAttribute(PLACE, place);
    }

    /** Returns the child of a section by its key; null if there is none. */
    static @Nullable ImmutableNode child(ImmutableNode section, String key) {
        List<ImmutableNode> found = section.getChildren(key);
        return kind(section) == Kind.SECTION && !found.isEmpty() ? found.get(0) : null;
    }

    /** Lays one tree over another: sections are merged key by key, lists and values are replaced whole. */
    static ImmutableNode overlay(ImmutableNode upper, ImmutableNode lower) {
        return new SectionOverride().combine(upper, lower);
    }

    /** Returns the tree as {@code Settings} takes it: maps, lists and values. */
    /** Returns the tree of a plain value: what {@link #plain} made of one. */
    static ImmutableNode tree(@Nullable Object plain, String place) {
        if (plain instanceof Map<?, ?> map) {
            Map<String, ImmutableNode> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(String.valueOf(key), tree(value, place)));
            return section(entries, place);
        }
        if (plain instanceof List<?> list) {
            return list(list.stream().map(element -> tree(element, place)).toList(), place);
        }
        return value(plain, place);
    }

    static @Nullable Object plain(ImmutableNode node) {
        return switch (kind(node)) {
            case VALUE -> node.getValue();
            case LIST -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(child -> list.add(plain(child)));
                yield list;
            }
            case SECTION -> plainSection(node);
        };
    }

    static Map<String, @Nullable Object> plainSection(ImmutableNode section) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        section.forEach(child -> map.put(child.getNodeName(), plain(child)));
        return map;
    }

    /** Writes down the place of every path of a tree. */
    static void collectPlaces(ImmutableNode node, String path, Map<String, String> places) {
        places.put(path, place(node));
        int index = 0;
        for (ImmutableNode child : node) {
            collectPlaces(child, childPath(node, path, child, index++), places);
        }
    }

    static String childPath(ImmutableNode node, String path, ImmutableNode child, int index) {
        if (kind(node) == Kind.LIST) {
            return path + "[" + index + "]";
        }
        return path.isEmpty() ? child.getNodeName() : path + "." + child.getNodeName();
    }

    // the upper node's attributes (kind, place) are kept by the combiner
    private static final class SectionOverride extends OverrideCombiner {
        @Override
        protected @Nullable ImmutableNode canCombine(ImmutableNode upper, ImmutableNode lower, ImmutableNode child) {
            ImmutableNode other = child(lower, child.getNodeName());
            return other != null && kind(child) == Kind.SECTION && kind(other) == Kind.SECTION ? other : null;
        }
    }
}
