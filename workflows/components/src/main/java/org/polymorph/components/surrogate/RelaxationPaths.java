package org.polymorph.components.surrogate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * Structures on the way of a relaxation. What a surrogate says of the end alone does not tell whether it was right to go there;
 * labels half way do.
 */
final class RelaxationPaths {
    private static final int NEIGHBOURS = 50;

    /** Å, of average minimum distances; below it two structures teach much the same. */
    private static final double FAR = 0.05;

    private RelaxationPaths() {}

    /**
     * Goes half of the steps of the relaxations that led to the first frames chosen, as many as are asked for. Frames that
     * were led to by fewer than two steps or began where they are not known have no half way; nor have those that have hardly
     * moved, such as those relaxed in an earlier round, whose half way would teach nothing that its ends do not.
     */
    static List<Choice> midway(
            SelectWork work, SurrogateModel model, List<CandidateFrame> chosen, WorkContext context) {
        int wanted = work.count() - work.score().ends(work.count());
        if (wanted == 0) {
            return List.of();
        }
        Map<String, Structure> starts =
                work.starts().stream().collect(Collectors.toMap(CandidateFrame::candidate, CandidateFrame::structure));
        List<CandidateFrame> moved = chosen.stream()
                .filter(frame -> frame.steps() >= 2 && starts.containsKey(frame.candidate()))
                .toList();
        List<Optional<Choice>> choices = context.workers().map(moved.size(), i -> {
            CandidateFrame frame = moved.get(i);
            Structure start = Objects.requireNonNull(starts.get(frame.candidate()));
            RelaxSettings half = work.relax().withSteps(frame.steps() / 2);
            Structure midway =
                    Relaxer.relax(start, model, half, work.pressure()).structure();
            return differ(start, midway) && differ(midway, frame.structure())
                    ? Optional.of(new Choice(frame.candidate(), midway))
                    : Optional.<Choice>empty();
        });
        return choices.stream().flatMap(Optional::stream).limit(wanted).toList();
    }

    private static boolean differ(Structure one, Structure other) {
        return Metric.CHEBYSHEV.between(
                        AverageMinimumDistances.of(one, NEIGHBOURS), AverageMinimumDistances.of(other, NEIGHBOURS))
                > FAR;
    }
}
