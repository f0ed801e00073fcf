package org.polymorph.dft.potential;

import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** Crystals by their lattice parameters, and the parameters of least energy. */
final class Phases {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Phases() {}

    static Structure of(Lattice lattice, List<Element> species, double... fractional) {
        return Structure.of(lattice, species, fractional);
    }

    static Lattice fccLattice(double a) {
        return Lattice.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0);
    }

    static Structure fcc(Element element, double a) {
        return of(fccLattice(a), List.of(element), 0, 0, 0);
    }

    static Structure bcc(Element element, double a) {
        double h = a / 2;
        return of(Lattice.of(-h, h, h, h, -h, h, h, h, -h), List.of(element), 0, 0, 0);
    }

    static Structure hcp(Element element, double a, double ratio) {
        Lattice lattice = Lattice.ofParameters(a, a, a * ratio, 90, 90, 120);
        return of(lattice, Collections.nCopies(2, element), 1 / 3.0, 2 / 3.0, 0.25, 2 / 3.0, 1 / 3.0, 0.75);
    }

    static Structure rocksalt(Element cation, Element anion, double a) {
        return of(fccLattice(a), List.of(cation, anion), 0, 0, 0, 0.5, 0.5, 0.5);
    }

    /** Diamond where both elements are the same. */
    static Structure zincblende(Element cation, Element anion, double a) {
        return of(fccLattice(a), List.of(cation, anion), 0, 0, 0, 0.25, 0.25, 0.25);
    }

    static Structure cesiumChloride(Element cation, Element anion, double a) {
        return of(Lattice.cubic(a), List.of(cation, anion), 0, 0, 0, 0.5, 0.5, 0.5);
    }

    static Structure wurtzite(Element cation, Element anion, double a, double ratio) {
        double third = 1 / 3.0;
        return of(
                Lattice.ofParameters(a, a, a * ratio, 90, 90, 120),
                List.of(cation, cation, anion, anion),
                third,
                2 * third,
                0,
                2 * third,
                third,
                0.5,
                third,
                2 * third,
                0.375,
                2 * third,
                third,
                0.875);
    }

    /** β-tin in its body-centred cell of two atoms. */
    static Structure betaTin(Element element, double a, double ratio) {
        double h = a / 2;
        double c = a * ratio / 2;
        return Structure.ofCartesian(
                Lattice.of(-h, h, c, h, -h, c, h, h, -c),
                Collections.nCopies(2, element),
                new double[] {0, 0, 0, 0, h, c / 2});
    }

    static double energyPerAtom(Calculator calculator, Structure structure) {
        return calculator.evaluate(structure).energy() / structure.size();
    }

    /** Returns the crystal of least energy per atom between two lattice parameters. */
    static Structure relaxed(Calculator calculator, DoubleFunction<Structure> phase, double low, double high) {
        return phase.apply(argmin(a -> energyPerAtom(calculator, phase.apply(a)), low, high));
    }

    /** A crystal with two lattice parameters. */
    @FunctionalInterface
    interface Axial {
        Structure of(double a, double ratio);
    }

    static Structure relaxed(Calculator calculator, Axial phase, double[] a, double[] ratio) {
        DoubleFunction<Structure> best = r -> relaxed(calculator, x -> phase.of(x, r), a[0], a[1]);
        return best.apply(argmin(r -> energyPerAtom(calculator, best.apply(r)), ratio[0], ratio[1]));
    }

    /** Finds a minimum by golden sections. */
    static double argmin(DoubleUnaryOperator f, double low, double high) {
        double a = low;
        double b = high;
        double x = b - GOLDEN * (b - a);
        double y = a + GOLDEN * (b - a);
        double fx = f.applyAsDouble(x);
        double fy = f.applyAsDouble(y);
        while (b - a > 1e-7) {
            if (fx < fy) {
                b = y;
                y = x;
                fy = fx;
                x = b - GOLDEN * (b - a);
                fx = f.applyAsDouble(x);
            } else {
                a = x;
                x = y;
                fx = fy;
                y = a + GOLDEN * (b - a);
                fy = f.applyAsDouble(y);
            }
        }
        return (a + b) / 2;
    }
}
