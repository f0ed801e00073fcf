package org.polymorph.daemon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.spi.Settings;

/**
 * Settings given as {@code key=value} on the command line: dots in the key make sections, {@code […]} and {@code {…}} JSON values;
 * or as a file {@code NAME.json} that holds an object of them.
 */
final class KeyValues {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private KeyValues() {}

    /**
     * Reads assignments in their order, later ones winning.
     *
     * @param option the option they came with, which messages name
     */
    static Settings settings(String option, List<String> assignments) {
        return Settings.of(tree(option, assignments), path -> option);
    }

    /** Reads assignments as a tree of sections. */
    static Map<String, Object> tree(String option, List<String> assignments) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (String assignment : assignments) {
            if (assignment.endsWith(".json") && assignment.indexOf('=') < 0) {
                tree.putAll(file(option, Path.of(assignment)));
                continue;
            }
            int equals = assignment.indexOf('=');
            if (equals < 1 || ("." + assignment.substring(0, equals) + ".").contains("..")) {
                throw new UsageException(option + ": expected key=value, found \"" + assignment + "\"");
            }
            put(tree, option, assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return tree;
    }

    private static Map<String, Object> file(String option, Path file) {
        try {
            return JSON.readValue(Files.readString(file), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new UsageException(
                    option + ": expected an object of keys and values in " + file + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UsageException(option + ": expected a file, found none that can be read at " + file);
        }
    }

    private static void put(Map<String, Object> tree, String option, String key, String text) {
        Map<String, Object> section = tree;
        String[] path = key.split("\\.", -1);
        for (int i = 0; i < path.length - 1; i++) {
            Object inner = section.computeIfAbsent(path[i], name -> new LinkedHashMap<String, Object>());
            if (!(inner instanceof Map)) {
                throw new UsageException(option + ": \"" + key + "\" needs a section at " + path[i]
                        + ", which already has the value \"" + inner + "\"");
            }
            @SuppressWarnings("unchecked") // only this method puts maps there, or Jackson, whose keys are texts too
            Map<String, Object> next = (Map<String, Object>) inner;
            section = next;
        }
        section.put(path[path.length - 1], value(option, key, text));
    }

    private static Object value(String option, String key, String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return text;
        }
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new UsageException(
                    option + ": expected a JSON value for " + key + ", found " + text + ": " + e.getOriginalMessage());
        }
    }
}
