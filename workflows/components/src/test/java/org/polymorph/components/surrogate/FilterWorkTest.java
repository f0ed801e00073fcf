package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.select.PoolFilter;
import org.polymorph.surrogate.select.PropertyOrder;

class FilterWorkTest {
    /** Takes large cells for high ones, and all of phosphorus for higher than any of nickel. */
    private record Edge() implements PropertyModel {
        @Override
        public String property() {
            return PropertyOrder.ENERGY;
        }

        @Override
        public PropertyEstimate predict(Structure structure) {
            boolean phosphorus = structure.composition().species().contains(Element.P);
            return new PropertyEstimate(Math.cbrt(structure.volume()) + (phosphorus ? 100 : 0), 0);
        }

        @Override
        public double labelMean() {
            return 0;
        }

        @Override
        public Map<String, String> summary() {
            return Map.of();
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException();
        }
    }

    private static Proposal cube(Element element, double edge, String origin) {
        return new Proposal(Structure.of(Lattice.cubic(edge), List.of(element), new double[3]), origin);
    }

    @Test
    void the_worst_of_each_composition_goes_and_what_a_person_gave_stays() {
        List<Proposal> pool = List.of(
                cube(Element.Ni, 5, "random"),
                cube(Element.P, 3, "random"),
                cube(Element.Ni, 4, "random"),
                cube(Element.P, 9, FilterWork.seedOrigin("best.cif")),
                cube(Element.P, 4, "random"));
        PoolFilter filter = new PoolFilter(Optional.of(Path.of("e.model")), "", false, 0.5, Settings.empty());
        FilterWork work = new FilterWork(filter, List.of(), 0, new Seed(1), Optional.empty());

        List<Proposal> marked;
        try (Workers workers = new Workers(2)) {
            marked = work.mark(pool, new PropertyOrder(new Edge(), false), new WorkContext(workers, Progress.NONE));
        }

        assertThat(marked)
                .extracting(proposal -> proposal.leftOut().isPresent())
                .containsExactly(true, false, false, false, true);
    }
}
