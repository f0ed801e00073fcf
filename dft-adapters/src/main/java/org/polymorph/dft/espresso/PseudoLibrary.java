package org.polymorph.dft.espresso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.dft.input.UpfHeaderReader;
import org.polymorph.model.crystal.Element;

/**
 * A library of pseudopotentials as SSSP ships it: a JSON file that names for each element a UPF file beside it, its MD5 and the
 * cutoffs that were tested for it, in Ry.
 */
record PseudoLibrary(Path file, Map<Element, Entry> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 4 << 20;

    /**
     * What a library says of one element.
     *
     * @param md5 in lower case; empty where it says none
     * @param wavefunctionCutoff 0 where it says none
     * @param densityCutoff 0 where it says none
     */
    record Entry(String fileName, String md5, double wavefunctionCutoff, double densityCutoff) {}

    PseudoLibrary {
        entries = new TreeMap<>(entries);
    }

    /** Returns the libraries of a directory. */
    static List<PseudoLibrary> in(Path directory) throws IOException {
        List<PseudoLibrary> libraries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
                    .sorted()
                    .toList()) {
                read(file).ifPresent(libraries::add);
            }
        }
        return libraries;
    }

    /** Reads a file; empty if it is no library. */
    static Optional<PseudoLibrary> read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return Optional.empty();
        }
        Map<Element, Entry> entries = new TreeMap<>();
        tree.fieldNames().forEachRemaining(symbol -> {
            JsonNode node = tree.get(symbol);
            if (Element.isSymbol(symbol) && node.hasNonNull("filename")) {
                entries.put(Element.of(symbol), entry(node));
            }
        });
        return entries.isEmpty() ? Optional.empty() : Optional.of(new PseudoLibrary(file, entries));
    }

    private static Entry entry(JsonNode node) {
        double wavefunctions =
                node.path("cutoff_wfc").asDouble(node.path("cutoff").asDouble(0));
        double density = node.path("cutoff_rho").asDouble(node.path("dual").asDouble(0) * wavefunctions);
        return new Entry(
                node.get("filename").asText(),
                node.path("md5").asText("").toLowerCase(Locale.ROOT),
                wavefunctions,
                density);
    }

    /**
     * Returns the header of an element's file, with the cutoffs of this library.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the library has none for it, or the file is another one than the library tells of
     */
    UpfHeader header(Element element) throws IOException {
        Entry entry = entries.get(element);
        if (entry == null) {
            throw new IllegalArgumentException("expected a pseudopotential for " + element + " in " + file
                    + ", which has those of "
                    + String.join(
                            " ", entries.keySet().stream().map(Element::symbol).toList()));
        }
        Path upf = file.resolveSibling(entry.fileName());
        if (entry.fileName().contains("/") || !Files.isRegularFile(upf)) {
            throw new IllegalArgumentException(
                    "expected the pseudopotential " + entry.fileName() + " beside " + file + ", found no such file");
        }
        String found = md5(upf);
        if (!entry.md5().isEmpty() && !entry.md5().equals(found)) {
            throw new IllegalArgumentException(upf + ": expected the MD5 " + entry.md5() + " that " + file.getFileName()
                    + " tells, found " + found + ": the file was cut or changed");
        }
        UpfHeader header = UpfHeaderReader.read(upf);
        if (header.element() != element) {
            throw new IllegalArgumentException(
                    upf + ": expected a pseudopotential of " + element + ", found one of " + header.element());
        }
        return header.withCutoffs(entry.wavefunctionCutoff(), entry.densityCutoff());
    }

    private static String md5(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest =
                    MessageDigest.getInstance("MD5"); // no security: the library's own check of integrity
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }
}
