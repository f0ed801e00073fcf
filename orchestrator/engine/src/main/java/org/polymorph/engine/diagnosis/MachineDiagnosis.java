package org.polymorph.engine.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.diagnosis.BlasKernels;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Settings;

/** Looks at this machine: Java, processors, numerical kernels, the current directory, and the codes that are installed. */
public final class MachineDiagnosis {
    private static final long MIB = 1 << 20;
    private static final long LITTLE_MIB = 512;

    private final Transport transport;
    private final SiteSpec here;
    private final Collection<DftCode> codes;
    private final Map<String, String> environment;
    private final Path processors;
    private final Supplier<Finding> numerics;

    /**
     * Prepares the look.
     *
     * @param transport to this machine
     * @param local the site of this machine; its codes are looked for as it says, all others by their usual names
     * @param numerics tries the numerical library out
     */
    public MachineDiagnosis(
            Transport transport,
            SiteSpec local,
            Collection<DftCode> codes,
            Map<String, String> environment,
            Supplier<Finding> numerics) {
        this(transport, local, codes, environment, Path.of("/proc/cpuinfo"), numerics);
    }

    MachineDiagnosis(
            Transport transport,
            SiteSpec local,
            Collection<DftCode> codes,
            Map<String, String> environment,
            Path processors,
            Supplier<Finding> numerics) {
        this.transport = transport;
        this.codes = List.copyOf(codes);
        this.environment = Map.copyOf(environment);
        this.processors = processors;
        this.numerics = numerics;
        Map<String, Settings> sections = new LinkedHashMap<>();
        codes.forEach(code -> sections.put(code.name(), local.code(code.name())));
        here = new SiteSpec(local.name(), local.transport(), local.scheduler(), ".", local.resources(), sections);
    }

    /**
     * Looks.
     *
     * @param current the current directory
     * @param told is told each finding as soon as it is there
     * @return all of them
     */
    public List<Finding> run(Path current, Consumer<String> progress, Consumer<Finding> told) {
        List<Finding> all = new ArrayList<>();
        Consumer<Finding> note = finding -> {
            all.add(finding);
            told.accept(finding);
        };
        note.accept(java());
        note.accept(processors());
        note.accept(memory());
        note.accept(kernels());
        progress.accept("trying the numerical library out");
        note.accept(numerics.get());
        try (Visit visit = new Visit(here, transport, progress)) {
            for (SiteCheck check : List.of(new WorkDirectoryCheck(current), new DiskCheck())) {
                if (check.need() == SiteCheck.Need.LOG_IN || visit.has(check.need())) {
                    look(check, visit)
                            .forEach(finding -> note.accept(
                                    finding.subject().equals("work directory")
                                            ? finding.about("current directory")
                                            : finding));
                }
            }
            if (visit.has(SiteCheck.Need.WORK_DIRECTORY)) {
                programs(visit, note);
            }
        }
        return all;
    }

    private static List<Finding> look(SiteCheck check, Visit visit) {
        try {
            return check.look(visit);
        } catch (NotDoneException | UnknownOutcomeException e) {
            return List.of(Finding.fails(check.subject(), String.valueOf(e.getMessage()), "try again"));
        } catch (org.polymorph.engine.scheduler.batch.ClusterAnswerException e) {
            throw new IllegalStateException("this machine was not asked for SLURM", e);
        }
    }

    // a code that nobody uses here need not be here
    private void programs(Visit visit, Consumer<Finding> note) {
        CodeProbes probes = new CodeProbes(here, codes, true);
        probes.problems().forEach(note);
        int number = 0;
        for (SiteProbe probe : probes.probes()) {
            visit.say("looking for " + probe.subject());
            try {
                note.accept(CodeProbes.runByHand(visit, ++number, probe).atMostWarns());
            } catch (NotDoneException | UnknownOutcomeException e) {
                note.accept(Finding.warns(probe.subject(), String.valueOf(e.getMessage()), "try it by hand"));
            }
        }
    }

    private static Finding java() {
        return Finding.ok("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    }

    private Finding processors() {
        int count = Runtime.getRuntime().availableProcessors();
        String model = cpuLine("model name");
        return Finding.ok("processors", count + (model.isEmpty() ? "" : " (" + model + ")"));
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() / MIB;
        String found = heap + " MiB for Polymorph at most";
        return heap < LITTLE_MIB
                ? Finding.warns(
                        "memory",
                        found,
                        "give more with POLYMORPH_JAVA_OPTS=-Xmx2g, or take a machine with more memory")
                : Finding.ok("memory", found);
    }

    private Finding kernels() {
        String subject = "kernels";
        String chosen = environment.getOrDefault(BlasKernels.VARIABLE, "");
        Optional<String> fitting = BlasKernels.forFlags(List.of(cpuLine("flags").split(" ", -1)));
        if (chosen.isEmpty() && fitting.isPresent()) {
            return Finding.warns(
                    subject,
                    "OpenBLAS chooses by itself, and does not know every processor",
                    "start Polymorph by its launcher, or set " + BlasKernels.VARIABLE + "=" + fitting.get());
        }
        String others = fitting.filter(kind -> !kind.equals(chosen))
                .map(kind -> "; the launcher would choose " + kind)
                .orElse("");
        return Finding.ok(subject, chosen.isEmpty() ? "OpenBLAS chooses by itself" : "OpenBLAS for " + chosen + others);
    }

    private String cpuLine(String key) {
        try {
            if (!Files.isReadable(processors)) {
                return "";
            }
            return Files.readAllLines(processors).stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
