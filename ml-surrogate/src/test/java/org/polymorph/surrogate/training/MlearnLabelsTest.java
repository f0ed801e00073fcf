package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;

class MlearnLabelsTest {
    @Test
    void a_stretched_crystal_is_under_tension() {
        List<LabelledStructure> labels = MlearnLabels.training(Element.Si);
        assertThat(labels).hasSize(214);
        assertThat(MlearnLabels.test(Element.Si)).hasSize(25);
        // A supercell of diamond, a = 5.469 Å, longer by 2 % along x.
        Stress stretched = stress(labels, 11.154 * 10.937 * 10.937, -5.4216);
        assertThat(stretched.xx()).isCloseTo(1660 * 0.02 / 1602.18, within(0.003)); // C11 in kbar (Madelung 2004)
        assertThat(stretched.yy()).isCloseTo(640 * 0.02 / 1602.18, within(0.003));
    }

    private static Stress stress(List<LabelledStructure> labels, double volume, double energy) {
        return labels.stream()
                .filter(l -> Math.abs(l.structure().volume() - volume) < 0.5
                        && Math.abs(l.evaluation().energy() / l.structure().size() - energy) < 1e-4
                        && l.evaluation().stress().xx()
                                > 1.5 * l.evaluation().stress().yy())
                .findFirst()
                .orElseThrow()
                .evaluation()
                .stress();
    }
}
