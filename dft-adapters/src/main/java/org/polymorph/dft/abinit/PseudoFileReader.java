package org.polymorph.dft.abinit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.dft.input.UpfHeaderReader;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;

/**
 * Reads the heads of the pseudopotential files that ABINIT takes: its own text formats (psp8 and the older ones, PAW as AtomPAW
 * writes it), PAW-XML, PSML and UPF; and the cutoffs that PseudoDojo's files recommend.
 */
final class PseudoFileReader {
    private static final int HEAD = 1 << 16;
    private static final long LARGEST = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ATOM = Pattern.compile("<atom\\b([^>]*)>");
    private static final Pattern FUNCTIONAL = Pattern.compile("<xc_functional\\b([^>]*)>");
    private static final Pattern CUTOFFS = Pattern.compile("<pw_ecut\\b([^>]*)>");
    private static final Pattern SPECIES = Pattern.compile("<pseudo-atom-spec\\b([^>]*)>");
    private static final Pattern LIBXC = Pattern.compile("<functional\\b[^>]*\\bid\\s*=\\s*[\"'](\\d+)[\"']");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Set<Integer> LDA = Set.of(1, 2, 3, 4, 5, 6, 7, 20);
    private static final Set<Integer> LDA_CORRELATIONS = Set.of(7, 9, 10, 11, 12, 13);

    private PseudoFileReader() {}

    /**
     * Reads the head of a file.
     *
     * @throws IllegalArgumentException if it is no pseudopotential that ABINIT takes
     */
    static PseudoFile read(Path file) throws IOException {
        String head = head(file);
        if (head.contains("<paw_dataset") || head.contains("<paw_setup")) {
            return pawXml(file, head);
        }
        if (head.contains("<psml")) {
            return psml(file, head);
        }
        if (head.contains("<UPF") || head.contains("<PP_INFO>") || head.contains("<PP_HEADER")) {
            return upf(file);
        }
        return classic(file, head.lines().limit(3).toList());
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        }
    }

    // a title; atomic number and valence electrons; format and functional
    private static PseudoFile classic(Path file, List<String> lines) {
        if (lines.size() < 3) {
            throw new IllegalArgumentException(
                    file + ": expected a pseudopotential of ABINIT, found less than 3 lines");
        }
        try {
            double[] charges = FortranNumbers.read(lines.get(1), 2);
            double[] codes = FortranNumbers.read(lines.get(2), 2);
            int format = (int) codes[0];
            if (charges[0] != Math.rint(charges[0]) || format < 1 || format > 17) {
                throw new NumberFormatException(lines.get(1));
            }
            return new PseudoFile(
                    file,
                    Element.ofNumber((int) charges[0]),
                    format == 7 || format == 17,
                    charges[1],
                    functional((int) codes[1]),
                    Map.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file
                            + ": expected a pseudopotential of ABINIT with zatom, zion and pspcod, pspxc in its second and third"
                            + " line, found \"" + lines.get(1).strip() + "\"",
                    e);
        }
    }

    private static PseudoFile pawXml(Path file, String head) {
        Map<String, String> atom = attributes(file, ATOM, head);
        Map<String, String> functional = attributes(file, FUNCTIONAL, head);
        Matcher cutoffs = CUTOFFS.matcher(head);
        Map<String, Double> hints = new TreeMap<>();
        if (cutoffs.find()) {
            attributes(cutoffs.group(1)).forEach((level, value) -> {
                String name = level.equals("medium") ? "normal" : level;
                if (!value.startsWith("-")) {
                    hints.put(name, number(file, value));
                }
            });
        }
        String name = required(file, functional, "name").toUpperCase(Locale.ROOT);
        boolean lda = functional.getOrDefault("type", "").equalsIgnoreCase("LDA");
        return new PseudoFile(
                file,
                UpfHeader.elementOf(required(file, atom, "symbol")),
                true,
                number(file, required(file, atom, "valence")),
                lda ? "LDA" : name.replaceAll("GGA_X_PBE_SOL\\+GGA_C_PBE_SOL", "PBESOL"),
                hints);
    }

    private static PseudoFile psml(Path file, String head) {
        Map<String, String> atom = attributes(file, SPECIES, head);
        Matcher parts = LIBXC.matcher(head);
        String first = parts.find() ? parts.group(1) : "0";
        String second = parts.find() ? parts.group(1) : "0";
        return new PseudoFile(
                file,
                Element.ofNumber((int) number(file, required(file, atom, "atomic-number"))),
                false,
                number(file, required(file, atom, "z-pseudo")),
                functional(-1000 * Integer.parseInt(first) - Integer.parseInt(second)),
                Map.of());
    }

    private static PseudoFile upf(Path file) throws IOException {
        UpfHeader header = UpfHeaderReader.read(file);
        if (header.type() != UpfHeader.Type.NORM_CONSERVING) {
            throw new IllegalArgumentException(file + ": expected a norm-conserving UPF file, found " + header.type()
                    + "; ABINIT takes PAW as XML");
        }
        String functional = header.functional();
        double cutoff = header.wavefunctionCutoff() / 2; // Ry
        return new PseudoFile(
                file,
                header.element(),
                false,
                header.valence(),
                functional.equals("PZ") || functional.startsWith("SLA+PW+NOGX") ? "LDA" : functional,
                cutoff > 0 ? Map.of("normal", cutoff) : Map.of());
    }

    /** Returns the name of a functional as ABINIT numbers them: its own above zero, two of LibXC's below. */
    static String functional(int ixc) {
        int first = Math.max(-ixc / 1000, -ixc % 1000);
        int second = Math.min(-ixc / 1000, -ixc % 1000);
        if (LDA.contains(ixc) || (ixc < 0 && second == 1 && LDA_CORRELATIONS.contains(first))) {
            return "LDA";
        }
        if (ixc == 11 || (first == 130 && second == 101)) {
            return "PBE";
        }
        return first == 133 && second == 116 ? "PBESOL" : "ixc " + ixc;
    }

    /** Adds the cutoffs that PseudoDojo recommends, in the file itself or in the djrepo beside it. */
    static PseudoFile withHints(PseudoFile pseudo) throws IOException {
        String name = pseudo.fileName();
        Path report = pseudo.file().resolveSibling(name.replaceAll("\\.[^.]*$", "") + ".djrepo");
        if (Files.isRegularFile(report) && Files.size(report) < LARGEST) {
            return pseudo.withHints(hints(Files.readString(report, StandardCharsets.ISO_8859_1)));
        }
        return name.endsWith(".psp8") ? pseudo.withHints(hints(dojoReport(pseudo.file()))) : pseudo;
    }

    private static String dojoReport(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            boolean inside = false;
            for (String line = in.readLine(); line != null && text.length() < LARGEST; line = in.readLine()) {
                if (line.contains("</DOJO_REPORT>")) {
                    break;
                }
                if (inside) {
                    text.append(line).append('\n');
                }
                inside |= line.contains("<DOJO_REPORT>");
            }
        }
        return text.toString();
    }

    private static Map<String, Double> hints(String json) {
        Map<String, Double> hints = new TreeMap<>();
        try {
            JsonNode levels = JSON.readTree(json).path("hints");
            for (String level : List.of("low", "normal", "high")) {
                JsonNode entry = levels.path(level);
                double cutoff = entry.path("ecut").asDouble(entry.asDouble(0));
                if (cutoff > 0) {
                    hints.put(level, cutoff);
                }
            }
        } catch (JsonProcessingException e) {
            return Map.of(); // a report that is cut recommends nothing
        }
        return hints;
    }

    private static Map<String, String> attributes(Path file, Pattern tag, String head) {
        Matcher found = tag.matcher(head);
        if (!found.find()) {
            throw new IllegalArgumentException(file + ": expected a tag "
                    + tag.pattern().replaceAll("\\\\b.*", "") + "> in the first " + HEAD + " bytes, found none");
        }
        return attributes(found.group(1));
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new TreeMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
            attributes.put(attribute.group(1), value.trim());
        }
        return attributes;
    }

    private static String required(Path file, Map<String, String> attributes, String key) {
        String value = attributes.get(key);
        if (value == null) {
            throw new IllegalArgumentException(file + ": expected an attribute " + key + " in its head, found none");
        }
        return value;
    }

    private static double number(Path file, String text) {
        try {
            return FortranNumbers.only(text, 1)[0];
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + ": expected a number in its head, found \"" + text + "\"", e);
        }
    }
}
