package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.RandomCells;

class BatchRelaxerTest {
    private static final Calculator LJ = new LennardJonesFixture();
    private static final RelaxSettings SETTINGS = RelaxSettings.defaults();
    private static final BatchRelaxer RELAXER = new BatchRelaxer(SETTINGS, 0);

    // cells of 4, 8, 4 and 12 atoms
    private static List<Structure> cells() {
        List<Structure> cells = new ArrayList<>();
        for (int copies : new int[] {1, 2, 1, 3}) {
            Structure cell = LennardJonesFixture.fcc(3.1).supercell(1, copies, 1);
            cells.add(LennardJonesFixture.rattled(cell, 0.15, 0.03, cells.size()));
        }
        return cells;
    }

    private static List<Integer> sizesInOrder(BatchRelaxer relaxer) {
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        List<Structure> cells = cells();
        Calculator watched = structure -> {
            if (cells.contains(structure)) {
                begun.add(structure.size());
            }
            return LJ.evaluate(structure);
        };
        try (Workers workers = new Workers(1)) {
            assertThat(relaxer.relax(cells, watched, workers, Progress.NONE))
                    .extracting(relaxation -> relaxation.structure().size())
                    .containsExactly(4, 8, 4, 12);
        }
        return begun;
    }

    @Test
    void begins_with_the_largest_and_answers_in_the_order_given() {
        assertThat(sizesInOrder(RELAXER)).containsExactly(12, 8, 4, 4);
    }

    @Test
    void begins_with_what_a_priority_puts_first() {
        assertThat(sizesInOrder(RELAXER.withPriority(BatchRelaxer.AS_GIVEN))).containsExactly(4, 8, 4, 12);
        assertThat(sizesInOrder(RELAXER.withPriority(Comparator.comparingInt(Structure::size))))
                .containsExactly(4, 4, 8, 12);
    }

    @Test
    void keeps_neighbour_lists_without_changing_a_bit() {
        StillingerWeber potential = new StillingerWeber(StillingerWeber.Parameters.SILICON);
        Calculator searching = structure -> potential.evaluate(structure, NeighborSource.SEARCH);
        Element[] species = Collections.nCopies(8, Element.Si).toArray(Element[]::new);
        List<Structure> cells = IntStream.range(0, 8)
                .mapToObj(i -> RandomCells.cell(i, species))
                .toList();
        try (Workers workers = new Workers(3)) {
            assertThat(RELAXER.relax(cells, potential, workers, Progress.NONE))
                    .isEqualTo(cells.stream()
                            .map(cell -> Relaxer.relax(cell, searching, SETTINGS, 0))
                            .toList());
        }
    }

    /** Interrupts a thread when it is shown a structure, and works on it until it is interrupted itself. */
    private static Calculator interrupting(Thread caller, Structure at) {
        CountDownLatch never = new CountDownLatch(1);
        return structure -> {
            if (structure.equals(at)) {
                caller.interrupt();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return LJ.evaluate(structure);
        };
    }

    @Test
    void an_interrupt_keeps_what_has_ended() {
        List<Structure> cells = cells();
        Calculator calculator = interrupting(Thread.currentThread(), cells.get(2));
        BatchRelaxer relaxer = RELAXER.withPriority(BatchRelaxer.AS_GIVEN);
        try (Workers workers = new Workers(1)) {
            List<Optional<Relaxation>> ended = relaxer.relaxUntilStopped(cells, calculator, workers, Progress.NONE);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ended).hasSize(4);
            assertThat(ended.subList(2, 4)).containsOnly(Optional.empty());
            for (int i = 0; i < 2; i++) {
                assertThat(ended.get(i)).contains(Relaxer.relax(cells.get(i), LJ, SETTINGS, 0));
            }
            assertThatThrownBy(() -> relaxer.relax(cells, calculator, workers, Progress.NONE))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_time_limit_keeps_what_has_ended() {
        List<Structure> cells = cells();
        AtomicLong clock = new AtomicLong(5);
        Calculator calculator = structure -> {
            if (structure.equals(cells.get(2))) {
                clock.addAndGet(Duration.ofSeconds(10).toNanos());
            }
            return LJ.evaluate(structure);
        };
        BatchRelaxer relaxer = RELAXER.withPriority(BatchRelaxer.AS_GIVEN);
        try (Workers workers = new Workers(1)) {
            List<Optional<Relaxation>> ended = relaxer.withTimeLimit(Duration.ofSeconds(10), clock::get)
                    .relaxUntilStopped(cells, calculator, workers, Progress.NONE);
            assertThat(ended).extracting(Optional::isPresent).containsExactly(true, true, false, false);
            assertThatThrownBy(() -> relaxer.withTimeLimit(Duration.ofSeconds(10), clock::get)
                            .relax(cells, calculator, workers, Progress.NONE))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("2 of 4");
            assertThat(relaxer.withTimeLimit(Duration.ofSeconds(11), clock::get)
                            .relax(cells, calculator, workers, Progress.NONE))
                    .hasSize(4);
        }
    }

    @Test
    void the_failure_of_one_is_not_taken_for_a_stop() {
        Calculator calculator = structure -> {
            if (structure.size() == 8) {
                throw new IllegalArgumentException("no such element");
            }
            return LJ.evaluate(structure);
        };
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> RELAXER.relaxUntilStopped(cells(), calculator, workers, Progress.NONE))
                    .hasMessage("structure 2: no such element");
        }
    }

    @Test
    void a_time_limit_must_be_above_zero() {
        assertThatThrownBy(() -> RELAXER.withTimeLimit(Duration.ZERO)).hasMessageContaining("above zero");
    }
}
