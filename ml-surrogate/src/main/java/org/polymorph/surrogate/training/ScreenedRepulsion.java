package org.polymorph.surrogate.training;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.units.Units;

/**
 * The universal screened Coulomb repulsion of Ziegler, Biersack and Littmark (The Stopping and Range of Ions in Matter,
 * 1985), switched off smoothly, with two derivatives, between half of an outer radius and that radius: it keeps atoms
 * apart where no label is. Immutable and thread-safe.
 */
public final class ScreenedRepulsion {
    private static final double[] WEIGHT = {0.18175, 0.50986, 0.28022, 0.02817};
    private static final double[] DECAY = {3.19980, 0.94229, 0.40290, 0.20162};

    private final int species;
    private final double[] outer;
    private final double[] strength;
    private final double[] screening;

    /**
     * Makes the repulsion between elements.
     *
     * @param factor outer radius in units of the sum of the covalent radii; 0: no repulsion
     * @param cutoff upper bound of the outer radius, Å
     */
    public ScreenedRepulsion(List<Element> elements, double factor, double cutoff) {
        species = elements.size();
        outer = new double[species * species];
        strength = new double[species * species];
        screening = new double[species * species];
        for (int a = 0; a < species; a++) {
            for (int b = 0; b < species; b++) {
                Element one = elements.get(a);
                Element two = elements.get(b);
                int at = a * species + b;
                outer[at] = Math.min(cutoff, factor * (one.covalentRadius() + two.covalentRadius()));
                strength[at] = Units.COULOMB * one.atomicNumber() * two.atomicNumber();
                screening[at] = 0.46850 / (Math.pow(one.atomicNumber(), 0.23) + Math.pow(two.atomicNumber(), 0.23));
            }
        }
    }

    /** Returns the radius in Å from which on two elements do not repel. */
    public double outer(int a, int b) {
        return outer[a * species + b];
    }

    /** Puts the energy of a pair of elements at distance r and its derivative into {@code out}. */
    public void evaluate(int a, int b, double r, double[] out) {
        int at = a * species + b;
        double x = r / screening[at];
        double phi = 0;
        double slope = 0;
        for (int k = 0; k < 4; k++) {
            double term = WEIGHT[k] * Math.exp(-DECAY[k] * x);
            phi += term;
            slope -= DECAY[k] * term / screening[at];
        }
        double bare = strength[at] / r * phi;
        double bareSlope = strength[at] / r * slope - bare / r;
        double half = outer[at] / 2;
        double t = Math.max(0, Math.min(1, (r - half) / half));
        double off = 1 - t * t * t * (10 - 15 * t + 6 * t * t);
        double offSlope = -30 * t * t * (1 - t) * (1 - t) / half;
        out[0] = bare * off;
        out[1] = bareSlope * off + bare * offSlope;
    }
}
