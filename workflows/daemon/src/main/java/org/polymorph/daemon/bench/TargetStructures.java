package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * Structures that are looked for, as the campaign's own potential has them: relaxed where it is at hand.
 *
 * @param enthalpies of each per atom, eV, lowest first; empty where neither a potential nor the file gives them all
 */
public record TargetStructures(List<Structure> structures, List<Double> enthalpies) {
    public TargetStructures {
        structures = List.copyOf(structures);
        enthalpies = List.copyOf(enthalpies);
    }

    /** Relaxes structures, or takes them with the energies of their file. */
    public static TargetStructures of(List<Frame> frames, CampaignSpec spec) {
        Optional<Oracle> oracle = Oracle.of(spec);
        double pressure = spec.search().pressure() * Units.GPA;
        List<Structure> structures = new ArrayList<>();
        List<Double> enthalpies = new ArrayList<>();
        for (Frame frame : frames) {
            Structure structure = frame.structure();
            double enthalpy = frame.evaluation()
                    .map(known -> (known.energy() + pressure * structure.volume()) / structure.size())
                    .orElse(Double.POSITIVE_INFINITY);
            if (oracle.isPresent()) {
                Relaxation relaxed = oracle.get().refine(structure);
                enthalpy = oracle.get().enthalpy(relaxed);
                structures.add(relaxed.structure());
            } else {
                structures.add(structure);
            }
            enthalpies.add(enthalpy);
        }
        return new TargetStructures(
                structures,
                enthalpies.stream().allMatch(Double::isFinite)
                        ? enthalpies.stream().sorted().toList()
                        : List.of());
    }
}
