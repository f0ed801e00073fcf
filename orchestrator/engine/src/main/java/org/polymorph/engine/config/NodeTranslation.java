package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns one YAML node graph into a tree: aliases and merge keys are written out, within a bound. */
final class NodeTranslation {
    private static final int MAX_DEPTH = 40;

    private final Function<Mark, String> place;
    private final Function<Mark, String> exactPlace;
    private int nodes;

    NodeTranslation(Function<Mark, String> place, Function<Mark, String> exactPlace) {
        this.place = place;
        this.exactPlace = exactPlace;
    }

    ImmutableNode translate(Node root) {
        return translate(root, 0);
    }

    private ImmutableNode translate(Node node, int depth) {
        if (++nodes > ConfigNodes.MAX_NODES || depth > MAX_DEPTH) {
            throw problem(node, "the file unfolds to too many values: too many aliases (*name), or one inside itself");
        }
        String where = place.apply(node.getStartMark());
        if (node instanceof MappingNode mapping) {
            expectTag(node, Tag.MAP);
            return ConfigNodes.section(entries(mapping, depth), where);
        }
        if (node instanceof SequenceNode sequence) {
            expectTag(node, Tag.SEQ);
            List<ImmutableNode> elements = new ArrayList<>();
            sequence.getValue().forEach(element -> elements.add(translate(element, depth + 1)));
            return ConfigNodes.list(elements, where);
        }
        return ConfigNodes.value(scalar((ScalarNode) node), where);
    }

    private Map<String, ImmutableNode> entries(MappingNode mapping, int depth) {
        Map<String, ImmutableNode> own = new LinkedHashMap<>();
        Map<String, ImmutableNode> merged = new LinkedHashMap<>();
        Map<String, Node> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), depth, merged);
                continue;
            }
            String key = key(tuple.getKeyNode());
            Node first = keys.putIfAbsent(key, tuple.getKeyNode());
            if (first != null) {
                throw problem(
                        tuple.getKeyNode(),
                        "the key \"" + key + "\" is here a second time; first at "
                                + exactPlace.apply(first.getStartMark()));
            }
            // a section begins, for a reader, where its key stands
            ImmutableNode value = translate(tuple.getValueNode(), depth + 1);
            own.put(key, ConfigNodes.at(value, place.apply(tuple.getKeyNode().getStartMark())));
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private void merge(Node source, int depth, Map<String, ImmutableNode> into) {
        List<Node> sources = source instanceof SequenceNode sequence ? sequence.getValue() : List.of(source);
        for (Node one : sources) {
            if (!(one instanceof MappingNode mapping) || depth > MAX_DEPTH) {
                throw problem(one, "expected a section after the merge key <<");
            }
            entries(mapping, depth + 1).forEach(into::putIfAbsent);
        }
    }

    private String key(Node node) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
            throw problem(node, "expected a plain key");
        }
        return scalar.getValue();
    }

    private @Nullable Object scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        try {
            if (tag.equals(Tag.STR)) {
                return text;
            } else if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
            } else if (tag.equals(Tag.INT)) {
                return whole(Long.parseLong(text));
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw problem(node, "expected a number, found \"" + text + "\"");
        }
        throw unknownTag(node);
    }

    private static Object whole(long number) {
        return (int) number == number ? (Object) (int) number : (Object) number;
    }

    private void expectTag(Node node, Tag expected) {
        if (!node.getTag().equals(expected)) {
            throw unknownTag(node);
        }
    }

    private ConfigurationException unknownTag(Node node) {
        return problem(
                node, "the tag " + node.getTag() + " is not allowed here: only plain values, lists and sections are");
    }

    private ConfigurationException problem(Node node, String what) {
        return new ConfigurationException(exactPlace.apply(node.getStartMark()) + ": " + what);
    }
}
