package org.polymorph.surrogate.relax;

import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;

/**
 * Says whether a surrogate trusts its own answer: the deviations of forces and of stress against their size. The part of them
 * that is the same everywhere is left out: it says nothing about this frame, and near a minimum, where forces vanish, it
 * would stop every relaxation. A force of the floor upon the area that an atom has, (volume per atom)^⅔, is the floor of the stress: crystals of
 * strong bonds and small atoms are stiff in this measure too.
 */
final class Trust {
    private final RelaxSettings settings;
    private final double pressure;
    private final DeviationFloor floor;

    Trust(RelaxSettings settings, double pressure, DeviationFloor floor) {
        this.settings = settings;
        this.pressure = pressure;
        this.floor = floor;
    }

    /** Returns why the prediction for a structure is not trusted, empty if it is. */
    Optional<String> doubt(Structure structure, Prediction prediction) {
        double forceStd = floor.forceBeyond(prediction.maxForceStd());
        double force = forceStd / Math.max(prediction.mean().maxForce(), settings.uncertaintyFloor());
        if (!(force < settings.uncertainty())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "uncertain forces: ±%.3g of at most %.3g eV/Å",
                    forceStd,
                    prediction.mean().maxForce()));
        }
        double size = excess(prediction.mean().stress(), pressure);
        double stressStd = floor.stressBeyond(prediction.stressStd().maxAbs());
        double area = Math.pow(structure.volume() / structure.size(), 2.0 / 3);
        double stress = stressStd / Math.max(size, settings.uncertaintyFloor() / area);
        if (!settings.fixedCell() && !(stress < settings.uncertainty())) {
            return Optional.of(
                    String.format(Locale.ROOT, "uncertain stress: ±%.3g of at most %.3g eV/Å³", stressStd, size));
        }
        return Optional.empty();
    }

    /** Returns the largest component of σ + p·1. */
    static double excess(Stress s, double pressure) {
        return new Stress(s.xx() + pressure, s.yy() + pressure, s.zz() + pressure, s.yz(), s.xz(), s.xy()).maxAbs();
    }
}
