package org.polymorph.dft.espresso;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.Settings;

/** What tells whether pw.x can run on a site: it starts, and its pseudopotentials are there. */
final class PwProbes {
    private static final String PROGRAM = "espresso program";
    private static final String PSEUDOPOTENTIALS = "espresso pseudopotentials";
    private static final Predicate<String> IS_PW =
            Pattern.compile("(.*/)?pw[^/]*\\.x").asMatchPredicate();
    private static final Pattern STARTS = Pattern.compile("Program PWSCF\\s+v\\.?\\s*(\\S+) +starts");
    private static final int NOT_FOUND = 127;

    // an input without anything in it: pw.x says which version it is, and stops
    private static final String START = """
            : > %s
            (
            %s
            ) > pw.out 2> pw.err < /dev/null
            code=$?
            head -c 4000 pw.out
            head -c 4000 pw.err >&2
            exit $code
            """;

    // lines "element X", from the header of either version of UPF, and "number Z" from the second line of a GTH file
    private static final String LIST = """
            cd -- %s || exit 2
            for f in *.[Uu][Pp][Ff]; do
                [ -f "$f" ] || continue
                [ -r "$f" ] || { echo "unreadable $f"; continue; }
                e=$(LC_ALL=C sed -n -e '/element *= *["'\\''] *[A-Z]/{s/.*element *= *["'\\''] *\\([A-Z][a-z]\\{0,1\\}\\).*/\\1/p;q;}' \\
                    -e '/^ *[A-Z][a-z]\\{0,1\\}  *Element/{s/^ *\\([A-Z][a-z]\\{0,1\\}\\) .*/\\1/p;q;}' < "$f")
                echo "element ${e:-?}"
            done
            for f in *.gth; do
                [ -f "$f" ] || continue
                [ -r "$f" ] || { echo "unreadable $f"; continue; }
                z=$(LC_ALL=C sed -n -e '2{s/^ *\\([0-9]\\{1,3\\}\\)[. ].*/\\1/p;q;}' < "$f")
                echo "number ${z:-?}"
            done
            """;

    private PwProbes() {}

    static List<SiteProbe> of(Settings site, boolean inJob) {
        PwJobScript script = PwJobScript.read(site);
        List<SiteProbe> probes = new ArrayList<>();
        probes.add(
                inJob
                        ? start(script)
                        : ProgramProbe.of(PROGRAM, "espresso", script.prelude(), script.command(), IS_PW));
        site.text("pseudoDir").ifPresent(directory -> probes.add(pseudopotentials(directory)));
        return probes;
    }

    private static SiteProbe start(PwJobScript script) {
        String text = String.join("\n", script.prelude()) + "\n" + START.formatted(PwInput.FILE, script.command());
        return new SiteProbe(PROGRAM, text, PwProbes::readStart);
    }

    private static Finding readStart(SiteProbe.Answer answer) {
        Matcher starts = STARTS.matcher(answer.stdout());
        if (starts.find()) {
            return Finding.ok(PROGRAM, "pw.x " + starts.group(1) + " starts");
        }
        if (answer.exitCode() == NOT_FOUND) {
            return ProgramProbe.missing(PROGRAM, "espresso", "the program of the command", answer);
        }
        return Finding.fails(
                PROGRAM,
                "the command ended with exit code " + answer.exitCode() + " and did not say that PWSCF starts"
                        + ProgramProbe.said(answer),
                "try codes.espresso.prelude and codes.espresso.command by hand in a job of the cluster");
    }

    private static SiteProbe pseudopotentials(String directory) {
        return new SiteProbe(
                PSEUDOPOTENTIALS,
                LIST.formatted(ShellWord.quotePath(directory)),
                answer -> readList(directory, answer));
    }

    private static Finding readList(String directory, SiteProbe.Answer answer) {
        if (answer.exitCode() != 0) {
            return Finding.fails(
                    PSEUDOPOTENTIALS,
                    directory + " is no directory that can be read" + ProgramProbe.said(answer),
                    "give the directory of UPF files on this site in codes.espresso.pseudoDir");
        }
        Set<String> elements = new TreeSet<>();
        long files = 0;
        long bad = 0;
        for (String line : answer.stdout().lines().toList()) {
            String name = line.substring(line.indexOf(' ') + 1);
            files++;
            if (line.startsWith("element ") && Element.isSymbol(name)) {
                elements.add(name);
            } else if (line.matches("number ([1-9]|[1-9][0-9]|10[0-9]|11[0-8])")) {
                elements.add(Element.ofNumber(Integer.parseInt(name)).symbol());
            } else {
                bad++;
            }
        }
        if (elements.isEmpty()) {
            return Finding.fails(
                    PSEUDOPOTENTIALS,
                    directory + " has " + (files == 0 ? "no UPF or GTH file" : "no UPF or GTH file that can be read"),
                    "put UPF or GTH files of the elements there, or give another directory in codes.espresso.pseudoDir");
        }
        String found = directory + " has " + elements.size() + (elements.size() == 1 ? " element: " : " elements: ")
                + String.join(" ", elements);
        if (bad > 0) {
            return Finding.warns(
                    PSEUDOPOTENTIALS,
                    found + "; " + bad + " of " + files + " files cannot be read or name no element",
                    "check permissions and headers of the files there");
        }
        // inputs are written on this machine, from the files' headers
        return Files.isDirectory(home(directory))
                ? Finding.ok(PSEUDOPOTENTIALS, found)
                : Finding.warns(
                        PSEUDOPOTENTIALS,
                        found + "; this machine has no such directory, and inputs are written here",
                        "copy the files here, name their directory in calculate.settings.pseudoDir of the campaign, and"
                                + " set copyPseudopotentials: true there");
    }

    private static Path home(String directory) {
        return Path.of(
                directory.startsWith("~/") ? System.getProperty("user.home", ".") + directory.substring(1) : directory);
    }
}
