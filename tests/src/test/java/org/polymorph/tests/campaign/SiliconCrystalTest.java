package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** The judge of the other tests, judged itself. */
class SiliconCrystalTest {
    private static final double A = 5.431; // Å, diamond silicon

    private static Structure silicon(Lattice lattice, double... fractional) {
        return Structure.of(lattice, Collections.nCopies(fractional.length / 3, Element.Si), fractional);
    }

    @Test
    void knows_diamond_in_any_cell() {
        double h = A / 2;
        Structure primitive = silicon(Lattice.of(0, h, h, h, 0, h, h, h, 0), 0, 0, 0, 0.25, 0.25, 0.25);
        Structure skewed = silicon(Lattice.of(0, h, h, h, 0, h, h, 3 * h, 2 * h), 0.9, 0.8, 0.7, 0.65, 1.05, 0.95);

        assertThat(SiliconCrystal.of(primitive)).isEqualTo(SiliconCrystal.DIAMOND);
        assertThat(SiliconCrystal.of(skewed)).isEqualTo(SiliconCrystal.DIAMOND);
    }

    @Test
    void knows_lonsdaleite() {
        double a = A / Math.sqrt(2);
        double c = a * Math.sqrt(8.0 / 3);
        Lattice hexagonal = Lattice.of(a, 0, 0, -a / 2, a * Math.sqrt(3) / 2, 0, 0, 0, c);
        double third = 1.0 / 3;
        Structure lonsdaleite = silicon(
                hexagonal, third, 2 * third, 0.0625, 2 * third, third, 0.5625, third, 2 * third, 0.4375, 2 * third,
                third, 0.9375);

        assertThat(SiliconCrystal.of(lonsdaleite)).isEqualTo(SiliconCrystal.LONSDALEITE);
    }

    @Test
    void takes_nothing_else_for_them() {
        Structure simple = silicon(Lattice.cubic(2.5), 0, 0, 0);
        double h = A / 2;
        Structure distorted = silicon(Lattice.of(0, h, h, h, 0, h, h, h, 0), 0, 0, 0, 0.31, 0.25, 0.25);

        assertThat(SiliconCrystal.of(simple)).isEqualTo(SiliconCrystal.OTHER);
        assertThat(SiliconCrystal.of(distorted)).isEqualTo(SiliconCrystal.OTHER);
    }
}
