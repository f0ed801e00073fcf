package org.polymorph.daemon.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What a request is answered with. */
record RestAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int COMPRESSED_FROM = 1024;
    private static final Pattern GZIP = Pattern.compile("(?i)\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))");
    private static final Pattern TEXT = Pattern.compile("^(?:text/|application/(?:json|manifest|wasm)|image/svg)");

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

    /** Returns this answer gzipped, where a client takes that and it is worth while. */
    RestAnswer encodedFor(@Nullable String acceptEncoding) {
        return isTakenAsGzip(acceptEncoding)
                ? new RestAnswer(status, contentType, gzip(body), headers).with("Content-Encoding", "gzip")
                : this;
    }

    boolean isTakenAsGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && body.length >= COMPRESSED_FROM
                && GZIP.matcher(acceptEncoding).find()
                && TEXT.matcher(contentType).find();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (OutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    RestAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new RestAnswer(status, contentType, body, more);
    }
}
