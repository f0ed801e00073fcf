package org.polymorph.daemon.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with. */
record RestAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    RestAnswer {
        headers = Map.copyOf(headers);
    }

    static RestAnswer json(int status, Object document) {
        try {
            return new RestAnswer(status, "application/json", MAPPER.writeValueAsBytes(document), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this answer cannot be written as JSON", e);
        }
    }

    static RestAnswer json(Object document) {
        return json(200, document);
    }

    static RestAnswer text(String contentType, String text) {
        return new RestAnswer(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    RestAnswer with(String header, String value) {
        return new RestAnswer(status, contentType, body, Map.of(header, value));
    }
}
