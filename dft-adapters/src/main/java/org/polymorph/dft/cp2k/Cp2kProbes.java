package org.polymorph.dft.cp2k;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.Settings;

/** What tells whether CP2K can run: it starts on the site, and this machine has its basis sets and potentials. */
final class Cp2kProbes {
    private static final String PROGRAM = "cp2k program";
    private static final String DATA = "cp2k data";
    private static final Predicate<String> IS_CP2K =
            Pattern.compile("(.*/)?cp2k([._-](?!inp$)[^/]*)?").asMatchPredicate();
    private static final Pattern VERSION = Pattern.compile("CP2K\\| version string:\\s+(?:CP2K version )?(.*\\S)");
    private static final int NOT_FOUND = 127;

    // an input without anything to compute: CP2K says which version it is and where its data are, and ends
    private static final String START = """
            : "${OMP_NUM_THREADS:=1}"; export OMP_NUM_THREADS
            %s
            printf '&GLOBAL\\n  PROJECT_NAME probe\\n  RUN_TYPE NONE\\n&END GLOBAL\\n' > %s
            (
            %s
            ) > cp2k.out 2> cp2k.err < /dev/null
            code=$?
            head -c 8000 cp2k.out
            head -c 4000 cp2k.err >&2
            exit $code
            """;

    private Cp2kProbes() {}

    static List<SiteProbe> of(Settings site, boolean inJob) {
        Cp2kJobScript script = Cp2kJobScript.read(site);
        List<SiteProbe> probes = new ArrayList<>();
        probes.add(
                inJob ? start(script) : ProgramProbe.of(PROGRAM, "cp2k", script.prelude(), script.command(), IS_CP2K));
        probes.add(data(site.text("dataDir", Cp2kKinds.DATA)));
        return probes;
    }

    private static SiteProbe start(Cp2kJobScript script) {
        String text = START.formatted(String.join("\n", script.prelude()), Cp2kInput.FILE, script.command());
        return new SiteProbe(PROGRAM, text, Cp2kProbes::readStart);
    }

    private static Finding readStart(SiteProbe.Answer answer) {
        Matcher version = VERSION.matcher(answer.stdout());
        if (version.find()) {
            return Finding.ok(PROGRAM, "cp2k " + version.group(1) + " starts");
        }
        if (answer.exitCode() == NOT_FOUND) {
            return ProgramProbe.missing(PROGRAM, "cp2k", "the program of the command", answer);
        }
        return Finding.fails(
                PROGRAM,
                "the command ended with exit code " + answer.exitCode() + " and did not say which version of CP2K it is"
                        + ProgramProbe.said(answer),
                "try codes.cp2k.prelude and codes.cp2k.command by hand in a job of the cluster");
    }

    // inputs are written on this machine, and jobs carry what they need of these files
    private static SiteProbe data(String directory) {
        return new SiteProbe(DATA, ":", answer -> {
            Path path = Cp2kKinds.home(directory);
            boolean there =
                    Files.isReadable(path.resolve("BASIS_MOLOPT")) && Files.isReadable(path.resolve("GTH_POTENTIALS"));
            return there
                    ? Finding.ok(DATA, directory + " of this machine has BASIS_MOLOPT and GTH_POTENTIALS")
                    : Finding.warns(
                            DATA,
                            directory
                                    + " of this machine has no BASIS_MOLOPT and GTH_POTENTIALS, and inputs are written here",
                            "copy CP2K's data directory to this machine (Debian: cp2k-data), and name it in"
                                    + " codes.cp2k.dataDir or calculate.settings.dataDir");
        });
    }
}
