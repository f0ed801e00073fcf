package org.polymorph.dft.potential;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.Settings;

/** What tells whether this program itself can run on a site: it starts there and says which version it is. */
final class PotentialProbe {
    private static final String SUBJECT = "potential program";
    private static final Pattern VERSION = Pattern.compile("(?m)^version +(\\S.*)$");
    private static final int NOT_FOUND = 127;

    private PotentialProbe() {}

    static SiteProbe of(Settings site) {
        List<String> prelude = site.texts("prelude");
        String command = site.text("command", PotentialJobScript.COMMAND);
        String script = String.join("\n", prelude) + "\n" + command + " version\n";
        return new SiteProbe(SUBJECT, script, PotentialProbe::read);
    }

    private static Finding read(SiteProbe.Answer answer) {
        Matcher version = VERSION.matcher(answer.stdout());
        if (answer.exitCode() == 0 && version.find()) {
            return Finding.ok(SUBJECT, "polymorph " + version.group(1).strip() + " starts");
        }
        if (answer.exitCode() == NOT_FOUND) {
            return ProgramProbe.missing(SUBJECT, "potential", "polymorph", answer);
        }
        return Finding.fails(
                SUBJECT,
                "the command with `version` ended with exit code " + answer.exitCode() + ProgramProbe.said(answer),
                "install Polymorph and Java 17 on the site and name its program in codes.potential.command");
    }
}
