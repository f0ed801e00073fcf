package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.training.SurrogateContract;

/** An {@code acenet} whose atoms send each other messages. */
class TalkingAceNetTest extends SurrogateContract {
    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("acenet");
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(AceNetSurrogateTest.SMALL);
        settings.put("messages", 0.2);
        return settings;
    }

    @Test
    void an_atom_hears_of_what_its_neighbours_see() {
        SurrogateModel talking = train(labels(12), settings(), 1);
        SurrogateModel silent = train(labels(12), AceNetSurrogateTest.SMALL, 1);
        double moved = 3.2;
        // the force on the first of four atoms in a row, whose neighbour's neighbour alone sees the last one
        assertThat(force(silent, moved)).isCloseTo(force(silent, 3), within(1e-10));
        assertThat(Math.abs(force(talking, moved) - force(talking, 3))).isGreaterThan(1e-8);
    }

    private static double force(SurrogateModel model, double last) {
        double edge = 30;
        Lattice lattice = Lattice.of(new double[] {edge, 0, 0, 0, edge, 0, 0, 0, edge});
        double[] x = {0, 0, 0, 3 / edge, 0, 0, 6 / edge, 0, 0, (6 + last) / edge, 0, 0};
        List<Element> species = List.of(Element.Si, Element.O, Element.O, Element.Si);
        return model.evaluate(Structure.of(lattice, species, x)).forces()[0];
    }

    @Test
    void a_model_says_what_its_members_said_while_they_were_trained() {
        Map<String, Object> own = settings();
        own.putAll(Map.of("core", 0, "ensemble", 2));
        AceNetSettings settings = AceNetSettings.read(Settings.of(own));
        List<Element> elements = List.of(Element.O, Element.Si);
        AtomicInvariants invariants = settings.invariants(elements);
        SplittableRandom random = new SplittableRandom(4);
        double[] rows = random.doubles(50L * invariants.size(), -1, 1).toArray();
        double[] priors = random.doubles(invariants.size(), 0.5, 2).toArray();
        Projection projection = Projection.of(rows, 50, priors, 20);
        Projection[] projections = {projection, projection};
        Networks networks = settings.networks(projection.width(), 2);
        double[][] linear = new double[][] {
            random.doubles(21, -1, 1).toArray(), random.doubles(21, -1, 1).toArray()
        };
        double[][] weights = networks.draw(SplittableRandom::new, linear);
        LabelledStructure label = labels(1).get(0);
        Sample sample = Sample.of(
                new ProjectedScan(invariants, projections).look(label.structure()),
                label.evaluation(),
                label.evaluation(),
                0,
                new double[] {1, 1, 1});
        Loss loss = new Loss(networks);
        loss.standardize(List.of(sample), weights);
        double[] trained = loss.predict(List.of(sample), weights)[0];
        double[][] folded = FoldedNetwork.fold(weights, projections);
        Evaluation told = new AceNetModel(
                        new AceNetModel.Parameters(
                                settings,
                                elements,
                                new double[2],
                                Calibration.NONE.toArray(),
                                new double[0],
                                new double[0],
                                List.of(folded, folded)),
                        Map.of())
                .evaluate(label.structure());
        // the filters' tables of a training are coarser, and its derivatives are in single precision
        assertThat(told.energy()).isCloseTo(trained[0], within(1e-3));
        double[] forces = Arrays.copyOfRange(trained, 1, trained.length - 6);
        double size = 1 + told.maxForce();
        assertThat(told.forces()).containsExactly(forces, within(1e-3 * size));
        double[] stress = Arrays.copyOfRange(trained, trained.length - 6, trained.length);
        assertThat(told.stress().toVoigt())
                .containsExactly(stress, within(1e-3 * size / label.structure().volume()));
    }
}
