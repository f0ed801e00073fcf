package org.polymorph.components.surrogate;

import java.util.List;
import org.polymorph.engine.store.Calculation;

/**
 * Final relaxations to be ordered.
 *
 * @param finals all final calculations of all stages
 * @param lastStage number of the stage whose results count
 * @param pressure eV/Å³
 * @param hull whether they differ in composition, so that they are ordered by their heights above the convex hull
 */
public record RankWork(List<Calculation> finals, int lastStage, double pressure, boolean hull) {
    /** Makes work for results of one composition. */
    public RankWork(List<Calculation> finals, int lastStage, double pressure) {
        this(finals, lastStage, pressure, false);
    }

    public RankWork {
        finals = List.copyOf(finals);
    }
}
