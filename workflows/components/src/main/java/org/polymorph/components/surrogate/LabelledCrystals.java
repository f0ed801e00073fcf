package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.cluster.Cluster;
import org.polymorph.surrogate.cluster.ClusterPoint;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.cluster.Clustering;
import org.polymorph.surrogate.cluster.Representation;

/**
 * Which crystals of a pool have a label already.
 *
 * @param pressure eV/Å³
 * @param levels by which crystals are compared
 */
record LabelledCrystals(SurrogateModel model, ClusterSettings settings, double pressure, Levels levels) {
    private static final String LABELLED = "labelled/";

    /** Returns the candidates that fall into one cluster with a structure around which there is a label. */
    Set<String> among(List<CandidateFrame> frames, List<Structure> labelled, WorkContext context) {
        Representation representation = settings.representation();
        List<ClusterPoint> points = new ArrayList<>(context.workers()
                .map(frames.size(), i -> ChoiceSteps.point(frames.get(i), representation, model, levels)));
        points.addAll(context.workers().map(labelled.size(), i -> {
            Structure structure = labelled.get(i);
            return new ClusterPoint(
                    LABELLED + i,
                    representation.of(structure, model),
                    ChoiceSteps.level(model, structure, pressure, levels),
                    levels.kind(structure));
        }));
        Set<String> nearby = new HashSet<>();
        for (Cluster cluster : new Clustering(settings).cluster(points)) {
            if (cluster.members().stream().anyMatch(member -> member.startsWith(LABELLED))) {
                nearby.addAll(cluster.members());
            }
        }
        return nearby;
    }
}
