package org.polymorph.surrogate.relax;

import java.util.List;
import java.util.Locale;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;

/**
 * How to relax: section {@code relax} of a campaign. The external pressure is no part of it: it belongs to the search.
 *
 * @param steps trial frames allowed after the first, accepted or not; 0 only evaluates
 * @param fmax longest force allowed on an atom of a minimum, eV/Å
 * @param stressMax largest component allowed of σ + p·1 in a minimum, eV/Å³; ignored with a fixed cell. By default
 *     fmax/(20 Å²), so that 0.05 eV/Å go with 0.0025 eV/Å³ (0.4 GPa), some 0.1 meV/atom in silicon
 * @param maxStep longest move of an atom in one step, Å
 * @param uncertainty a frame is trusted while max σ_F / max(max |F|, uncertaintyFloor) is below this, and the same ratio
 *     for stress, whose floor is uncertaintyFloor/(volume per atom)^⅔
 * @param uncertaintyFloor in eV/Å, by default 10·fmax: keeps frames near a minimum from being untrusted only because their
 *     forces vanish; a spread of up to uncertainty·uncertaintyFloor is always allowed
 * @param patience trial frames allowed without a lower enthalpy
 * @param fixedCell whether only the positions move
 */
public record RelaxSettings(
        int steps,
        double fmax,
        double stressMax,
        double maxStep,
        double uncertainty,
        double uncertaintyFloor,
        int patience,
        Optimizer optimizer,
        boolean fixedCell) {
    /** Turns a force limit into a stress limit and back: a typical area per atom, in Å². */
    static final double AREA = 20;

    /** The way down. */
    public enum Optimizer {
        /** Limited-memory BFGS with a trust radius. */
        LBFGS,
        /** Fast inertial relaxation engine. */
        FIRE
    }

    public RelaxSettings {
        if (steps < 0 || patience < 1) {
            throw new IllegalArgumentException(
                    "steps must be at least 0 and patience at least 1, found " + steps + " and " + patience);
        }
        if (!(fmax > 0 && stressMax > 0 && maxStep > 0 && uncertainty > 0 && uncertaintyFloor > 0)) {
            throw new IllegalArgumentException("limits of a relaxation must be above zero, found fmax " + fmax
                    + ", stressMax " + stressMax + ", maxStep " + maxStep + ", uncertainty " + uncertainty
                    + ", uncertaintyFloor " + uncertaintyFloor);
        }
    }

    /** Returns the defaults: L-BFGS, 300 steps, fmax 0.05 eV/Å, cell free. */
    public static RelaxSettings defaults() {
        return of(Settings.empty());
    }

    /** Reads a section and finishes it; {@code stressMax} is given in GPa there. Problems stay in the settings. */
    public static RelaxSettings of(Settings settings) {
        double fmax = settings.positive("fmax", 0.05);
        RelaxSettings read = new RelaxSettings(
                settings.integer("steps", 300, 0, Integer.MAX_VALUE),
                fmax,
                settings.positive("stressMax", fmax / AREA / Units.GPA) * Units.GPA,
                settings.positive("maxStep", 0.2),
                settings.positive("uncertainty", 0.5),
                settings.positive("uncertaintyFloor", 10 * fmax),
                settings.integer("patience", 20, 1, Integer.MAX_VALUE),
                Optimizer.valueOf(settings.choice("optimizer", "lbfgs", List.of("lbfgs", "fire"))
                        .toUpperCase(Locale.ROOT)),
                settings.flag("fixedCell", false));
        settings.finish();
        return read;
    }

    /** Returns these settings with another force limit, and the stress limit and uncertainty floor that go with it by default. */
    public RelaxSettings withFmax(double newFmax) {
        return new RelaxSettings(
                steps, newFmax, newFmax / AREA, maxStep, uncertainty, 10 * newFmax, patience, optimizer, fixedCell);
    }

    public RelaxSettings withSteps(int newSteps) {
        return new RelaxSettings(
                newSteps, fmax, stressMax, maxStep, uncertainty, uncertaintyFloor, patience, optimizer, fixedCell);
    }

    public RelaxSettings withOptimizer(Optimizer newOptimizer) {
        return new RelaxSettings(
                steps, fmax, stressMax, maxStep, uncertainty, uncertaintyFloor, patience, newOptimizer, fixedCell);
    }

    public RelaxSettings withFixedCell(boolean fixed) {
        return new RelaxSettings(
                steps, fmax, stressMax, maxStep, uncertainty, uncertaintyFloor, patience, optimizer, fixed);
    }
}
