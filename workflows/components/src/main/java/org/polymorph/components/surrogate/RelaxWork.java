package org.polymorph.components.surrogate;

import java.util.List;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.surrogate.relax.RelaxSettings;

/**
 * Candidates to be relaxed with a surrogate, from where they stand.
 *
 * @param pressure eV/Å³
 * @param round the round that the new frames belong to
 */
public record RelaxWork(
        ModelFile model, List<CandidateFrame> frames, RelaxSettings settings, double pressure, int round) {
    public RelaxWork {
        frames = List.copyOf(frames);
    }
}
