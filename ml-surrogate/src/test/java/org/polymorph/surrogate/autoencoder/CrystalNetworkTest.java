package org.polymorph.surrogate.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.voxel.BoxedCrystal;

class CrystalNetworkTest {
    private static final Settings SMALL = Settings.of(Map.of(
            "grid",
            17,
            "box",
            5.4,
            "latent",
            3,
            "width",
            2,
            "segmentWidth",
            2,
            "weights",
            Map.of("divergence", 0.01, "species", 0.5, "lattice", 2.0)));

    private static final Structure CRYSTAL = Structure.of(
            Lattice.of(3, 0, 0, 0.2, 3.1, 0, -0.1, 0.3, 2.9),
            List.of(Element.of("Mg"), Element.of("O")),
            new double[] {0.3, 0.2, 0.4, 0.7, 0.6, 0.9});

    /** Every block of weights, with every part of the loss, through either input of the U-Net. */
    @Test
    void slopes_of_the_loss_are_those_of_finite_differences() {
        AutoencoderSettings settings = AutoencoderSettings.read(SMALL.fresh());
        CrystalNetwork network =
                new CrystalNetwork(settings, List.of(Element.of("O"), Element.of("Mg")), new SplittableRandom(5));
        CrystalNetwork.Target target = network.target(BoxedCrystal.of(CRYSTAL));
        double[][] weights = network.start();
        SplittableRandom constants = new SplittableRandom(6);
        for (double[] block : weights) { // empty voxels would be at the bend of the activation without
            Arrays.setAll(block, k -> block[k] + 0.1 * constants.nextGaussian());
        }
        for (boolean clean : new boolean[] {true, false}) {
            CrystalNetwork.Way way = new CrystalNetwork.Way(new double[] {0.4, -1.1, 0.3}, clean);
            double[][] slopes = Blocks.zeros(weights);
            Tape tape = new Tape(settings.backend(), weights, slopes);
            network.pass(tape, target, way);
            tape.backward();
            SplittableRandom random = new SplittableRandom(11);
            for (int b = 0; b < weights.length; b++) {
                double[] block = weights[b];
                double[] before = block.clone();
                double[] direction = new double[block.length];
                Arrays.setAll(direction, k -> random.nextGaussian());
                double slope = 0;
                for (int k = 0; k < block.length; k++) {
                    slope += slopes[b][k] * direction[k];
                }
                double[] ends = new double[2];
                double step = 1e-6;
                for (int side = 0; side < 2; side++) {
                    for (int k = 0; k < block.length; k++) {
                        block[k] = before[k] + (side == 0 ? -step : step) * direction[k];
                    }
                    ends[side] = network.pass(tape, target, way).total();
                    tape.clear();
                }
                System.arraycopy(before, 0, block, 0, block.length);
                assertThat((ends[1] - ends[0]) / (2 * step))
                        .as("block %d, clean %s", b, clean)
                        .isCloseTo(slope, within(1e-6 + 1e-4 * Math.abs(slope)));
            }
        }
    }
}
