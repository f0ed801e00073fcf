package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;

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
     * Reads the ionic steps of the outputs in a directory, one after the other, of failed calculations too: those whose electronic
     * minimisation converged and whose numbers are whole. A code that does not read them gives none.
     *
     * @param each told every step, in the order of the job
     */
    default void path(Path directory, Consumer<IonicStep> each) {}

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

    /**
     * Returns what tells whether this code can run on a site. By default the command's program is looked for, if the site
     * gives one.
     *
     * @param site the site's section for this code; what is wrong in it is added to its problems
     * @param inJob whether the scripts will run in a job of one task, where a code may be started for a moment; else they run
     *     on the log-in machine
     */
    default List<SiteProbe> probes(Settings site, boolean inJob) {
        String subject = name() + " program";
        return site.text("command")
                .map(command ->
                        List.of(ProgramProbe.of(subject, name(), site.texts("prelude"), command, word -> false)))
                .orElse(List.of());
    }
}
