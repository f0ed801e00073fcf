package org.polymorph.engine.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The core schema of YAML 1.2 (section 10.3.2): {@code NO} and {@code Y} stay texts (they are nitrogen monoxide and
 * yttrium), {@code 1e-3} is a number, {@code 010} and {@code 12:30} are texts.
 */
final class CoreSchema extends Resolver {
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|[1-9][0-9]{0,17})");
    private static final Pattern REAL =
            Pattern.compile("[-+]?(?:\\.[0-9]+|(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?");
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, TRUTH, "tTfF");
        addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, REAL, "-+.0123456789");
        addImplicitResolver(Tag.NULL, NOTHING, "~nN");
        addImplicitResolver(Tag.NULL, EMPTY, null);
        addImplicitResolver(Tag.MERGE, MERGE, "<");
    }
}
