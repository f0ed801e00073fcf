package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers against the OpenAPI document, with a validator of JSON schemas that is not the server's own. */
final class ContractAnswers {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = factory();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    // the rest of an OpenAPI document is beside its schemas
    private static JsonSchemaFactory factory() {
        JsonMetaSchema.Builder schemas = JsonMetaSchema.builder(JsonMetaSchema.getV202012());
        for (String beside : List.of(
                "openapi", "info", "servers", "security", "tags", "paths", "components", "example", "discriminator")) {
            schemas.keyword(new NonValidationKeyword(beside));
        }
        JsonMetaSchema known = schemas.build();
        return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                .defaultMetaSchemaIri(known.getIri())
                .metaSchema(known)
                .build();
    }

    private ContractAnswers(JsonNode document) {
        this.document = document;
    }

    static ContractAnswers read() {
        try (InputStream in = ContractAnswers.class.getResourceAsStream("/openapi/polymorph.json")) {
            return new ContractAnswers(MAPPER.readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** Demands that an answer is one that the contract names for its request. */
    void check(String method, String path, HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        String type = response.headers().firstValue("content-type").orElse("").split(";", 2)[0];
        Optional<String> template = template(path);
        String place = method + " " + path + " " + status;
        if (template.isEmpty() && status < 400) {
            assertThat(path).as("only pages are beside the contract").doesNotStartWith("/api");
            return;
        }
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        JsonNode responses = template.map(found -> document.at("/paths/" + escaped(found) + "/" + verb + "/responses"))
                .orElseGet(MAPPER::missingNode);
        if (responses.isMissingNode()) {
            // whatever is asked for, a server may say that there is no such thing
            assertThat(status).as(place).isIn(404, 405);
            valid("/components/schemas/Problem", response.body(), place);
            return;
        }
        String key = responses.has(Integer.toString(status)) ? Integer.toString(status) : "default";
        assertThat(status >= 400 || !key.equals("default")).as(place).isTrue();
        String pointer = "/paths/" + escaped(template.orElseThrow()) + "/" + verb + "/responses/" + key;
        JsonNode named = responses.get(key);
        String where = named.has("$ref") ? named.get("$ref").asText().substring(1) : pointer;
        JsonNode content = document.at(where).path("content");
        assertThat(content.has(type)).as(place + ": " + type).isTrue();
        if (type.equals("application/json") && !method.equals("HEAD")) {
            valid(where + "/content/application~1json/schema", response.body(), place);
        }
    }

    private void valid(String pointer, String body, String place) throws IOException {
        JsonSchema schema = schemas.computeIfAbsent(pointer, this::schema);
        assertThat(schema.validate(MAPPER.readTree(body)))
                .as(place + ": " + body)
                .isEmpty();
    }

    private JsonSchema schema(String pointer) {
        ObjectNode root = document.deepCopy();
        root.put("$ref", "#" + pointer);
        return FACTORY.getSchema(root, CONFIG);
    }

    private Optional<String> template(String path) {
        return document.get("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst();
    }

    private static String escaped(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }
}
