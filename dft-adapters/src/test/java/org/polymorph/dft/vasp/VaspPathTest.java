package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** What is read on the way of a relaxation, and in which order the atoms come back. */
class VaspPathTest {
    // rocksalt, rattled, with the elements in turn
    private static final Structure SALT = Structure.of(
            Lattice.cubic(5.5),
            List.of(Element.Na, Element.Cl, Element.Na, Element.Cl, Element.Na, Element.Cl, Element.Na, Element.Cl),
            new double[] {
                0.01, 0, 0, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.02, 0.5, 0, 0.5, 0, 0, 0.5, 0, 0.5, 0.5, 0.5, 0.49, 0.5
            });

    @TempDir
    private Path folder;

    private static List<IonicStep> path(Path directory) {
        List<IonicStep> path = new ArrayList<>();
        new VaspCode().path(directory, path::add);
        return path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"relaxation.OUTCAR", "relaxation.vasprun.xml.gz", "OUTCAR.etest1.gz", "vasprun.etest1.xml.gz"})
    void every_ionic_step_is_read(String name) {
        Path file = VaspFixtures.file(name);
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(file));
        List<IonicStep> path = path(file);
        assertThat(path).hasSize(result.ionicSteps());
        String[] energies = result.details().getOrDefault("ionicEnergies", "").split(" ", -1);
        for (int i = 0; i < energies.length; i++) {
            assertThat(path.get(i).evaluation().energy()).isCloseTo(Double.parseDouble(energies[i]), within(1e-8));
        }
        IonicStep last = path.get(path.size() - 1);
        assertThat(last.evaluation()).isEqualTo(result.evaluation());
        assertThat(VaspResult.same(last.structure(), result.structure(), 1e-4)).isTrue();
    }

    @Test
    void of_a_cut_output_the_steps_before_the_cut_are_read() {
        List<IonicStep> whole = path(VaspFixtures.file("relaxation.OUTCAR"));
        List<IonicStep> cut = path(VaspFixtures.file("own_truncated.relaxation.OUTCAR"));
        assertThat(cut).hasSizeBetween(1, whole.size() - 1).isEqualTo(whole.subList(0, cut.size()));
    }

    @Test
    void atoms_come_back_in_the_order_in_which_they_were_given() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).asIf("tosi-fumi");
        job.dataset("Na", "PAW_PBE Na 08Apr2002", "PE", 101.968, 1);
        job.dataset("Cl", "PAW_PBE Cl 06Sep2000", "PE", 262.472, 7);
        CalculationResult label = VaspFixtures.result(job.compute(job.request(SALT, "static")));
        assertThat(VaspResult.same(label.structure(), SALT, 1e-6)).isTrue();
        // each atom is pushed back to where it was taken from
        assertThat(label.evaluation().forces()[0]).isNegative();
        assertThat(label.evaluation().forces()[3 * 3 + 2]).isNegative();
        assertThat(label.evaluation().forces()[3 * 7 + 1]).isPositive();

        CalculationResult relaxed = VaspFixtures.result(job.compute(job.request(SALT, "fine")));
        assertThat(relaxed.structure().species()).isEqualTo(SALT.species());
        List<IonicStep> path = path(folder.resolve("job2"));
        assertThat(path).hasSize(relaxed.ionicSteps());
        assertThat(path.get(0).evaluation().forces())
                .containsExactly(label.evaluation().forces(), within(1e-7));
    }
}
