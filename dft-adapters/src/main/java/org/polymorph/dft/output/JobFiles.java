package org.polymorph.dft.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** The small files that a job leaves beside its program's output. */
public final class JobFiles {
    private static final int MOST_LINES = 200;
    private static final long MOST_BYTES = 1 << 20;
    private static final int SIGNALS = 128;

    private JobFiles() {}

    /** Returns the exit status that a file holds; empty if there is no such file or no such number in it. */
    public static OptionalInt exit(Path file) throws IOException {
        String text = Files.isRegularFile(file)
                ? Files.readString(file, StandardCharsets.ISO_8859_1).trim()
                : "";
        return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Returns the end of a file that should be short, but need not be: at most its last 200 lines; none if it is absent. */
    public static List<String> lastLines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.max(0, Files.size(file) - MOST_BYTES));
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
            return List.copyOf(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
        }
    }

    /** Returns an exit status in words and brackets, with a blank before them; an empty text if it is not known. */
    public static String exitNote(OptionalInt status) {
        if (status.isEmpty()) {
            return "";
        }
        int exit = status.getAsInt();
        return exit > SIGNALS ? " (killed by signal " + (exit - SIGNALS) + ")" : " (exit status " + exit + ")";
    }

    /** Returns the last line that is not blank, or an empty text. */
    public static String lastLine(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(String::trim)
                .orElse("");
    }
}
