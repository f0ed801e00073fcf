package org.polymorph.daemon.plot;

import java.awt.Color;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.PredictedErrors;
import org.polymorph.surrogate.calibration.Reliability;

/** How often the errors of a surrogate lie within the intervals that it gave. */
public final class ReliabilityCurves {
    private static final int STEPS = 100;

    private ReliabilityCurves() {}

    /** Draws the curves of energies, forces and stresses. */
    public static Picture of(HeldOutErrors errors) {
        Axes axes = new Axes(
                "Reliability: above the diagonal σ is too large, below too small",
                "share of errors that the interval is to hold [%]",
                "share found within it [%]",
                680,
                680);
        Points diagonal = new Points();
        diagonal.add(0, 0);
        diagonal.add(100, 100);
        axes.guide("as it should be", diagonal);
        curve(axes, "energy", errors.energy(), Palette.BLUE);
        curve(axes, "forces", errors.forces(), Palette.ORANGE);
        curve(axes, "stress", errors.stress(), Palette.GREEN);
        axes.xRange(0, 100);
        axes.yRange(0, 100);
        return new Picture(axes);
    }

    private static void curve(Axes axes, String name, PredictedErrors errors, Color color) {
        Points points = new Points();
        for (int k = 0; k <= STEPS; k++) {
            double expected = (double) k / STEPS;
            points.add(100 * expected, k == STEPS ? 100 : 100 * errors.within(Reliability.deviations(expected)));
        }
        axes.line(name, points, color, 2.5f, SeriesMarkers.NONE);
    }
}
