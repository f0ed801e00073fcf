package org.polymorph.engine.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;

/** A directory of another machine as a site file has it: {@code ~/}, <code>${NAME}</code> and {@code $NAME} are read there. */
public final class RemoteDirectory {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$([A-Za-z_][A-Za-z0-9_]*)");

    private RemoteDirectory() {}

    /** Returns a word for a POSIX shell, in which only {@code ~/} and variables mean anything; one that is not set is an error. */
    public static String word(String text) {
        StringBuilder word = new StringBuilder();
        int from = 0;
        if (text.equals("~") || text.startsWith("~/")) {
            word.append("\"${HOME:?}\"");
            from = 1;
        }
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find(from)) {
            word.append(piece(text.substring(from, matcher.start())));
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            word.append("\"${").append(name).append(":?}\"");
            from = matcher.end();
        }
        return word.append(piece(text.substring(from))).toString();
    }

    private static String piece(String text) {
        return text.isEmpty() ? "" : ShellWord.quote(text);
    }
}
