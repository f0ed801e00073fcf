package org.polymorph.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.Structures;

class RoundTripTest {

    private static Structure structure(double angle, int atoms, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Element> species = new ArrayList<>();
        double[] fractional = new double[3 * atoms];
        for (int i = 0; i < fractional.length; i++) {
            if (i % 3 == 0) {
                species.add(Element.ofNumber(1 + random.nextInt(118)));
            }
            fractional[i] = 4 * random.nextDouble() - 2;
        }
        return Structure.of(
                Structures.latticeOrNearest(5 + random.nextDouble(), 6, 7 * random.nextDouble() + 5, angle, 80, 105)
                        .transformed(Structures.rotation(seed)),
                species,
                fractional);
    }

    @Property(tries = 200, seed = "20261120")
    void extxyz_gives_every_bit_back(
            @ForAll @DoubleRange(min = 30, max = 150) double angle,
            @ForAll @IntRange(min = 1, max = 12) int atoms,
            @ForAll double energy,
            @ForAll long seed) {
        Structure structure = structure(angle, atoms, seed);
        double[] forces = new double[3 * atoms];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < forces.length; i++) {
            forces[i] = random.nextDouble() - 0.5;
        }
        Evaluation evaluation = new Evaluation(energy, forces, new Stress(random.nextDouble(), 1, 2, 3, 4, 5));
        Frame frame = new Frame(structure, Optional.of(evaluation), Map.of("id", "7"));
        StringBuilder out = new StringBuilder();
        ExtXyz.write(out, List.of(frame, new Frame(structure)));
        assertThat(ExtXyz.read(new StringReader(out.toString()), "x")).containsExactly(frame, new Frame(structure));
    }

    @Property(tries = 200, seed = "20261120")
    void any_key_and_value_come_back(
            @ForAll @NotEmpty @StringLength(max = 8) String key, @ForAll @StringLength(max = 12) String value) {
        if (key.isBlank() || !key.equals(key.strip())) {
            return;
        }
        String line = CommentLine.quoted(key) + "=" + CommentLine.quoted(value) + " b=2";
        assertThat(CommentLine.parse(line)).containsEntry(key, key.equals("b") ? "2" : value);
    }

    @Property(tries = 100, seed = "20261120")
    void poscar_gives_the_structure_back(
            @ForAll @DoubleRange(min = 30, max = 150) double angle,
            @ForAll @IntRange(min = 1, max = 12) int atoms,
            @ForAll long seed) {
        Structure structure = structure(angle, atoms, seed);
        StringBuilder out = new StringBuilder();
        Poscar.write(out, new Frame(structure));
        assertThat(Poscar.read(new StringReader(out.toString()), "x").structure())
                .isEqualTo(structure);
    }

    @Property(tries = 100, seed = "20261120")
    void cif_gives_the_structure_back_but_for_its_orientation(
            @ForAll @DoubleRange(min = 30, max = 150) double angle,
            @ForAll @IntRange(min = 1, max = 12) int atoms,
            @ForAll long seed) {
        Structure structure = structure(angle, atoms, seed);
        StringBuilder out = new StringBuilder();
        Cif.write(out, List.of(new Frame(structure), new Frame(structure)));
        List<Frame> frames = Cif.read(new StringReader(out.toString()), "x");
        assertThat(frames).hasSize(2);
        Structure back = frames.get(1).structure();
        assertThat(back.species()).isEqualTo(structure.species());
        assertThat(back.fractional()).containsExactly(structure.fractional(), within(1e-15));
        assertThat(back.lattice().toArray())
                .containsExactly(structure.lattice().standardOrientation().toArray(), within(1e-10));
    }
}
