package org.polymorph.components.surrogate;

import java.util.List;
import org.polymorph.engine.store.Calculation;

/**
 * Final relaxations to be ordered.
 *
 * @param finals all final calculations of all stages
 * @param lastStage number of the stage whose results count
 * @param pressure eV/Å³
 */
public record RankWork(List<Calculation> finals, int lastStage, double pressure) {
    public RankWork {
        finals = List.copyOf(finals);
    }
}
