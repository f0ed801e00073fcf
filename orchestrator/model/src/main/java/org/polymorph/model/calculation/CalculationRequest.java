package org.polymorph.model.calculation;

import java.util.List;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * Work for a DFT code: structures and what to do with each.
 *
 * @param structures one or more; a code says how many it takes in one job ({@code DftCode.maxStructuresPerJob})
 * @param inputSet name of the layered input set, such as {@code static}, {@code coarse}, {@code fine}
 * @param pressure target pressure of relaxations in GPa
 * @param settings the campaign's {@code calculate.settings}, those of the stage laid over them
 * @param site the site's {@code codes.<name>} section: command, prelude, pseudopotential directory
 * @param resources what the job may use: what a code splits its work by, and stops in time for
 * @param attempt what went before; with remedies there is one structure
 */
public record CalculationRequest(
        List<Structure> structures,
        String inputSet,
        double pressure,
        Settings settings,
        Settings site,
        Resources resources,
        Attempt attempt) {
    public CalculationRequest {
        if (structures.isEmpty()) {
            throw new IllegalArgumentException("a calculation needs at least one structure");
        }
        structures = List.copyOf(structures);
        if (structures.size() > 1 && !attempt.remedies().isEmpty()) {
            throw new IllegalArgumentException(
                    "a repaired calculation is a job of one structure, found " + structures.size());
        }
    }

    /** A first attempt with the default resources. */
    public CalculationRequest(
            List<Structure> structures, String inputSet, double pressure, Settings settings, Settings site) {
        this(structures, inputSet, pressure, settings, site, Resources.DEFAULT, Attempt.FIRST);
    }

    /** Returns the same work with what its job may use. */
    public CalculationRequest with(Resources given) {
        return new CalculationRequest(structures, inputSet, pressure, settings, site, given, attempt);
    }

    /** Returns the same work after what went before. */
    public CalculationRequest after(Attempt before) {
        return new CalculationRequest(structures, inputSet, pressure, settings, site, resources, before);
    }
}
