package org.polymorph.engine.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/** What the codes of a site want to be looked at. */
final class CodeProbes {
    private static final Pattern MODULES = Pattern.compile("(?m)^\\s*(module|ml)\\s");
    // environment modules are functions of bash that log-in shells get from /etc/profile
    private static final String WITH_MODULES =
            "/bin/bash -c 'type module >/dev/null 2>&1 || . /etc/profile >/dev/null 2>&1; . ./probe.sh'";
    private static final int SECONDS = 40;

    private final List<SiteProbe> probes = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();

    /**
     * Collects the probes.
     *
     * @param inJob whether they will run in a job
     */
    CodeProbes(SiteSpec site, Collection<DftCode> codes, boolean inJob) {
        for (String name : site.codes().keySet()) {
            Optional<DftCode> code =
                    codes.stream().filter(each -> each.name().equals(name)).findFirst();
            if (code.isEmpty()) {
                problems.add(Finding.warns(
                        name,
                        "this installation has no code of that name" + Spelling.suggestion(name, names(codes)),
                        "the codes are " + String.join(", ", names(codes))
                                + "; for another one, put its jar on the class path"));
                continue;
            }
            Settings section = site.code(name);
            List<SiteProbe> own = code.get().probes(section, inJob);
            // keys that only inputs need are read by nobody here
            if (section.problems().isEmpty()) {
                probes.addAll(own);
            } else {
                section.problems()
                        .forEach(problem -> problems.add(Finding.fails(
                                name, problem, "correct the section codes." + name + " of the site's file")));
            }
        }
    }

    private static List<String> names(Collection<DftCode> codes) {
        return codes.stream().map(DftCode::name).sorted().toList();
    }

    List<SiteProbe> probes() {
        return List.copyOf(probes);
    }

    /** Returns what is wrong before anything runs. */
    List<Finding> problems() {
        return List.copyOf(problems);
    }

    /** Runs a probe over the transport, in a directory below one that can be written. */
    static Finding runByHand(Visit visit, int number, SiteProbe probe) {
        boolean modules = MODULES.matcher(probe.script()).find();
        String directory = ShellWord.quote(visit.directory() + "/probe-" + number);
        Transport.Answer answer = visit.run("mkdir -p -- " + directory + " && cd -- " + directory
                + " && printf '%s\n' " + ShellWord.quote(probe.script()) + " > probe.sh || exit 74\n"
                + "timeout -k 5 " + SECONDS + " " + (modules ? WITH_MODULES : "/bin/sh ./probe.sh") + " < /dev/null\n");
        return probe.read(new SiteProbe.Answer(answer.exitCode(), answer.stdout(), answer.stderr()));
    }
}
