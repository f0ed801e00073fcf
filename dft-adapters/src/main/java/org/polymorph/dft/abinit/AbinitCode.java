package org.polymorph.dft.abinit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/**
 * ABINIT 9: single points and variable-cell relaxations, one structure a job. The energy of a result is etotal; with smearing
 * that is the free energy F = E − TS, of which the forces and the stress are the derivatives.
 */
public final class AbinitCode implements DftCode {
    // rows whose failures are no fault of the wave functions that were gone on from
    private static final Set<String> GOING_ON = Set.of("clean", "stopped", "killed", "limit", "contact");

    @Override
    public String name() {
        return "abinit";
    }

    @Override
    public int maxStructuresPerJob() {
        return 1;
    }

    @Override
    public void validate(CalculationRequest request) {
        AbinitSettings.read(request, request.settings(), request.site());
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        if (request.structures().size() != 1) {
            throw new IllegalArgumentException("an ABINIT job takes one structure, found "
                    + request.structures().size());
        }
        Settings settings = request.settings().fresh();
        Settings site = request.site().fresh();
        AbinitSettings values = AbinitSettings.read(request, settings, site);
        settings.throwIfProblems();
        site.throwIfProblems();
        List<InputFile> files = new ArrayList<>();
        Map<Element, String> names = new TreeMap<>();
        for (Element element : values.elements()) {
            PseudoFile pseudo = values.pseudopotential(element);
            // copies get a plain name; ABINIT tells XML from the others by the name's end
            String copy = element.symbol() + ending(pseudo.fileName());
            names.put(element, values.copied() ? copy : pseudo.fileName());
            if (values.copied()) {
                files.add(copyOf(pseudo, copy));
            }
        }
        String directory = values.copied()
                ? ""
                : String.valueOf(
                        values.pseudopotential(values.elements().get(0)).file().getParent());
        String text = AbinitInput.text(
                request.structures().get(0),
                values,
                directory,
                names,
                request.resources().tasks());
        files.add(0, InputFile.text(AbinitInput.FILE, text));
        boolean relaxes = values.inputSet().relaxes();
        return new PreparedJob(files, AbinitJobScript.read(site).text(request.attempt(), relaxes, values.seconds()));
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot);
        return ending.matches("\\.[A-Za-z0-9]{1,12}") ? ending : ".psp";
    }

    private static InputFile copyOf(PseudoFile pseudo, String name) {
        try {
            return new InputFile(name, Files.readAllBytes(pseudo.file()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pseudopotential " + pseudo.file(), e);
        }
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        return List.of(AbinitJobDirectory.read(directory).outcome());
    }

    @Override
    public void path(Path directory, Consumer<IonicStep> each) {
        AbinitJobDirectory job = AbinitJobDirectory.read(directory);
        job.run().ifPresent(run -> AbinitResult.path(job, run).forEach(each));
    }

    @Override
    public Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        AbinitSettings settings = AbinitSettings.read(
                request, request.settings().fresh(), request.site().fresh());
        return AbinitRemedies.TABLE.next(
                failure.as(row(request.attempt(), failure)), request.attempt().remedies(), settings::value);
    }

    // What fails on top of an earlier run's wave functions says little of the calculation itself, and none are used
    // again.
    private static String row(Attempt attempt, CalculationFailure failure) {
        if (attempt.restarts() && !GOING_ON.contains(failure.error())) {
            return "restart";
        }
        boolean misled =
                attempt.remedies().stream().anyMatch(remedy -> remedy.error().equals("restart"));
        return misled && failure.error().equals("clean") ? "killed" : failure.error();
    }

    @Override
    public List<SiteProbe> probes(Settings site, boolean inJob) {
        return AbinitProbes.of(site, inJob);
    }
}
