package org.polymorph.daemon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.polymorph.daemon.rest.RestProblem.Fault;
import org.polymorph.model.spi.Spelling;

/**
 * Checks values of requests against schemas of the contract. Those are simple, so a few keywords are enough; a schema with
 * another one is refused when the contract is read.
 */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "default",
            "description",
            "examples",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minLength",
            "maxLength",
            "pattern",
            "required",
            "properties",
            "additionalProperties",
            "minProperties",
            "items",
            "maxItems");

    private final JsonNode schema;

    /**
     * Makes a check.
     *
     * @throws IllegalStateException if the schema needs more than this class can check
     */
    SchemaCheck(JsonNode schema) {
        this.schema = schema;
        requireKnown(schema);
    }

    private static void requireKnown(JsonNode schema) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword)) {
                throw new IllegalStateException(
                        "the contract's keyword \"" + keyword + "\" cannot be checked: " + schema);
            }
        });
        schema.path("properties").forEach(SchemaCheck::requireKnown);
        if (schema.has("items")) {
            requireKnown(schema.get("items"));
        }
    }

    /** Returns what is wrong with a value; {@code field} names it. */
    List<Fault> faults(JsonNode value, String field) {
        List<Fault> faults = new ArrayList<>();
        check(schema, value, field, faults);
        return faults;
    }

    private static void check(JsonNode schema, JsonNode value, String field, List<Fault> faults) {
        String type = schema.path("type").asText();
        if (!isOf(type, value)) {
            faults.add(new Fault(field, "expected " + words(schema) + ", found " + shown(value)));
        } else if (value.isObject()) {
            checkObject(schema, value, field, faults);
        } else if (value.isArray()) {
            checkArray(schema, value, field, faults);
        } else if (!fits(schema, value)) {
            faults.add(new Fault(field, "expected " + words(schema) + ", found " + shown(value)));
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() && value.canConvertToInt();
            case "number" -> value.isNumber() && Double.isFinite(value.doubleValue());
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalStateException("the contract's type \"" + type + "\" cannot be checked");
        };
    }

    private static void checkObject(JsonNode schema, JsonNode value, String field, List<Fault> faults) {
        String prefix = field.isEmpty() ? "" : field + ".";
        Set<String> known = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode own = schema.path("properties").path(member.getKey());
            if (!own.isMissingNode()) {
                check(own, member.getValue(), prefix + member.getKey(), faults);
            } else if (schema.path("additionalProperties").isBoolean()) {
                faults.add(new Fault(
                        prefix + member.getKey(),
                        "expected one of " + String.join(", ", known) + ", found \"" + member.getKey() + "\""
                                + Spelling.suggestion(member.getKey(), known)));
            }
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                JsonNode own = schema.path("properties").path(required.asText());
                faults.add(new Fault(prefix + required.asText(), "expected " + words(own) + ", found nothing"));
            }
        }
        if (value.size() < schema.path("minProperties").asInt(0)) {
            faults.add(new Fault(
                    field.isEmpty() ? null : field,
                    "expected at least one of " + String.join(", ", known) + ", found none"));
        }
    }

    private static void checkArray(JsonNode schema, JsonNode value, String field, List<Fault> faults) {
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        if (value.size() > most) {
            faults.add(new Fault(field, "expected at most " + most + " of them, found " + value.size()));
        }
        for (int i = 0; i < value.size() && schema.has("items"); i++) {
            check(schema.get("items"), value.get(i), field + "[" + i + "]", faults);
        }
    }

    private static boolean fits(JsonNode schema, JsonNode value) {
        if (value.isNumber()) {
            double x = value.doubleValue();
            return x >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                    && x <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
                    && x > schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY);
        }
        if (value.isTextual()) {
            String text = value.textValue();
            return text.length() >= schema.path("minLength").asInt(0)
                    && text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                    && (!schema.has("pattern")
                            || Pattern.compile(schema.get("pattern").asText())
                                    .matcher(text)
                                    .find())
                    && (!schema.has("enum") || listed(schema.get("enum")).contains(text));
        }
        return true;
    }

    private static Set<String> listed(JsonNode list) {
        Set<String> words = new LinkedHashSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static String words(JsonNode schema) {
        if (schema.has("enum")) {
            return "one of " + String.join(", ", listed(schema.get("enum")));
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> "a whole number" + range(schema);
            case "number" -> "a number" + range(schema);
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default ->
                schema.has("pattern")
                        ? "text that matches " + schema.get("pattern").asText()
                        : "text" + length(schema);
        };
    }

    private static String length(JsonNode schema) {
        return schema.has("maxLength")
                ? " of " + schema.path("minLength").asInt(0) + " to "
                        + schema.get("maxLength").asInt() + " characters"
                : "";
    }

    private static String range(JsonNode schema) {
        String from = schema.has("exclusiveMinimum")
                ? " above " + schema.get("exclusiveMinimum").asText()
                : schema.has("minimum") ? " from " + schema.get("minimum").asText() : "";
        return from + (schema.has("maximum") ? " to " + schema.get("maximum").asText() : "");
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
