package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;

class RepeatedLabelsTest {
    private static final Element[] SPECIES = {Element.Si, Element.O, Element.O, Element.Si};
    private static final double[] TURN = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6};
    private static final Structure CRYSTAL = RandomCells.cell(3, SPECIES);

    private static LabelledStructure label(String id, Structure structure, double perAtom) {
        double[] forces = new double[3 * structure.size()];
        forces[0] = 0.5;
        forces[3] = -0.5;
        return new LabelledStructure(id, structure, new Evaluation(perAtom * structure.size(), forces, Stress.ZERO));
    }

    private static Structure reversed(Structure structure) {
        List<Element> species = new ArrayList<>(structure.species());
        Collections.reverse(species);
        double[] x = structure.fractional();
        double[] y = new double[x.length];
        for (int i = 0; i < species.size(); i++) {
            System.arraycopy(x, 3 * i, y, 3 * (species.size() - 1 - i), 3);
        }
        return Structure.of(structure.lattice(), species, y);
    }

    private static List<LabelledStructure> with(LabelledStructure... more) {
        List<LabelledStructure> labels = new ArrayList<>(RandomCells.madeUpLabels(10, SPECIES));
        labels.removeIf(label -> label.structure().equals(CRYSTAL));
        labels.addAll(List.of(more));
        return labels;
    }

    @Test
    void finds_one_crystal_in_another_cell_orientation_and_order() {
        RepeatedLabels repeated = RepeatedLabels.of(with(
                label("a", CRYSTAL, -5),
                label("b", reversed(CRYSTAL).rotated(TURN), -5.01),
                label("c", CRYSTAL.supercell(1, 1, 2), -5)));
        assertThat(repeated.pairs())
                .extracting(pair -> pair.first() + pair.second())
                .containsExactly("ab", "ac", "bc");
        assertThat(repeated.contradictions()).hasSize(2).first().satisfies(pair -> {
            assertThat(pair.energy()).isCloseTo(0.01, within(1e-12));
            assertThat(pair.force()).isCloseTo(0, within(1e-12));
            assertThat(pair.isGross()).isFalse();
            assertThat(pair.text()).contains("a and b", "10.0 meV/atom");
        });
        // differences of 10, 0 and 10 meV between labels with independent noise
        assertThat(repeated.energyNoise()).isCloseTo(0.01 / Math.sqrt(3), within(1e-12));
        assertThat(repeated.wrong()).isEmpty();
    }

    @Test
    void tells_crystals_apart_that_only_their_elements_or_a_small_move_tell() {
        Structure swapped = Structure.of(
                CRYSTAL.lattice(), List.of(Element.O, Element.Si, Element.Si, Element.O), CRYSTAL.fractional());
        double[] moved = CRYSTAL.fractional();
        moved[4] += 0.001;
        RepeatedLabels repeated = RepeatedLabels.of(
                with(label("a", CRYSTAL, -5), label("b", swapped, -3), label("c", CRYSTAL.withFractional(moved), -4)));
        assertThat(repeated.pairs()).isEmpty();
        assertThat(repeated.energyNoise()).isNaN();
    }

    @Test
    void of_two_that_cannot_both_be_right_a_fit_uses_neither() {
        List<LabelledStructure> labels = with(label("a", CRYSTAL, -5), label("b", CRYSTAL, -4));
        TrainingSet set = TrainingSet.of(labels);
        assertThat(set.dropped()).isEqualTo(2);
        assertThat(set.labels()).extracting(LabelledStructure::id).doesNotContain("a", "b");
        assertThat(set.repeated().contradictions()).singleElement().satisfies(pair -> assertThat(pair.text())
                .contains("1000.0 meV/atom", "uses neither"));
    }

    @Test
    void of_three_the_odd_one_out_is_left_out_alone() {
        TrainingSet set =
                TrainingSet.of(with(label("a", CRYSTAL, -5), label("b", CRYSTAL, -4), label("c", CRYSTAL, -5.001)));
        assertThat(set.dropped()).isOne();
        assertThat(set.labels())
                .extracting(LabelledStructure::id)
                .contains("a", "c")
                .doesNotContain("b");
    }

    @Test
    void labels_that_all_contradict_each_other_are_refused_with_an_example() {
        assertThatThrownBy(() -> TrainingSet.of(List.of(label("a", CRYSTAL, -5), label("b", CRYSTAL, -4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 labels, found 0")
                .hasMessageContaining("a and b");
    }

    @Test
    void a_label_of_a_wrong_number_of_atoms_is_refused() {
        LabelledStructure wrong = new LabelledStructure("w", CRYSTAL, new Evaluation(-20, new double[9], Stress.ZERO));
        assertThatThrownBy(() -> TrainingSet.of(with(wrong)))
                .hasMessageContaining("w: expected forces of 4 atoms, found 3");
    }
}
