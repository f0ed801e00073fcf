package org.polymorph.daemon.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.Json;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;

/**
 * The directory of a bench: {@code bench.json}, the settings of its searches; {@code inputs.json}, the SHA-256 of the files that
 * these name; {@code METHOD/seed-0001.json}, what has ended;
 * {@code METHOD/seed-0001/}, the data of a campaign that has not; and of searches that are jobs of a site {@code jobs/}, what is
 * known of them, and {@code identity.json}, the name of the bench among the jobs there. Files are written beside, forced to the disk and renamed.
 */
final class RecordFiles {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Settings that change nothing of what is found, and the seed. */
    private static final List<String> FREE = List.of("seed", "threads", "window", "resources");

    private final Path directory;

    RecordFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory one of searches with these settings and these files. One that was made before files were remembered
     * remembers them from now on.
     *
     * @param base the directory of the campaign's file, from which its settings name files
     * @throws ConfigurationException if it holds searches with others
     */
    void open(Map<String, Object> tree, Path base) {
        Map<String, Object> lasting = new TreeMap<>(tree);
        lasting.keySet().removeAll(FREE);
        Path file = directory.resolve("bench.json");
        try {
            JsonNode wanted = MAPPER.readTree(MAPPER.writeValueAsString(lasting));
            if (Files.isRegularFile(file)) {
                JsonNode stored = read(file);
                if (!stored.equals(wanted)) {
                    throw new ConfigurationException(directory + ": the bench was begun with other settings: "
                            + String.join("; ", differences("", stored, wanted))
                            + ". Take them back to go on with it, or begin another with --dir");
                }
            }
            Files.createDirectories(directory);
            openInputs(NamedFiles.hashes(lasting, base));
            if (!Files.isRegularFile(file)) {
                write(file, wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": expected a directory that can be written", e);
        }
    }

    private void openInputs(Map<String, String> hashes) throws IOException {
        Path file = directory.resolve("inputs.json");
        if (!Files.isRegularFile(file)) {
            write(file, hashes);
            return;
        }
        JsonNode stored = read(file);
        List<String> changed = new ArrayList<>();
        // a file that is there now and was not then has not changed what was found
        stored.fieldNames().forEachRemaining(name -> {
            String now = hashes.get(name);
            if (now == null) {
                changed.add(name + " is not there any more");
            } else if (!now.equals(stored.path(name).asText())) {
                changed.add(name + " has changed");
            }
        });
        if (!changed.isEmpty()) {
            throw new ConfigurationException(directory + ": the bench was begun with other files: "
                    + String.join("; ", changed)
                    + ". Put them back to go on with it, or begin another with --dir");
        }
    }

    private static List<String> differences(String key, JsonNode stored, JsonNode wanted) {
        List<String> found = new ArrayList<>();
        if (stored.isObject() && wanted.isObject()) {
            TreeMap<String, Boolean> keys = new TreeMap<>();
            stored.fieldNames().forEachRemaining(name -> keys.put(name, true));
            wanted.fieldNames().forEachRemaining(name -> keys.put(name, true));
            keys.keySet()
                    .forEach(name -> found.addAll(differences(
                            key.isEmpty() ? name : key + "." + name, stored.path(name), wanted.path(name))));
        } else if (!stored.equals(wanted)) {
            found.add(key + " was " + text(stored) + ", now " + text(wanted));
        }
        return found;
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "(not set)" : node.toString();
    }

    /** Returns where a campaign keeps its data while it runs. */
    Path campaign(String method, int seed) {
        return directory.resolve(method).resolve(name(seed));
    }

    private Path file(String method, int seed) {
        return directory.resolve(method).resolve(name(seed) + ".json");
    }

    static String name(int seed) {
        return String.format(Locale.ROOT, "seed-%04d", seed);
    }

    /** Returns the file of a search that has ended; empty if it has not. */
    Optional<Path> record(String method, int seed) {
        return Optional.of(file(method, seed)).filter(Files::isRegularFile);
    }

    /** Returns a name that no other directory has, made when it is first asked for: of this bench among the jobs of a site. */
    String identity() {
        Path file = directory.resolve("identity.json");
        try {
            if (!Files.isRegularFile(file)) {
                write(file, Map.of("id", UUID.randomUUID().toString().substring(0, 13)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
        return read(file).required("id").asText();
    }

    /** Returns settings as a text that YAML takes too. */
    static String text(Map<String, Object> settings) {
        try {
            return MAPPER.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("settings that cannot be written: " + settings.keySet(), e);
        }
    }

    /**
     * Returns what a search left that has ended; empty if it has not.
     *
     * @throws UncheckedIOException if its file is damaged; names the file
     */
    Optional<SearchRecord> load(String method, int seed) {
        return record(method, seed).map(file -> read(file, method, seed));
    }

    /**
     * Reads what a search has left.
     *
     * @throws UncheckedIOException if the file is damaged; names it
     */
    static SearchRecord read(Path file, String method, int seed) {
        JsonNode node = read(file);
        try {
            List<Find> finds = StreamSupport.stream(node.required("finds").spliterator(), false)
                    .map(RecordFiles::find)
                    .toList();
            return new SearchRecord(
                    method,
                    seed,
                    node.required("exit").asText(),
                    node.required("rounds").asInt(),
                    node.required("labels").asInt(),
                    node.required("calls").asLong(),
                    node.required("seconds").asDouble(),
                    finds);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(damaged(file, e), new IOException(e));
        }
    }

    private static String damaged(Path file, Exception cause) {
        String reason = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        return file + ": expected what a search of `bench` has found: " + reason
                + "; remove the file to have that search repeated";
    }

    private static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(damaged(file, e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    void save(SearchRecord search) {
        Map<String, @Nullable Object> json = search.spent();
        json.put("finds", search.finds().stream().map(RecordFiles::json).toList());
        Path file = file(search.method(), search.seed());
        try {
            Files.createDirectories(directory.resolve(search.method()));
            write(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    private static void write(Path file, Object json) throws IOException {
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".bench", ".json");
        try {
            Files.write(beside, MAPPER.writeValueAsBytes(json));
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static Map<String, Object> json(Find find) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labels", find.labels());
        json.put("calls", find.calls());
        json.put("checkedCalls", find.checkedCalls());
        json.put("enthalpyPerAtom", find.enthalpy());
        json.put("structure", Json.of(find.structure()));
        return json;
    }

    private static Find find(JsonNode node) {
        JsonNode structure = node.required("structure");
        List<Element> species = StreamSupport.stream(
                        structure.required("species").spliterator(), false)
                .map(symbol -> Element.of(symbol.asText()))
                .toList();
        return new Find(
                node.required("labels").asInt(),
                node.required("calls").asLong(),
                node.required("checkedCalls").asLong(),
                node.required("enthalpyPerAtom").asDouble(),
                Structure.of(
                        Lattice.of(rows(structure.required("lattice"))),
                        species,
                        rows(structure.required("fractional"))));
    }

    private static double[] rows(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
