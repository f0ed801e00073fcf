package org.polymorph.surrogate.relax;

import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.Prediction;

/** Says whether a surrogate trusts its own answer: the spread of forces and of stress against their size. */
final class Trust {
    private final RelaxSettings settings;
    private final double pressure;

    Trust(RelaxSettings settings, double pressure) {
        this.settings = settings;
        this.pressure = pressure;
    }

    /** Returns why a prediction is not trusted, empty if it is. */
    Optional<String> doubt(Prediction prediction) {
        double force = prediction.maxForceStd() / Math.max(prediction.mean().maxForce(), settings.uncertaintyFloor());
        if (!(force < settings.uncertainty())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "uncertain forces: ±%.3g of at most %.3g eV/Å",
                    prediction.maxForceStd(),
                    prediction.mean().maxForce()));
        }
        double size = excess(prediction.mean().stress(), pressure);
        double stress =
                prediction.stressStd().maxAbs() / Math.max(size, settings.uncertaintyFloor() / RelaxSettings.AREA);
        if (!settings.fixedCell() && !(stress < settings.uncertainty())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "uncertain stress: ±%.3g of at most %.3g eV/Å³",
                    prediction.stressStd().maxAbs(),
                    size));
        }
        return Optional.empty();
    }

    /** Returns the largest component of σ + p·1. */
    static double excess(Stress s, double pressure) {
        return new Stress(s.xx() + pressure, s.yy() + pressure, s.zz() + pressure, s.yz(), s.xz(), s.xy()).maxAbs();
    }
}
