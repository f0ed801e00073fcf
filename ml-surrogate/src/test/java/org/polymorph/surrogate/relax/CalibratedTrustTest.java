package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.Scale;

/** The stop at max σ_F / max |F| takes calibrated deviations, without what they have in common everywhere. */
class CalibratedTrustTest {
    private static final RelaxSettings SETTINGS = RelaxSettings.defaults();
    private static final Evaluation MEAN = new Evaluation(-8, new double[] {1, 0, 0, -1, 0, 0}, Stress.ZERO);

    private static final Structure CELL = cell(20);

    private static Structure cell(double volumePerAtom) {
        return Structure.of(Lattice.cubic(Math.cbrt(2 * volumePerAtom)), List.of(Element.Si, Element.Si), new double[] {
            0, 0, 0, 0.5, 0.5, 0.5
        });
    }

    private static boolean trusted(double spread, Calibration calibration) {
        Prediction raw = new Prediction(MEAN, 0.1, new double[] {0, spread}, Stress.ZERO);
        return new Trust(SETTINGS, 0, calibration.floor())
                .doubt(CELL, calibration.apply(raw))
                .isEmpty();
    }

    private static Calibration forces(double factor, double floor) {
        return new Calibration(Scale.NONE, new Scale(factor, floor), Scale.NONE);
    }

    @Test
    void a_factor_moves_the_limit() {
        // σ_F / |F| is 0.5 at a spread of 0.5/factor
        for (double factor : new double[] {0.5, 1, 3}) {
            assertThat(trusted(0.499 / factor, forces(factor, 0))).isTrue();
            assertThat(trusted(0.501 / factor, forces(factor, 0))).isFalse();
        }
    }

    @Test
    void what_all_frames_have_in_common_does_not() {
        for (double floor : new double[] {0.1, 10}) {
            assertThat(trusted(0.499, forces(1, floor))).isTrue();
            assertThat(trusted(0.501, forces(1, floor))).isFalse();
        }
    }

    @Test
    void the_same_holds_for_stress() {
        Evaluation strained = new Evaluation(-8, new double[6], new Stress(1, 0, 0, 0, 0, 0));
        Calibration calibration = new Calibration(Scale.NONE, Scale.NONE, new Scale(2, 0.3));
        for (double spread : new double[] {0.24, 0.26}) {
            Prediction raw = new Prediction(strained, 0, new double[2], new Stress(0, spread, 0, 0, 0, 0));
            assertThat(new Trust(SETTINGS, 0, calibration.floor())
                            .doubt(CELL, calibration.apply(raw))
                            .isEmpty())
                    .isEqualTo(spread < 0.25);
        }
    }

    @Test
    void a_doubt_names_what_belongs_to_the_frame() {
        Prediction raw = new Prediction(MEAN, 0, new double[] {0, 0.8}, Stress.ZERO);
        Calibration calibration = forces(1, 5);
        assertThat(calibration.apply(raw).maxForceStd()).isCloseTo(Math.sqrt(0.64 + 75), within(1e-12));
        assertThat(new Trust(SETTINGS, 0, calibration.floor()).doubt(CELL, calibration.apply(raw)))
                .hasValueSatisfying(text -> assertThat(text).contains("±0.800 of at most 1.00 eV/Å"));
        assertThat(new Trust(SETTINGS, 0, DeviationFloor.NONE).doubt(CELL, raw)).isPresent();
    }

    @Test
    void a_stress_near_nothing_is_measured_by_the_floor_of_forces_on_the_area_of_an_atom() {
        Evaluation still = new Evaluation(-8, new double[6], Stress.ZERO);
        for (double area : new double[] {2, 8}) {
            Structure cell = cell(Math.pow(area, 1.5));
            double limit = 0.5 * SETTINGS.uncertaintyFloor() / area;
            for (double spread : new double[] {0.999 * limit, 1.001 * limit}) {
                Prediction raw = new Prediction(still, 0, new double[2], new Stress(0, spread, 0, 0, 0, 0));
                assertThat(new Trust(SETTINGS, 0, DeviationFloor.NONE)
                                .doubt(cell, raw)
                                .isEmpty())
                        .isEqualTo(spread < limit);
            }
        }
    }
}
