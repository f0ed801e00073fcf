package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Findings as lines for people and as JSON. */
final class FindingText {
    private static final int WIDTH = 110;
    private static final int INDENT = 7;
    private static final int SUBJECT = 26;

    private FindingText() {}

    /** Returns the word for a level. */
    static String word(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNS -> "warns";
            case FAILS -> "fails";
            case UNCHECKED -> "not checked";
        };
    }

    /** Returns level, subject and what was found, and below it the remedy, broken at blanks. */
    static List<String> lines(Finding finding) {
        String level = finding.level() == Level.UNCHECKED ? "–" : word(finding.level());
        // what a site said must not steer the terminal
        String found = plain(finding.found());
        List<String> lines = new ArrayList<>();
        String margin = " ".repeat(INDENT + SUBJECT);
        List<String> parts = broken(found, WIDTH - margin.length());
        lines.add(String.format("%-" + INDENT + "s%-" + SUBJECT + "s%s", level, finding.subject(), parts.get(0))
                .stripTrailing());
        parts.stream().skip(1).forEach(part -> lines.add(margin + part));
        if (!finding.remedy().isEmpty()) {
            List<String> remedy = broken(plain(finding.remedy()), WIDTH - margin.length() - 2);
            for (int i = 0; i < remedy.size(); i++) {
                lines.add(margin + (i == 0 ? "→ " : "  ") + remedy.get(i));
            }
        }
        return lines;
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "\uFFFD").strip();
    }

    private static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", finding.subject());
        json.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        json.put("found", finding.found());
        json.put("remedy", finding.remedy());
        return json;
    }
}
