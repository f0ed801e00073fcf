package org.polymorph.components;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A page of the documentation: its routes are loaded and its tables are compared with what the sources say. */
public final class DocumentedPage {
    private static final Path DOCS = Path.of("../../docs");
    private static final Path GENERATED = Path.of("src/generated/resources/META-INF/org/polymorph/components");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private final String name;
    private final String text;

    public DocumentedPage(String name) {
        this.name = name;
        this.text = read(DOCS.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the whole page. */
    public String text() {
        return text;
    }

    /** Returns the YAML blocks of the page. */
    private List<String> routes() {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = YAML.matcher(text);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    /** Adds the only YAML block of the page to a context. */
    public void addRoutes(CamelContext camel) throws Exception {
        List<String> blocks = routes();
        if (blocks.size() != 1) {
            throw new AssertionError(name + ": expected one YAML block, found " + blocks.size());
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("page.camel.yaml", blocks.get(0)));
    }

    /** Returns the lines of the tables of options and headers, as the generated description of a component gives them. */
    public static List<String> tables(String description) throws DeserializationException {
        JsonObject json = (JsonObject) Jsoner.deserialize(read(GENERATED.resolve(description)));
        List<String> lines = new ArrayList<>();
        json.getMap("properties").forEach((name, value) -> {
            JsonObject option = (JsonObject) value;
            String group = option.getString("group");
            if (List.of("common", "producer", "consumer").contains(group) && !name.equals("sendEmptyMessageWhenIdle")) {
                lines.add(option(String.valueOf(name), option, group));
            }
        });
        json.getMap("componentProperties").forEach((name, value) -> {
            JsonObject option = (JsonObject) value;
            if (option.getString("group").equals("common")) {
                lines.add(option(String.valueOf(name), option, "component"));
            }
        });
        json.getMap("headers").forEach((name, value) -> {
            JsonObject header = (JsonObject) value;
            String type = header.getString("javaType");
            lines.add("| `" + name + "` | `" + type.substring(type.lastIndexOf('.') + 1) + "` | "
                    + header.getString("description") + " |");
        });
        return lines;
    }

    private static String option(String name, JsonObject option, String group) {
        boolean many = Boolean.TRUE.equals(option.get("multiValue"));
        List<String> values = new ArrayList<>();
        if (option.get("enum") instanceof List<?> constants) {
            constants.forEach(constant -> values.add("`" + constant + "`"));
        } else {
            values.add(option.getString("type"));
        }
        String fallback = "";
        if (option.get("defaultValue") != null) {
            fallback = "`" + option.get("defaultValue") + "`";
        } else if (Boolean.TRUE.equals(option.get("required"))) {
            fallback = "required";
        }
        String of = Map.of("path", "path")
                .getOrDefault(option.getString("kind"), group.equals("common") ? "producer" : group);
        return "| `" + (many ? option.getString("prefix") + "*" : name) + "` | " + of + " | "
                + String.join(", ", values) + " | " + fallback + " | " + option.getString("description") + " |";
    }
}
