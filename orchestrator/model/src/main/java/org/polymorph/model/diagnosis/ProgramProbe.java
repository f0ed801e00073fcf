package org.polymorph.model.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;

/** Looks for the programs that a command line names, after the site's prelude, without starting them. */
public final class ProgramProbe {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
    private static final Pattern MISSING = Pattern.compile("pm-missing (.*)");

    private ProgramProbe() {}

    /**
     * Makes the probe.
     *
     * @param code name of the code, for the remedy
     * @param isProgram which words after the first are programs too, such as {@code pw.x} behind {@code srun}
     */
    public static SiteProbe of(
            String subject, String code, List<String> prelude, String command, Predicate<String> isProgram) {
        StringBuilder script = new StringBuilder();
        prelude.forEach(line -> script.append(line).append('\n'));
        List<String> programs = programs(command, isProgram);
        for (String program : programs) {
            String word = ShellWord.quotePath(program);
            script.append("command -v ")
                    .append(word)
                    .append(" || echo pm-missing ")
                    .append(word)
                    .append('\n');
        }
        return new SiteProbe(subject, script.toString(), answer -> read(subject, code, programs, answer));
    }

    // words with anything that a shell would read are left to the shell
    private static List<String> programs(String command, Predicate<String> isProgram) {
        List<String> programs = new ArrayList<>();
        for (String word : Arrays.asList(command.strip().split("\\s+", -1))) {
            if (ASSIGNMENT.matcher(word).matches() && programs.isEmpty()) {
                continue;
            }
            if (!WORD.matcher(word).matches()) {
                break;
            }
            if (programs.isEmpty() || isProgram.test(word)) {
                programs.add(word);
            }
        }
        return programs;
    }

    private static Finding read(String subject, String code, List<String> programs, SiteProbe.Answer answer) {
        Matcher missing = MISSING.matcher(answer.stdout());
        if (missing.find()) {
            return missing(
                    subject, code, missing.group(1), new SiteProbe.Answer(answer.exitCode(), "", answer.stderr()));
        }
        if (answer.exitCode() != 0) {
            return Finding.fails(
                    subject,
                    "the prelude ended with exit code " + answer.exitCode() + said(answer),
                    "try the lines of codes." + code + ".prelude after a log-in by hand");
        }
        return programs.isEmpty()
                ? Finding.unchecked(subject, "the command begins with what only a shell understands")
                : Finding.ok(subject, String.join(" and ", programs) + " found, not started");
    }

    /** Makes the finding for a program that is not there. */
    public static Finding missing(String subject, String code, String program, SiteProbe.Answer answer) {
        return Finding.fails(
                subject,
                program + " was not found" + said(answer),
                "load its module in codes." + code + ".prelude, or give its whole path in codes." + code + ".command");
    }

    /** Returns what an answer's last line says, as the end of a sentence. */
    public static String said(SiteProbe.Answer answer) {
        return answer.lastLine().isEmpty() ? "" : "; it said: " + answer.lastLine();
    }
}
