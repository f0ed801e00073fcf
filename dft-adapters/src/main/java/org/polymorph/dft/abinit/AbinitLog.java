package org.polymorph.dft.abinit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.AsciiLines;

/**
 * What ABINIT's log, its standard output, says beside the main output.
 *
 * @param errors texts of its errors, each in one line
 * @param warnings at most ten different ones
 * @param stop the line that tells of a stop at a time limit or on request
 * @param hashes MD5 of the pseudopotentials that were read, by element
 */
record AbinitLog(List<String> errors, List<String> warnings, Optional<String> stop, Map<String, String> hashes) {
    private static final AbinitLog EMPTY = new AbinitLog(List.of(), List.of(), Optional.empty(), Map.of());
    private static final int MOST = 10;
    private static final int LONGEST = 2000;
    private static final Pattern STOP =
            Pattern.compile("Approaching time limit|Exit has been requested|[Ee]xit due to cpu time limit");
    private static final Pattern CRASH =
            Pattern.compile("Fortran runtime error|Program received signal|forrtl: severe|Segmentation fault");

    private static final Pattern MD5 = Pattern.compile("([A-Z][a-z]?)\\s*:\\s*([0-9a-f]{32})");

    AbinitLog {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        hashes = Map.copyOf(hashes);
    }

    static AbinitLog none() {
        return EMPTY;
    }

    /** Reads to the end. */
    static AbinitLog read(InputStream in) throws IOException {
        List<String> errors = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        Optional<String> stop = Optional.empty();
        Map<String, String> hashes = new TreeMap<>();
        AsciiLines lines = new AsciiLines(in);
        while (lines.next()) {
            String line = lines.toString().strip();
            if (line.startsWith("--- !")) {
                String tag = line.substring("--- !".length());
                boolean error = tag.endsWith("ERROR") || tag.endsWith("Error") || tag.equals("BUG");
                boolean warning = tag.endsWith("WARNING") || tag.endsWith("Warning");
                if (error || warning || tag.equals("COMMENT")) {
                    String message = message(lines);
                    if (STOP.matcher(message).find() && stop.isEmpty()) {
                        stop = Optional.of(message);
                    } else if (error && errors.size() < MOST) {
                        errors.add(tag + ": " + message);
                    } else if (warning && warnings.size() < MOST) {
                        warnings.add(message);
                    }
                }
            } else if (line.endsWith(": ERROR -") && errors.size() < MOST) {
                errors.add(paragraph(lines));
            } else if (CRASH.matcher(line).find() && errors.size() < MOST) {
                errors.add(line);
            } else if (STOP.matcher(line).find() && stop.isEmpty()) {
                stop = Optional.of(line);
            } else {
                Matcher md5 = MD5.matcher(line);
                if (md5.matches()) {
                    hashes.put(md5.group(1), md5.group(2));
                }
            }
        }
        return new AbinitLog(errors, List.copyOf(warnings), stop, hashes);
    }

    // a document up to its end, without where in ABINIT's source it was written
    private static String message(AsciiLines lines) throws IOException {
        StringBuilder text = new StringBuilder();
        while (lines.next() && !lines.has("...", 0) && text.length() < LONGEST) {
            String line = lines.toString().strip();
            if (!line.matches("(src_file|src_line|mpi_rank|message):.*") && !line.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(line);
            }
        }
        return text.toString();
    }

    private static String paragraph(AsciiLines lines) throws IOException {
        StringBuilder text = new StringBuilder();
        while (lines.next() && !lines.toString().isBlank() && text.length() < LONGEST) {
            text.append(text.isEmpty() ? "" : " ").append(lines.toString().strip());
        }
        return text.toString();
    }
}
