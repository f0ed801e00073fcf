package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** The golden numbers of the project's method (design/method.md): eV and Å³ an atom, at the relaxed cell. */
class GoldenNumbersTest {
    private static final double[] NEAR_IDEAL = {1.55, 1.75};

    @Test
    void lennard_jones_prefers_hcp_to_fcc() {
        Calculator lj = Potentials.of("lj");
        Structure hcp = Phases.relaxed(lj, (a, r) -> Phases.hcp(Element.Ar, a, r), new double[] {2, 2.5}, NEAR_IDEAL);
        Structure fcc = Phases.relaxed(lj, a -> Phases.fcc(Element.Ar, a), 2.8, 3.5);
        check(lj, hcp, -6.6589007, 7.5607);
        check(lj, fcc, -6.6540821, 7.5636);
    }

    @Test
    void kob_andersen_hcp_of_both_elements_and_cesium_chloride() {
        Calculator ka = Potentials.of("kob-andersen");
        Structure a = Phases.relaxed(ka, (x, r) -> Phases.hcp(Element.Ni, x, r), new double[] {2, 2.5}, NEAR_IDEAL);
        Structure b = Phases.relaxed(ka, (x, r) -> Phases.hcp(Element.P, x, r), new double[] {1.7, 2.2}, NEAR_IDEAL);
        Structure ab = Phases.relaxed(ka, x -> Phases.cesiumChloride(Element.Ni, Element.P, x), 1.8, 2.4);
        assertThat(Phases.energyPerAtom(ka, a)).isCloseTo(-8.3564, within(6e-5));
        assertThat(Phases.energyPerAtom(ka, b)).isCloseTo(-4.1782, within(6e-5));
        assertThat(Phases.energyPerAtom(ka, ab)).isCloseTo(-10.6382, within(6e-5));
    }

    @Test
    void stillinger_weber_silicon() {
        Calculator sw = Potentials.of("sw");
        Structure diamond = Phases.relaxed(sw, a -> Phases.zincblende(Element.Si, Element.Si, a), 5, 6);
        Structure tin = Phases.relaxed(
                sw, (a, r) -> Phases.betaTin(Element.Si, a, r), new double[] {4.6, 5.3}, new double[] {0.5, 0.62});
        Structure bcc = Phases.relaxed(sw, a -> Phases.bcc(Element.Si, a), 2.9, 3.5);
        check(sw, diamond, -4.336600, 20.023);
        check(sw, tin, -4.136912, 17.216);
        assertThat(Phases.energyPerAtom(sw, bcc)).isCloseTo(-4.055559, within(1e-5));
    }

    @Test
    void tersoff_silicon() {
        Calculator tersoff = Potentials.of("tersoff");
        Structure diamond = Phases.relaxed(tersoff, a -> Phases.zincblende(Element.Si, Element.Si, a), 5.2, 5.7);
        check(tersoff, diamond, -4.630412, 20.026);
    }

    @Test
    void born_mayer_huggins_prefers_rocksalt() {
        Calculator nacl = Potentials.of("tosi-fumi");
        Structure rocksalt = Phases.relaxed(nacl, a -> Phases.rocksalt(Element.Na, Element.Cl, a), 5.4, 5.9);
        assertThat(Phases.energyPerAtom(nacl, rocksalt)).isCloseTo(-4.0284, within(5e-5));
        assertThat(Math.cbrt(4 * rocksalt.volume())).isCloseTo(5.620, within(5e-4));
        Structure zincblende = Phases.relaxed(nacl, a -> Phases.zincblende(Element.Na, Element.Cl, a), 5.5, 6.8);
        Structure wurtzite = Phases.relaxed(
                nacl, (a, r) -> Phases.wurtzite(Element.Na, Element.Cl, a, r), new double[] {4, 4.9}, NEAR_IDEAL);
        Structure cesiumChloride = Phases.relaxed(nacl, a -> Phases.cesiumChloride(Element.Na, Element.Cl, a), 3, 3.9);
        assertThat(new double[] {
                    Phases.energyPerAtom(nacl, rocksalt),
                    Phases.energyPerAtom(nacl, wurtzite),
                    Phases.energyPerAtom(nacl, zincblende),
                    Phases.energyPerAtom(nacl, cesiumChloride)
                })
                .isSorted();
    }

    private static void check(Calculator calculator, Structure structure, double energy, double volume) {
        assertThat(Phases.energyPerAtom(calculator, structure)).isCloseTo(energy, within(1e-5));
        assertThat(structure.volume() / structure.size()).isCloseTo(volume, within(1e-3));
    }
}
