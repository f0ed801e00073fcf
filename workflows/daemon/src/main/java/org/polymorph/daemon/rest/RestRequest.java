package org.polymorph.daemon.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.rest.Contract.Endpoint;
import org.polymorph.daemon.rest.Contract.Parameter;
import org.polymorph.daemon.rest.RestProblem.Fault;
import org.polymorph.engine.store.Page;
import org.polymorph.model.spi.Spelling;

/** A request that goes with the contract: its parameters as they were given or are by default, and its body. */
final class RestRequest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, JsonNode> parameters;
    private final @Nullable JsonNode body;

    private RestRequest(Map<String, JsonNode> parameters, @Nullable JsonNode body) {
        this.parameters = parameters;
        this.body = body;
    }

    /** What comes over the network, not yet looked at. */
    record Raw(Map<String, String> path, MultiMap query, MultiMap headers, byte[] body) {}

    /**
     * Checks a request.
     *
     * @throws RestProblem with all that is wrong with it
     */
    static RestRequest of(Endpoint endpoint, Raw raw) {
        List<Fault> faults = new ArrayList<>();
        Map<String, JsonNode> parameters = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        for (Parameter parameter : endpoint.parameters()) {
            if (parameter.in().equals("query")) {
                known.add(parameter.name());
            }
            value(parameter, raw, faults).ifPresent(value -> parameters.put(parameter.name(), value));
        }
        for (String name : raw.query().names()) {
            if (!known.contains(name)) {
                faults.add(new Fault(name, unknown(name, known)));
            }
        }
        @Nullable JsonNode body = endpoint.body().isEmpty() ? null : body(endpoint, raw, faults);
        if (!faults.isEmpty()) {
            throw new RestProblem(400, faults);
        }
        return new RestRequest(parameters, body);
    }

    private static String unknown(String name, Set<String> known) {
        return known.isEmpty()
                ? "there are no parameters here, found \"" + name + "\""
                : "there is no such parameter; known: " + String.join(", ", known) + Spelling.suggestion(name, known);
    }

    private static Optional<JsonNode> value(Parameter parameter, Raw raw, List<Fault> faults) {
        List<String> given =
                switch (parameter.in()) {
                    case "path" -> List.of(Objects.requireNonNull(raw.path().get(parameter.name())));
                    case "query" -> raw.query().getAll(parameter.name());
                    default -> raw.headers().getAll(parameter.name());
                };
        if (given.size() > 1) {
            faults.add(new Fault(parameter.name(), "expected it once, found it " + given.size() + " times"));
            return Optional.empty();
        }
        Optional<String> text = given.isEmpty() ? parameter.byDefault() : Optional.of(given.get(0));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode value = node(parameter, text.get());
        List<Fault> found = parameter.check().faults(value, parameter.name());
        if (!found.isEmpty() && parameter.in().equals("path")) {
            throw RestProblem.notFound(parameter.name(), "there is no \"" + shortened(text.get()) + "\"");
        }
        faults.addAll(found);
        return Optional.of(value);
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    // what cannot be read as its type stays a text, which the check refuses
    private static JsonNode node(Parameter parameter, String text) {
        if (parameter.type().equals("integer") && text.matches("-?\\d{1,18}")) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        if (parameter.type().equals("boolean") && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        return TextNode.valueOf(parameter.words().stream()
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElse(text));
    }

    private static JsonNode body(Endpoint endpoint, Raw raw, List<Fault> faults) {
        String header = Objects.requireNonNullElse(raw.headers().get("content-type"), "");
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        SchemaCheck check = endpoint.body().get(type);
        if (check == null) {
            throw RestProblem.of(
                    415,
                    "Content-Type",
                    "expected one of "
                            + String.join(", ", new TreeSet<>(endpoint.body().keySet())) + ", found "
                            + (type.isEmpty() ? "nothing" : "\"" + shortened(type) + "\""));
        }
        JsonNode body = type.equals("application/json") ? json(raw.body()) : TextNode.valueOf(text(raw.body()));
        faults.addAll(check.faults(body, ""));
        return body;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(text(bytes));
            if (node == null || node.isMissingNode()) {
                throw RestProblem.of(400, null, "expected a JSON object as the body, found nothing");
            }
            return node;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            throw RestProblem.of(400, null, "the body is no JSON: " + place + e.getOriginalMessage());
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RestProblem.of(400, null, "the body is no UTF-8 text");
        }
    }

    /** Returns a parameter that is given in each such request or has a default. */
    String text(String name) {
        return Objects.requireNonNull(parameters.get(name), name).textValue();
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name)).map(JsonNode::textValue);
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(parameters.get(name)).map(JsonNode::intValue);
    }

    Optional<Boolean> flag(String name) {
        return Optional.ofNullable(parameters.get(name)).map(JsonNode::booleanValue);
    }

    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return find(name).map(word -> Enum.valueOf(type, word));
    }

    Page.Range range() {
        return new Page.Range(number("limit").orElseThrow(), number("offset").orElseThrow());
    }

    /** Returns the body: an object, or a text where it is not JSON. */
    JsonNode body() {
        return Objects.requireNonNull(body);
    }
}
