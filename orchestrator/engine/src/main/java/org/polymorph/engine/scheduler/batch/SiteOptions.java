package org.polymorph.engine.scheduler.batch;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of the command that submits, with short names, as a site's file gives them.
 *
 * @param command that they belong to
 * @param directive what they may stand behind in a job's script
 * @param example for messages
 * @param own those that the protocol itself sets, and those after which its answer or its fence would not hold
 * @param ownValues beginnings of values that it sets itself, of options that a site may otherwise use
 */
public record SiteOptions(String command, String directive, String example, Set<String> own, Set<String> ownValues) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.@-]*");
    private static final Pattern OPTION = Pattern.compile("(-[A-Za-z][A-Za-z_]*)(?:\\s+(.*))?");

    public SiteOptions {
        own = Set.copyOf(own);
        ownValues = Set.copyOf(ownValues);
    }

    /**
     * Checks queue, account and further options.
     *
     * @throws IllegalArgumentException naming the value
     */
    public void check(ClusterOptions options) {
        word("queue", options.queue());
        word("account", options.account());
        lines(options.extra());
    }

    private static void word(String key, String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "scheduler." + key + ": expected letters, digits and _ . - @, found \"" + value + "\"");
        }
    }

    /** Returns further options as they stand behind the directive. */
    public List<String> lines(List<String> extra) {
        return extra.stream().map(this::option).toList();
    }

    private String option(String line) {
        String text = line.strip();
        if (text.startsWith(directive)) {
            text = text.substring(directive.length()).strip();
        }
        Matcher matcher = OPTION.matcher(text);
        if (!matcher.matches() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("scheduler.extra: expected an option of " + command + " such as "
                    + example + ", found \"" + line + "\"");
        }
        String value = matcher.group(2) == null ? "" : matcher.group(2).strip();
        boolean taken = own.contains(matcher.group(1))
                || ownValues.stream().anyMatch(beginning -> (matcher.group(1) + " " + value).startsWith(beginning));
        if (taken) {
            throw new IllegalArgumentException("scheduler.extra: " + matcher.group(1)
                    + " is set by Polymorph itself or would break its books, found \"" + line + "\"");
        }
        return text;
    }
}
