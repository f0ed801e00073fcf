package org.polymorph.daemon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The OpenAPI document: which requests there are, and what each may hold. Immutable. */
final class Contract {
    private static final String RESOURCE = "/openapi/polymorph.json";
    private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

    private final byte[] text;
    private final List<Endpoint> endpoints;

    private Contract(byte[] text, List<Endpoint> endpoints) {
        this.text = text;
        this.endpoints = List.copyOf(endpoints);
    }

    /**
     * A kind of request.
     *
     * @param method in capitals
     * @param path with names of parameters in braces
     * @param body by content type; empty where there is none
     * @param open whether everybody may ask, with or without a token
     */
    record Endpoint(
            String id,
            String method,
            String path,
            List<Parameter> parameters,
            Map<String, SchemaCheck> body,
            boolean open) {
        Endpoint {
            parameters = List.copyOf(parameters);
            body = Map.copyOf(body);
        }
    }

    /**
     * A parameter of a request.
     *
     * @param in path, query or header
     * @param type of its value: integer, boolean or string
     * @param words that it may be; empty for any
     * @param byDefault value where none is given
     */
    record Parameter(
            String name, String in, String type, List<String> words, Optional<String> byDefault, SchemaCheck check) {
        Parameter {
            words = List.copyOf(words);
        }
    }

    /** Reads the document that is part of this program. */
    static Contract read() {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            byte[] text = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            JsonNode root = new ObjectMapper().readTree(text);
            List<Endpoint> endpoints = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    if (METHODS.contains(operation.getKey())) {
                        endpoints.add(endpoint(root, path.getKey(), path.getValue(), operation));
                    }
                }
            }
            return new Contract(text, endpoints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Endpoint endpoint(
            JsonNode root, String path, JsonNode shared, Map.Entry<String, JsonNode> operation) {
        JsonNode own = operation.getValue();
        List<Parameter> parameters = new ArrayList<>();
        shared.path("parameters").forEach(parameter -> parameters.add(parameter(root, resolved(root, parameter))));
        own.path("parameters").forEach(parameter -> parameters.add(parameter(root, resolved(root, parameter))));
        Map<String, SchemaCheck> body = new TreeMap<>();
        for (Map.Entry<String, JsonNode> type :
                own.path("requestBody").path("content").properties()) {
            body.put(
                    type.getKey(),
                    new SchemaCheck(resolved(root, type.getValue().path("schema"))));
        }
        return new Endpoint(
                own.path("operationId").asText(),
                operation.getKey().toUpperCase(Locale.ROOT),
                path,
                parameters,
                body,
                own.has("security") && own.get("security").isEmpty());
    }

    private static Parameter parameter(JsonNode root, JsonNode parameter) {
        JsonNode schema = resolved(root, parameter.path("schema"));
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        return new Parameter(
                parameter.path("name").asText(),
                parameter.path("in").asText(),
                schema.path("type").asText(),
                words,
                schema.has("default") ? Optional.of(schema.get("default").asText()) : Optional.empty(),
                new SchemaCheck(schema));
    }

    private static JsonNode resolved(JsonNode root, JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Returns the document as JSON. */
    byte[] text() {
        return text.clone();
    }
}
