package org.polymorph.components.surrogate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * Structures on the way of a relaxation. What a surrogate says of the end alone does not tell whether it was right to go there;
 * labels half way do.
 */
final class RelaxationPaths {
    private RelaxationPaths() {}

    /**
     * Goes half of the steps of the relaxations that led to the first frames chosen, as many as are asked for. Frames that
     * were led to by fewer than two steps, or began where they are not known, have no half way.
     */
    static List<Choice> midway(
            SelectWork work, SurrogateModel model, List<CandidateFrame> chosen, WorkContext context) {
        Map<String, Structure> starts =
                work.starts().stream().collect(Collectors.toMap(CandidateFrame::candidate, CandidateFrame::structure));
        List<CandidateFrame> moved = chosen.stream()
                .filter(frame -> frame.steps() >= 2 && starts.containsKey(frame.candidate()))
                .limit(work.count() - work.score().ends(work.count()))
                .toList();
        return context.workers().map(moved.size(), i -> {
            CandidateFrame frame = moved.get(i);
            RelaxSettings half = work.relax().withSteps(frame.steps() / 2);
            Structure start = java.util.Objects.requireNonNull(starts.get(frame.candidate()));
            return new Choice(
                    frame.candidate(),
                    Relaxer.relax(start, model, half, work.pressure()).structure());
        });
    }
}
