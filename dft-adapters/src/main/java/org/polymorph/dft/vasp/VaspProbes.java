package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.Settings;

/**
 * What tells whether VASP can run on a site: its program and the licensed POTCARs are there. VASP is not started, for without
 * inputs it tells nothing about itself. Of the POTCARs nothing but their titles leaves the site.
 */
final class VaspProbes {
    private static final String PROGRAM = "vasp program";
    private static final String POTCARS = "vasp POTCARs";
    private static final Predicate<String> IS_VASP =
            Pattern.compile("(.*/)?vasp[^/]*").asMatchPredicate();

    // lines "label TAB title", with the names and tools of the job's script
    private static final String LIST = """
            cd -- %s && [ -r . ] || exit 2
            for label in *; do
                for file in POTCAR POTCAR.gz POTCAR.Z POTCAR.bz2 POTCAR.xz; do
                    file=./$label/$file
                    [ -f "$file" ] || continue
                    title=$(case $file in
                        *.gz|*.Z) gzip -dc "$file" ;;
                        *.bz2) bzip2 -dc "$file" ;;
                        *.xz) xz -dc "$file" ;;
                        *) cat "$file" ;;
                    esac 2> /dev/null | LC_ALL=C sed -n '/TITEL *=/{s/.*TITEL *= *//p;q;}')
                    printf '%%s\\t%%s\\n' "$label" "$title"
                    break
                done
            done
            """;

    private VaspProbes() {}

    static List<SiteProbe> of(Settings site) {
        VaspJobScript script = VaspJobScript.read(site);
        List<SiteProbe> probes = new ArrayList<>();
        probes.add(program(ProgramProbe.of(PROGRAM, "vasp", script.prelude(), script.command(), IS_VASP)));
        site.text("potcarDir").ifPresent(directory -> probes.add(potcars(directory)));
        return probes;
    }

    private static SiteProbe program(SiteProbe probe) {
        return new SiteProbe(PROGRAM, probe.script(), answer -> {
            Finding finding = probe.read(answer);
            return finding.level() == Finding.Level.OK
                    ? Finding.ok(PROGRAM, finding.found() + ": VASP tells its version in calculations only")
                    : finding;
        });
    }

    private static SiteProbe potcars(String directory) {
        return new SiteProbe(
                POTCARS, LIST.formatted(ShellWord.quotePath(directory)), answer -> readList(directory, answer));
    }

    private static Finding readList(String directory, SiteProbe.Answer answer) {
        if (answer.exitCode() != 0) {
            return Finding.fails(
                    POTCARS,
                    directory + " is no directory that can be read" + ProgramProbe.said(answer),
                    "give the directory of the licensed POTCARs on this site in codes.vasp.potcarDir; if it is the right"
                            + " one, ask its keeper for the group that may read it");
        }
        Set<String> labels = new TreeSet<>();
        Set<Element> elements = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        Set<String> bad = new TreeSet<>();
        for (String line : answer.stdout().lines().toList()) {
            int tab = line.indexOf('\t');
            String label = line.substring(0, Math.max(tab, 0));
            String title = line.substring(tab + 1).strip();
            Optional<Element> element = VaspElements.ofTitle(title);
            if (element.isPresent() && element.equals(VaspElements.ofLabel(label))) {
                labels.add(label);
                elements.add(element.get());
                kinds.add(title.replaceFirst("\\s.*", ""));
            } else {
                bad.add(label);
            }
        }
        if (labels.isEmpty()) {
            return Finding.fails(
                    POTCARS,
                    directory + " has "
                            + (bad.isEmpty()
                                    ? "no folder with a POTCAR"
                                    : "no POTCAR that can be read and has a TITEL"),
                    "codes.vasp.potcarDir is the directory that has Si/POTCAR, Fe_pv/POTCAR and so on, such as"
                            + " potpaw_PBE");
        }
        String found = directory + " has POTCARs (" + String.join(", ", kinds) + ") of " + elements.size()
                + (elements.size() == 1 ? " element: " : " elements: ") + String.join(" ", labels);
        return bad.isEmpty()
                ? Finding.ok(POTCARS, found)
                : Finding.warns(
                        POTCARS,
                        found + "; cannot be read, or the TITEL is of another element: " + String.join(" ", bad),
                        "check permissions and headers of the POTCARs there");
    }
}
