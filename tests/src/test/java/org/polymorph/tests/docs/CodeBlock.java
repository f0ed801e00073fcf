package org.polymorph.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fenced block of a Markdown page.
 *
 * @param file that the block is the content of, if the line before says so: {@code `path`:}, or {@code `path`, words:}
 * @param language as the fence says it
 */
record CodeBlock(Optional<String> file, String language, String text) {
    private static final String FENCE = "```";
    private static final Pattern FILE = Pattern.compile("`([^` ]+)`(,[^`]*)?:");

    /** Reads the blocks of a page in their order. */
    static List<CodeBlock> read(Path page) throws IOException {
        List<CodeBlock> blocks = new ArrayList<>();
        String before = "";
        StringBuilder text = new StringBuilder();
        Optional<String> language = Optional.empty();
        for (String line : Files.readAllLines(page)) {
            if (language.isEmpty() && line.startsWith(FENCE)) {
                language = Optional.of(line.substring(FENCE.length()));
            } else if (language.isEmpty()) {
                before = line.isBlank() ? before : line;
            } else if (line.equals(FENCE)) {
                Matcher named = FILE.matcher(before);
                Optional<String> file = named.matches() ? Optional.of(named.group(1)) : Optional.empty();
                blocks.add(new CodeBlock(file, language.get(), text.toString()));
                before = "";
                text.setLength(0);
                language = Optional.empty();
            } else {
                text.append(line).append('\n');
            }
        }
        return blocks;
    }
}
