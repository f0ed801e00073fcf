package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Replaces <code>${env:NAME}</code> in the values of a tree by environment variables, and refuses secrets that are written
 * down. No other look-up exists: scripts, URLs and names are never evaluated, and a shell's own <code>${NAME}</code> stays.
 */
final class Interpolation {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^{}]*)}");
    private static final Pattern OTHER_LOOKUP =
            Pattern.compile("\\$\\{(base64Decoder|base64Encoder|const|date|dns|java|localhost|properties|resourceBundle"
                    + "|script|sys|url|urlDecoder|urlEncoder|xml|xmlDecoder|xmlEncoder):[A-Za-z]");
    private static final Pattern SECRET_KEY = Pattern.compile(
            ".*(password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)");

    private final ConfigurationInterpolator interpolator = new ConfigurationInterpolator();
    private final Map<String, String> environment;
    private final List<String> problems;
    private final boolean showSecrets;
    private final Set<String> unset = new HashSet<>();

    Interpolation(Map<String, String> environment, List<String> problems) {
        this(environment, problems, true);
    }

    private Interpolation(Map<String, String> environment, List<String> problems, boolean showSecrets) {
        this.environment = environment;
        this.problems = problems;
        this.showSecrets = showSecrets;
        interpolator.registerLookup("env", environment::get);
    }

    ImmutableNode apply(ImmutableNode root) {
        return apply(root, "", false);
    }

    /** Returns the problems that do not merely say of a variable that is not set, which has been told, that it is no value. */
    List<String> withoutUnset(List<String> found) {
        return found.stream()
                .filter(problem -> unset.stream().noneMatch(name -> problem.contains("${env:" + name + "}")))
                .toList();
    }

    /** Returns the tree that may be written down: where the key or the variable names a secret, the variable stays as written. */
    static ImmutableNode withoutSecrets(Map<String, String> environment, ImmutableNode root) {
        return new Interpolation(environment, new ArrayList<>(), false).apply(root);
    }

    private ImmutableNode apply(ImmutableNode node, String path, boolean secret) {
        if (ConfigNodes.kind(node) == ConfigNodes.Kind.VALUE) {
            return value(node, path, secret);
        }
        List<ImmutableNode> children = new ArrayList<>();
        for (ImmutableNode child : node) {
            boolean named = ConfigNodes.kind(node) == ConfigNodes.Kind.SECTION && namesSecret(child.getNodeName());
            boolean childSecret = secret || named;
            children.add(apply(child, ConfigNodes.childPath(node, path, child, children.size()), childSecret));
        }
        return node.replaceChildren(children);
    }

    private ImmutableNode value(ImmutableNode node, String path, boolean secret) {
        Object value = node.getValue();
        if (value != null && isWrittenSecret(value.toString(), secret)) {
            problems.add(ConfigNodes.place(node) + ": " + path
                    + ": a secret must not be written here; give keyFile: with the name of a file, or ${env:NAME}");
            return node.setValue(null);
        }
        if (!(value instanceof String text) || !text.contains("${")) {
            return node;
        }
        Matcher other = OTHER_LOOKUP.matcher(text);
        if (other.find()) {
            problems.add(ConfigNodes.place(node) + ": " + path + ": ${" + other.group(1)
                    + ":…} is not replaced; only ${env:NAME} is");
        }
        return node.setValue(replace(text, secret, ConfigNodes.place(node) + ": " + path));
    }

    private static boolean namesSecret(String name) {
        return SECRET_KEY.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isWrittenSecret(String text, boolean secretKey) {
        boolean written =
                secretKey && !text.isEmpty() && !VARIABLE.matcher(text).matches();
        boolean key = text.contains("-----BEGIN ") && text.contains("PRIVATE KEY");
        return written || key;
    }

    // each variable by itself, so that what a variable holds, and a shell's ${X:-default}, is never read again
    private String replace(String text, boolean secret, String where) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            if (!showSecrets && (secret || namesSecret(name))) {
                return Matcher.quoteReplacement(match.group());
            }
            if (!environment.containsKey(name)) {
                unset.add(name);
                problems.add(where + ": the environment variable \"" + name + "\" is not set");
                return Matcher.quoteReplacement(match.group());
            }
            return Matcher.quoteReplacement(String.valueOf(interpolator.resolve("env:" + name)));
        });
    }
}
