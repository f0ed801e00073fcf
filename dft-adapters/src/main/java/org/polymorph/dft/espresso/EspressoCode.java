package org.polymorph.dft.espresso;

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
 * Quantum ESPRESSO's pw.x, 6.x to 7.x: single points and variable-cell relaxations, one structure a job. The energy of a
 * result is the total energy that pw.x prints; with smearing that is the free energy F = E − TS, of which the forces and
 * the stress are the derivatives.
 */
public final class EspressoCode implements DftCode {
    // rows whose failures are no fault of restart files
    private static final Set<String> GOING_ON = Set.of("clean", "killed", "limit", "steps", "contact", "collapse");

    @Override
    public String name() {
        return "espresso";
    }

    @Override
    public int maxStructuresPerJob() {
        return 1;
    }

    @Override
    public void validate(CalculationRequest request) {
        PwSettings.read(request, request.settings(), request.site());
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        if (request.structures().size() != 1) {
            throw new IllegalArgumentException("a pw.x job takes one structure, found "
                    + request.structures().size());
        }
        Settings settings = request.settings().fresh();
        Settings site = request.site().fresh();
        PwSettings values = PwSettings.read(request, settings, site);
        settings.throwIfProblems();
        site.throwIfProblems();
        List<InputFile> files = new ArrayList<>();
        Map<Element, String> names = new TreeMap<>();
        values.pseudopotentials().forEach((element, pseudo) -> {
            names.put(
                    element,
                    values.copied() ? pseudo.jobName() : pseudo.header().fileName());
        });
        if (values.copied()) {
            names.keySet()
                    .forEach(
                            element -> files.add(values.pseudopotential(element).inJob()));
        }
        String directory = values.copied() ? "./" : values.pseudopotentialDirectory();
        int pools =
                values.poolsFor(request.structures().get(0), request.resources().tasks());
        String text = PwInput.text(request.structures().get(0), values, directory, names);
        files.add(0, InputFile.text(PwInput.FILE, text));
        return new PreparedJob(files, PwJobScript.read(site).text(request.attempt(), pools));
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        return List.of(PwJobDirectory.read(directory).outcome());
    }

    @Override
    public void path(Path directory, Consumer<IonicStep> each) {
        PwJobDirectory job = PwJobDirectory.read(directory);
        job.run().ifPresent(run -> PwResult.path(job, run).forEach(each));
    }

    @Override
    public Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        PwSettings settings = PwSettings.read(
                request, request.settings().fresh(), request.site().fresh());
        return PwRemedies.TABLE.next(
                failure.as(row(request.attempt(), failure)), request.attempt().remedies(), settings::value);
    }

    // Saved states are not always whole, least where the cell changes. What fails on top of one says little of the
    // calculation itself, and none is used again.
    private static String row(Attempt attempt, CalculationFailure failure) {
        if (attempt.restarts() && !GOING_ON.contains(failure.error())) {
            return "restart";
        }
        boolean misled =
                attempt.remedies().stream().anyMatch(remedy -> remedy.error().equals("restart"));
        return misled && failure.error().equals("clean") ? "stopped" : failure.error();
    }

    @Override
    public List<SiteProbe> probes(Settings site, boolean inJob) {
        return PwProbes.of(site, inJob);
    }
}
