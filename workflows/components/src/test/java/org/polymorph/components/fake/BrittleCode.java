package org.polymorph.components.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.dft.potential.PotentialCode;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.remedy.Correction;
import org.polymorph.model.remedy.RemedyRow;
import org.polymorph.model.remedy.RemedyStep;
import org.polymorph.model.remedy.RemedyTable;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;

/**
 * A classical potential that behaves like a code with failures: no calculation succeeds before its mixing was lowered once, and
 * structures of less than 17.5 Å³ an atom are at fault. For tests.
 */
public final class BrittleCode implements DftCode {
    private static final String MIXING = "mixing.txt";
    private static final double LEAST_VOLUME = 17.5;
    private static final RemedyTable TABLE = new RemedyTable(List.of(
            RemedyRow.of(
                    "scf",
                    "",
                    FailureKind.SCF_NOT_CONVERGED,
                    "no self-consistency",
                    RemedyStep.of("mix less", Correction.scale("mixing", 0.5, 0.1, 1))),
            RemedyRow.of("contact", "", FailureKind.BAD_STRUCTURE, "too dense").rejecting()));

    private final PotentialCode code = new PotentialCode();

    @Override
    public String name() {
        return "brittle";
    }

    @Override
    public int maxStructuresPerJob() {
        return code.maxStructuresPerJob();
    }

    @Override
    public void validate(CalculationRequest request) {
        code.validate(request);
    }

    @Override
    public PreparedJob prepare(CalculationRequest request) {
        PreparedJob job = code.prepare(request);
        List<InputFile> files = new ArrayList<>(job.files());
        files.add(InputFile.text(MIXING, mixing(request)));
        return new PreparedJob(files, job.script());
    }

    private static String mixing(CalculationRequest request) {
        return request.attempt()
                .changes()
                .getOrDefault("mixing", Optional.of("1"))
                .orElse("1");
    }

    @Override
    public List<CalculationOutcome> parse(Path directory) {
        String mixing;
        try {
            mixing = Files.readString(directory.resolve(MIXING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code.parse(directory).stream()
                .<CalculationOutcome>map(outcome -> outcome.<CalculationOutcome>fold(
                        result -> {
                            double perAtom = result.structure().volume()
                                    / result.structure().size();
                            if (perAtom < LEAST_VOLUME) {
                                return TABLE.row("contact").failure(perAtom + " Å³ an atom");
                            }
                            return mixing.equals("1") ? TABLE.row("scf").failure("NOT achieved") : result;
                        },
                        failure -> failure))
                .toList();
    }

    @Override
    public Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        return TABLE.next(failure, request.attempt().remedies(), key -> Optional.of(mixing(request)));
    }
}
