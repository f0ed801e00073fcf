package org.polymorph.surrogate.relax;

import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.VerletLists;

/**
 * Says when a frame is no crystal any more: volume per atom outside 0.15 … 30 times the mean covalent sphere (upwards at
 * least three times the volume at the start), two atoms nearer than 0.4 times the sum of their covalent radii, or an energy
 * more than 100 eV/atom below that of the first frame without violent forces. Wide on purpose: silicon may take
 * 0.9 … 170 Å³ per atom and 0.9 Å. Not thread-safe.
 */
final class FrameGuard {
    private static final double SMALLEST = 0.15;
    private static final double LARGEST = 30;
    private static final double GROWTH = 3;
    private static final double NEAREST = 0.4;
    private static final double DEEPEST = 100;
    private static final double VIOLENT = 100;

    /** Wide, for only few pairs are so near. */
    private static final double SKIN = 1;

    private final double minVolume;
    private final double maxVolume;
    private final double[] radii;
    private final double reach;
    private final NeighborSource neighbors = new VerletLists(SKIN);
    private double sane = Double.NaN;

    /** Why a frame is refused. */
    record Refusal(RelaxOutcome outcome, String reason) {}

    FrameGuard(Structure first) {
        int n = first.size();
        this.radii = new double[n];
        double spheres = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            radii[i] = first.species(i).covalentRadius();
            spheres += 4.0 / 3.0 * Math.PI * radii[i] * radii[i] * radii[i];
            largest = Math.max(largest, radii[i]);
        }
        this.minVolume = SMALLEST * spheres;
        this.maxVolume = Math.max(LARGEST * spheres, GROWTH * first.volume());
        this.reach = NEAREST * 2 * largest;
    }

    /** Tests the geometry, before anybody has to evaluate it. */
    Optional<Refusal> geometry(Structure frame) {
        double volume = frame.volume();
        int n = frame.size();
        if (!(volume <= maxVolume)) {
            return Optional.of(new Refusal(
                    RelaxOutcome.EXPLODED,
                    text("the volume reached %.3g Å³/atom, above the limit of %.3g", volume / n, maxVolume / n)));
        }
        if (volume < minVolume) {
            return Optional.of(new Refusal(
                    RelaxOutcome.COLLAPSED,
                    text("the volume reached %.3g Å³/atom, below the limit of %.3g", volume / n, minVolume / n)));
        }
        NeighborList near = neighbors.of(frame, reach);
        for (int i = 0; i < n; i++) {
            for (int p = near.start(i); p < near.start(i + 1); p++) {
                double limit = NEAREST * (radii[i] + radii[near.neighbor(p)]);
                if (near.distance(p) < limit) {
                    return Optional.of(new Refusal(
                            RelaxOutcome.COLLAPSED,
                            text(
                                    "atoms %d and %d came as near as %.3g Å, the limit is %.3g",
                                    i + 1, near.neighbor(p) + 1, near.distance(p), limit)));
                }
            }
        }
        return Optional.empty();
    }

    /** Tests the energy per atom. */
    Optional<Refusal> energy(double energyPerAtom, double maxForce) {
        if (Double.isNaN(sane)) {
            if (maxForce < VIOLENT) {
                sane = energyPerAtom;
            }
            return Optional.empty();
        }
        if (energyPerAtom < sane - DEEPEST) {
            return Optional.of(new Refusal(
                    RelaxOutcome.COLLAPSED,
                    text("the energy fell by %.3g eV/atom, the limit is %.3g", sane - energyPerAtom, DEEPEST)));
        }
        return Optional.empty();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
