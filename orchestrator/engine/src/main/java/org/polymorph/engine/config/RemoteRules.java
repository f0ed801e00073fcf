package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.polymorph.model.spi.ConfigurationException;

/**
 * What a campaign may not say when it comes over the network: whatever reads files or environment variables of the machine that
 * it came to, or has that machine or a site run commands of the sender's. Machines, programs and files belong into site files,
 * which lie on the machine itself.
 */
final class RemoteRules {
    /** Keys at the top that belong to the campaign, and resources, which are numbers. */
    private static final Set<String> ALLOWED = Set.of(
            "campaign",
            "seed",
            "threads",
            "site",
            "search",
            "pool",
            "label",
            "surrogate",
            "relax",
            "cluster",
            "select",
            "stop",
            "calculate",
            "resources",
            "window");

    private static final Set<String> DIRECTORIES = Set.of("potcarDir", "dataDir", "pseudoDir");
    // a name beside the files of the site, and nothing that ends an input's line
    private static final Pattern PATH = Pattern.compile("(?s)[~.]|\\.\\.|~.*|.*[/\\\\\\r\\n\\x00].*");
    private static final String WHY = "; a campaign that comes over the network cannot say it";

    private final List<String> problems = new ArrayList<>();

    private RemoteRules() {}

    /**
     * Checks a campaign's own file and the values that replace some of it.
     *
     * @throws ConfigurationException with all that is not allowed
     */
    static void check(ImmutableNode own, List<SetValue> values) {
        RemoteRules rules = new RemoteRules();
        rules.checkTop(own);
        for (SetValue value : values) {
            rules.checkTop(alone(value));
        }
        if (!rules.problems.isEmpty()) {
            throw new ConfigurationException(rules.problems.stream().distinct().toList());
        }
    }

    // a list's index is a key here, which is as good for these rules
    private static ImmutableNode alone(SetValue value) {
        return value.apply(ConfigNodes.section(Map.of(), value.place()));
    }

    private void checkTop(ImmutableNode root) {
        for (ImmutableNode section : root) {
            String key = section.getNodeName();
            if (!ALLOWED.contains(key)) {
                problem(
                        section,
                        key,
                        "expected one of the campaign's keys, " + String.join(", ", new TreeSet<>(ALLOWED)));
                continue;
            }
            check(section, key, key);
        }
    }

    private void check(ImmutableNode node, String top, String path) {
        if (ConfigNodes.kind(node) == ConfigNodes.Kind.VALUE) {
            checkValue(node, top, path);
            return;
        }
        int index = 0;
        for (ImmutableNode child : node) {
            String childPath = ConfigNodes.childPath(node, path, child, index++);
            if (isFile(child, top, path)) {
                problem(child, childPath, "expected no file of this machine");
            } else if (isProgram(child, top)) {
                problem(child, childPath, "expected a surrogate that is built in, found a program of the sender's");
            } else {
                check(child, top, childPath);
            }
        }
    }

    private static boolean isFile(ImmutableNode node, String top, String parent) {
        String key = String.valueOf(node.getNodeName());
        boolean seeds = parent.equals("pool") && key.equals("seeds") && !isEmptyList(node);
        boolean ofGenerator = top.equals("pool") && (key.equals("file") || key.equals("model"));
        boolean directory = top.equals("calculate") && DIRECTORIES.contains(key);
        return seeds || ofGenerator || directory;
    }

    private static boolean isEmptyList(ImmutableNode node) {
        return ConfigNodes.kind(node) == ConfigNodes.Kind.LIST
                && node.getChildren().isEmpty();
    }

    private static boolean isProgram(ImmutableNode node, String top) {
        String key = String.valueOf(node.getNodeName());
        return top.equals("surrogate")
                && (key.equals("command") || (key.equals("type") && "external".equals(node.getValue())));
    }

    private void checkValue(ImmutableNode node, String top, String path) {
        if (!(node.getValue() instanceof String text)) {
            return;
        }
        if (text.contains("${")) {
            problem(node, path, "expected no variable, found \"" + text + "\"");
        } else if (top.equals("calculate") && PATH.matcher(text).matches()) {
            problem(
                    node,
                    path,
                    "expected a word or the name of a file in the site's own directories, found \"" + text + "\"");
        }
    }

    private void problem(ImmutableNode node, String path, String expected) {
        problems.add(ConfigNodes.place(node) + ": " + path + ": " + expected + WHY);
    }
}
