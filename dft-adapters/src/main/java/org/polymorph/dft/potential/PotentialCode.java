package org.polymorph.dft.potential;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/**
 * A classical potential in the place of DFT: many structures a job, each job a process of this program's own command line.
 * Settings: {@code potential} (a name such as {@code sw}), {@code parameters} (its section), {@code fmax} and {@code steps}
 * of relaxations. The site's section gives {@code command}, text for a shell that starts the program, and {@code prelude}.
 */
public final class PotentialCode implements DftCode {
    private static final int MOST_STRUCTURES = 1000;

    @Override
    public String name() {
        return "potential";
    }

    @Override
    public int maxStructuresPerJob() {
        return MOST_STRUCTURES;
    }

    @Override
    public void validate(CalculationRequest request) {
        read(request, request.settings(), request.site());
    }

    private static PotentialJobScript read(CalculationRequest request, Settings settings, Settings site) {
        PotentialSettings values = PotentialSettings.read(settings, request.inputSet(), request.pressure());
        values.calculator().ifPresent(calculator -> tryOut(calculator, request.structures(), settings));
        PotentialJobScript script = PotentialJobScript.read(site, values);
        site.finish();
        return script;
    }

    // One structure of each composition shows whether the potential knows the elements and the charges add up.
    private static void tryOut(Calculator calculator, List<Structure> structures, Settings settings) {
        Set<Composition> tried = new HashSet<>();
        for (Structure structure : structures) {
            if (tried.add(structure.composition())) {
                settings.attempt("potential", () -> calculator.evaluate(structure));
            }
        }
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        Settings settings = request.settings().fresh();
        Settings site = request.site().fresh();
        PotentialJobScript script = read(request, settings, site);
        settings.throwIfProblems();
        site.throwIfProblems();
        StringBuilder structures = new StringBuilder();
        ExtXyz.write(structures, request.structures().stream().map(Frame::new).toList());
        return new PreparedJob(
                List.of(InputFile.text(PotentialJobScript.STRUCTURES, structures.toString())), script.text());
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        return new PotentialJobDirectory(directory).outcomes();
    }

    @Override
    public List<SiteProbe> probes(Settings site, boolean inJob) {
        return List.of(PotentialProbe.of(site));
    }
}
