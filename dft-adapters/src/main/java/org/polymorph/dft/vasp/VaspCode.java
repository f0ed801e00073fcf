package org.polymorph.dft.vasp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.Poscar;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/**
 * VASP, 4.6 to 6.5: single points and variable-cell relaxations, one structure a job. The energy of a result is the free energy
 * F = E − TS, of which the forces and the stress are the derivatives; E(σ→0) stands in the details. The POTCAR is assembled by
 * the job where it runs and never leaves that machine.
 */
public final class VaspCode implements DftCode {
    private static final Pattern BANDS = Pattern.compile("NBANDS\\s*=\\s*(\\d+)");

    // what VASP takes where INCAR says nothing
    private static final Map<String, String> DEFAULTS =
            Map.of("SYMPREC", "1E-5", "ISYM", "2", "ISTART", "0", "IMIX", "4", VaspRepairs.KDENSITY, "1");

    @Override
    public String name() {
        return "vasp";
    }

    @Override
    public int maxStructuresPerJob() {
        return 1;
    }

    @Override
    public void validate(CalculationRequest request) {
        VaspSettings.read(request, request.settings(), request.site());
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        if (request.structures().size() != 1) {
            throw new IllegalArgumentException("a VASP job takes one structure, found "
                    + request.structures().size());
        }
        Settings settings = request.settings().fresh();
        Settings site = request.site().fresh();
        VaspSettings values = VaspSettings.read(request, settings, site);
        settings.throwIfProblems();
        site.throwIfProblems();
        Structure given = request.structures().get(0);
        AtomOrder order = AtomOrder.of(given);
        Structure structure = order.sorted(given);
        StringBuilder poscar = new StringBuilder();
        Poscar.write(poscar, new Frame(structure, Optional.empty(), Map.of()));
        List<InputFile> files = new ArrayList<>();
        files.add(InputFile.text(
                Incar.FILE,
                "SYSTEM = " + structure.composition() + "\n" + values.incar().text()));
        files.add(InputFile.text("POSCAR", poscar.toString()));
        files.add(InputFile.text(KMesh.FILE, values.mesh().text(structure.lattice())));
        if (!order.isGiven()) {
            files.add(InputFile.text(AtomOrder.FILE, order.text()));
        }
        List<Integer> counts = values.order().stream()
                .map(element -> Collections.frequency(structure.species(), element))
                .toList();
        return new PreparedJob(files, VaspJobScript.read(site).text(values, counts));
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        return List.of(VaspJobDirectory.read(directory).outcome());
    }

    @Override
    public void path(Path directory, Consumer<IonicStep> each) {
        VaspJobDirectory.path(directory, each);
    }

    @Override
    public Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        VaspSettings values = VaspSettings.read(
                request, request.settings().fresh(), request.site().fresh());
        return VaspRepairs.TABLE.next(
                failure, request.attempt().remedies(), key -> inForce(key, values, request, failure));
    }

    @Override
    public List<SiteProbe> probes(Settings site, boolean inJob) {
        return VaspProbes.of(site);
    }

    private static Optional<String> inForce(
            String key, VaspSettings values, CalculationRequest request, CalculationFailure failure) {
        if (key.equals(VaspRepairs.KCENTERING)) {
            return Optional.of(
                    values.mesh().centering(request.structures().get(0).lattice()));
        }
        if (key.equals(VaspRepairs.KDENSITY)) {
            return request.attempt().changes().getOrDefault(key, Optional.of("1"));
        }
        Optional<String> set = values.incar().get(key);
        if (set.isEmpty() && key.equals("NBANDS")) {
            Matcher bands = BANDS.matcher(failure.evidence());
            return bands.find() ? Optional.of(bands.group(1)) : Optional.empty();
        }
        return set.or(() -> Optional.ofNullable(DEFAULTS.get(key.toUpperCase(Locale.ROOT))));
    }
}
