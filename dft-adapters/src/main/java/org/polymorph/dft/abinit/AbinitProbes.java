package org.polymorph.dft.abinit;

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

/** What tells whether ABINIT can run on a site: it starts, and its pseudopotentials are there. */
final class AbinitProbes {
    private static final String PROGRAM = "abinit program";
    private static final String PSEUDOPOTENTIALS = "abinit pseudopotentials";
    private static final Predicate<String> IS_ABINIT =
            Pattern.compile("(.*/)?abinit[^/.]*").asMatchPredicate();
    private static final Pattern STARTS = Pattern.compile("(?m)^\\s*ABINIT\\s+(\\d\\S*)");
    private static final int NOT_FOUND = 127;

    // an input without anything in it: ABINIT says which version it is, and stops
    private static final String START = """
            : > %s
            (
            %s
            ) > start.out 2> start.err < /dev/null
            code=$?
            head -c 4000 start.out
            head -c 4000 start.err >&2
            exit $code
            """;

    // lines "number Z" or "element X", from the head of a file of any format
    private static final String LIST = """
            cd -- %s || exit 2
            for f in *; do
                [ -f "$f" ] || continue
                [ -r "$f" ] || { echo "unreadable $f"; continue; }
                head -c 65536 < "$f" | LC_ALL=C awk '
                    NR == 2 && $1 ~ /^[0-9]+[.]?0*$/ && $2 ~ /^[0-9]+[.]?[0-9]*$/ { z = $1 + 0 }
                    NR == 3 && z && $1 ~ /^[0-9]+$/ { print "number " z; exit }
                    /<(atom|pseudo-atom-spec|PP_HEADER)([ >]|$)/ { inside = 1 }
                    inside && match($0, /(symbol|atomic-label|element) *= *["\\047] *[A-Z][a-z]?/) {
                        e = substr($0, RSTART, RLENGTH); sub(/.*["\\047] */, "", e); print "element " e; exit }
                    inside && / Element *$/ { print "element " $1; exit }'
            done
            """;

    private AbinitProbes() {}

    static List<SiteProbe> of(Settings site, boolean inJob) {
        AbinitJobScript script = AbinitJobScript.read(site);
        List<SiteProbe> probes = new ArrayList<>();
        String start = String.join("\n", script.prelude()) + "\n" + START.formatted(AbinitInput.FILE, script.command());
        probes.add(
                inJob
                        ? new SiteProbe(PROGRAM, start, AbinitProbes::readStart)
                        : ProgramProbe.of(PROGRAM, "abinit", script.prelude(), script.command(), IS_ABINIT));
        site.text("pseudoDir")
                .ifPresent(directory -> probes.add(new SiteProbe(
                        PSEUDOPOTENTIALS,
                        LIST.formatted(ShellWord.quotePath(directory)),
                        answer -> readList(directory, answer))));
        return probes;
    }

    private static Finding readStart(SiteProbe.Answer answer) {
        Matcher starts = STARTS.matcher(answer.stdout());
        if (starts.find()) {
            return Finding.ok(PROGRAM, "ABINIT " + starts.group(1) + " starts");
        }
        if (answer.exitCode() == NOT_FOUND) {
            return ProgramProbe.missing(PROGRAM, "abinit", "the program of the command", answer);
        }
        return Finding.fails(
                PROGRAM,
                "the command ended with exit code " + answer.exitCode() + " and did not say that it is ABINIT"
                        + ProgramProbe.said(answer),
                "try codes.abinit.prelude and codes.abinit.command by hand in a job of the cluster");
    }

    private static Finding readList(String directory, SiteProbe.Answer answer) {
        Set<String> elements = new TreeSet<>();
        answer.stdout().lines().forEach(line -> {
            String name = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("element ") && Element.isSymbol(name)) {
                elements.add(name);
            } else if (line.matches("number [1-9]\\d?")) {
                elements.add(Element.ofNumber(Integer.parseInt(name)).symbol());
            }
        });
        if (answer.exitCode() != 0 || elements.isEmpty()) {
            String wrong = answer.exitCode() != 0
                    ? " is no directory that can be read" + ProgramProbe.said(answer)
                    : " has no pseudopotential that can be read";
            return Finding.fails(
                    PSEUDOPOTENTIALS,
                    directory + wrong,
                    "give the directory of pseudopotentials on this site in codes.abinit.pseudoDir");
        }
        String found = directory + " has " + elements.size() + (elements.size() == 1 ? " element: " : " elements: ")
                + String.join(" ", elements);
        // inputs are written on this machine, from the files' heads
        Path here = Path.of(
                directory.startsWith("~/") ? System.getProperty("user.home", ".") + directory.substring(1) : directory);
        return Files.isDirectory(here)
                ? Finding.ok(PSEUDOPOTENTIALS, found)
                : Finding.warns(
                        PSEUDOPOTENTIALS,
                        found + "; this machine has no such directory, and inputs are written here",
                        "copy the files here, name their directory in calculate.settings.pseudoDir of the campaign, and"
                                + " set copyPseudopotentials: true there");
    }
}
