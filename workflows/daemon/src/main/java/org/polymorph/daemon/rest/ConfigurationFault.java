package org.polymorph.daemon.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.daemon.rest.RestProblem.Fault;

/** Finds the key at fault in a problem with a campaign, such as {@code request:3: pool.size: expected …}. */
final class ConfigurationFault {
    /** What messages call a campaign's file that came over the network. */
    static final String FILE = "request";

    private static final String KEY = "[A-Za-z][\\w-]*(?:\\.[\\w-]+|\\[\\d+])*";
    private static final Pattern KNOWN =
            Pattern.compile("(?s)(?:" + FILE + "(?::\\d+){0,2}: |--set [^:]*: )?(" + KEY + "): .*");
    private static final Pattern SET = Pattern.compile("(?s)--set (" + KEY + "): .*");
    private static final Pattern SITE = Pattern.compile("(?s)--site: .*");

    private ConfigurationFault() {}

    static Fault of(String problem) {
        Matcher known = KNOWN.matcher(problem);
        if (known.matches() && !known.group(1).equals(FILE)) {
            return new Fault(known.group(1), problem);
        }
        Matcher set = SET.matcher(problem);
        if (set.matches()) {
            return new Fault(set.group(1), problem);
        }
        return new Fault(SITE.matcher(problem).matches() ? "site" : "yaml", problem);
    }
}
