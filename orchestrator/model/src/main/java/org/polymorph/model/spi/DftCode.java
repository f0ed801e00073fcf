package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.List;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.Remedy;

/** A program that computes structures as jobs: writes its inputs, reads its outputs. Stateless and thread-safe. */
public interface DftCode extends Named {

    /** Returns how many structures one job may hold, at least 1. */
    int maxStructuresPerJob();

    /**
     * Checks {@code calculate.settings} and the site's section for this code; all that is wrong is added to the
     * settings' problems. Reads files that the settings name, such as pseudopotentials, but starts nothing.
     */
    void validate(CalculationRequest request);

    /**
     * Writes inputs.
     *
     * @throws ConfigurationException if the settings cannot give inputs for these structures
     */
    PreparedJob prepare(CalculationRequest request);

    /**
     * Reads outputs from a directory that was retrieved after the job ended; never takes a truncated file for a whole one.
     *
     * @return one outcome a structure, in the order of the request
     */
    List<CalculationOutcome> parse(Path directory);

    /**
     * Says what follows a failure: another attempt with other inputs, the end of the candidate, or nothing. A code that does
     * not say rejects bad structures and repairs nothing. {@link org.polymorph.model.remedy.RemedyTable} evaluates a table.
     *
     * @param request of the attempt that failed: one structure, and the remedies applied so far
     * @param failure of that attempt, as {@link #parse} returned it
     */
    default Remedy remedy(CalculationRequest request, CalculationFailure failure) {
        return Remedy.ofKind(failure);
    }
}
