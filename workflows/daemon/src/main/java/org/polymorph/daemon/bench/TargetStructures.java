package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * Structures that are looked for, as the campaign's own potential has them: relaxed where it is at hand.
 *
 * @param enthalpy lowest per atom, eV; empty where neither a potential nor the file gives one
 */
public record TargetStructures(List<Structure> structures, OptionalDouble enthalpy) {
    public TargetStructures {
        structures = List.copyOf(structures);
    }

    /** Relaxes structures, or takes them with the energies of their file. */
    public static TargetStructures of(List<Frame> frames, CampaignSpec spec) {
        Optional<Oracle> oracle = Oracle.of(spec);
        double pressure = spec.search().pressure() * Units.GPA;
        List<Structure> structures = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
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
            lowest = Math.min(lowest, enthalpy);
        }
        return new TargetStructures(
                structures, Double.isFinite(lowest) ? OptionalDouble.of(lowest) : OptionalDouble.empty());
    }
}
