package org.polymorph.model.calculation;

import java.util.List;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;

/**
 * Work for a DFT code: structures and what to do with each.
 *
 * @param structures one or more; a code says how many it takes in one job ({@code DftCode.maxStructuresPerJob})
 * @param inputSet name of the layered input set, such as {@code static}, {@code coarse}, {@code fine}
 * @param pressure target pressure of relaxations in GPa
 * @param settings the campaign's {@code calculate.settings}
 * @param site the site's {@code codes.<name>} section: command, prelude, pseudopotential directory
 */
public record CalculationRequest(
        List<Structure> structures, String inputSet, double pressure, Settings settings, Settings site) {
    public CalculationRequest {
        if (structures.isEmpty()) {
            throw new IllegalArgumentException("a calculation needs at least one structure");
        }
        structures = List.copyOf(structures);
    }
}
