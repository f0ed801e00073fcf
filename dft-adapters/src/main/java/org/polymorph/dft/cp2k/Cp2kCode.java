package org.polymorph.dft.cp2k;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/**
 * CP2K's Quickstep: single points and variable-cell relaxations with GTH potentials, one structure a job. The energy of a result is
 * the total energy of the force evaluation; with smearing that is the free energy F = E − TS, of which the forces and the stress are
 * the derivatives.
 */
public final class Cp2kCode implements DftCode {
    // rows whose failures are no fault of the states of the job before
    private static final Set<String> GOING_ON = Set.of("unfinished", "limit");

    @Override
    public String name() {
        return "cp2k";
    }

    @Override
    public int maxStructuresPerJob() {
        return 1;
    }

    @Override
    public void validate(CalculationRequest request) {
        Cp2kSettings.read(request, request.settings(), request.site());
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        if (request.structures().size() != 1) {
            throw new IllegalArgumentException("a job of CP2K takes one structure, found "
                    + request.structures().size());
        }
        Settings settings = request.settings().fresh();
        Settings site = request.site().fresh();
        Cp2kSettings values = Cp2kSettings.read(request, settings, site);
        settings.throwIfProblems();
        site.throwIfProblems();
        Structure structure = request.structures().get(0);
        return new PreparedJob(
                List.of(
                        InputFile.text(Cp2kInput.FILE, Cp2kInput.text(structure, values)),
                        InputFile.text(
                                Cp2kKinds.BASIS_FILE,
                                Cp2kKinds.file(values.kinds().basis())),
                        InputFile.text(
                                Cp2kKinds.POTENTIAL_FILE,
                                Cp2kKinds.file(values.kinds().potential()))),
                Cp2kJobScript.read(site).text(request.attempt()));
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        return List.of(Cp2kJobDirectory.read(directory).outcome());
    }

    @Override
    public void path(Path directory, Consumer<IonicStep> each) {
        Cp2kResult.path(Cp2kJobDirectory.read(directory)).forEach(each);
    }

    @Override
    public Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        Cp2kSettings settings = Cp2kSettings.read(
                request, request.settings().fresh(), request.site().fresh());
        String row = request.attempt().restarts() && !GOING_ON.contains(failure.error()) ? "restart" : failure.error();
        return Cp2kRemedies.TABLE.next(
                failure.as(row),
                request.attempt().remedies(),
                path -> settings.value(request.structures().get(0), path));
    }

    @Override
    public List<SiteProbe> probes(Settings site, boolean inJob) {
        return Cp2kProbes.of(site, inJob);
    }
}
