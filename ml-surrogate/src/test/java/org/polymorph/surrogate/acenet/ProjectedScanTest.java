package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.training.RandomCells;

class ProjectedScanTest {
    private static final int WIDTH = 9;

    private final AtomicInvariants invariants =
            new AtomicInvariants(new AtomicInvariants.Shape(3.6, 4, 40, 12, 5, 2), List.of(Element.O, Element.Si), 2);
    private final ProjectedScan scan = new ProjectedScan(invariants, new Projection[] {projection(1), projection(2)});

    private Projection projection(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] priors = random.doubles(invariants.size(), 0.5, 2).toArray();
        double[] rows = random.doubles(100L * invariants.size(), -1, 1).toArray();
        return Projection.of(rows, 100, priors, WIDTH);
    }

    private static Structure cell(Element... species) {
        return RandomCells.madeUpLabels(1, species).get(0).structure();
    }

    @Test
    void an_atom_has_the_same_features_in_a_cell_of_more_rows_than_are_multiplied_at_once() {
        Structure cell = cell(Element.Si, Element.O, Element.O, Element.Si, Element.O);
        Surroundings small = scan.look(cell);
        Surroundings large = scan.look(cell.supercell(2, 2, 2));

        int rows = Arrays.stream(large.derivatives())
                .mapToInt(derivatives -> 1 + derivatives.length / WIDTH)
                .sum();
        assertThat(rows).isGreaterThan(2 * 512);
        for (int i = 0; i < large.atoms(); i++) {
            double[] own = Arrays.copyOfRange(large.features(), i * WIDTH, (i + 1) * WIDTH);
            assertThat(own)
                    .containsExactly(
                            Arrays.copyOfRange(small.features(), i / 8 * WIDTH, (i / 8 + 1) * WIDTH), within(1e-4));
        }
    }

    @Test
    void a_cell_without_one_of_the_elements_is_looked_at_likewise() {
        for (Element element : List.of(Element.Si, Element.O)) {
            Structure pure = cell(element, element, element);
            Surroundings before = scan.look(pure);
            scan.look(cell(Element.O, Element.Si));

            assertThat(before.features()).isNotEqualTo(new double[3 * WIDTH]);
            assertThat(scan.look(pure).features()).containsExactly(before.features());
        }
    }
}
