package org.polymorph.model.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedWorkersProvidersTest {

    private record Provider(String name) implements Named {}

    @Test
    void a_seed_always_gives_the_same_stream() {
        Seed seed = new Seed(1).split("pool").split(7);
        assertThat(seed).isEqualTo(new Seed(1).split("pool").split(7));
        assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
    }

    @Test
    void parts_of_a_seed_differ() {
        Seed seed = new Seed(1);
        List<Long> values = IntStream.range(0, 1000)
                .mapToObj(i -> List.of(
                        seed.split(i).random().nextLong(),
                        seed.split("c" + i).random().nextLong()))
                .flatMap(List::stream)
                .toList();
        assertThat(values).doesNotHaveDuplicates();
        assertThat(seed.split("ab")).isNotEqualTo(seed.split("ba"));
        assertThat(new Seed(0).random().nextLong())
                .isNotEqualTo(new Seed(1).random().nextLong());
    }

    @Test
    void results_come_in_the_order_of_the_tasks() {
        List<Integer> expected = IntStream.range(0, 500).map(i -> i * i).boxed().toList();
        for (int threads : new int[] {1, 4}) {
            try (Workers workers = new Workers(threads)) {
                assertThat(workers.threads()).isEqualTo(threads);
                assertThat(workers.map(500, i -> i * i)).isEqualTo(expected);
                assertThat(workers.map(0, i -> i)).isEmpty();
            }
        }
    }

    @Test
    void the_exception_of_a_task_is_thrown_to_the_caller() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.map(10, i -> {
                        if (i == 3) {
                            throw new IllegalArgumentException("task 3");
                        }
                        return i;
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("task 3");
            assertThat(workers.map(2, i -> i)).containsExactly(0, 1);
        }
        assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("0");
    }

    @Test
    void an_interrupt_ends_the_work_and_stays_set() {
        try (Workers workers = new Workers(1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> workers.map(3, i -> i)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void providers_are_found_by_name() {
        Providers<Named> providers = Providers.of("Code", List.of(new Provider("vasp"), new Provider("espresso")));
        assertThat(providers.names()).containsExactly("espresso", "vasp");
        assertThat(providers.get("vasp").name()).isEqualTo("vasp");
        assertThat(providers.all()).hasSize(2);
        assertThatThrownBy(() -> providers.get("abinit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown Code \"abinit\"; known: espresso, vasp");
    }

    @Test
    void two_providers_of_one_name_are_an_error() {
        assertThatThrownBy(() -> Providers.<Named>of("Code", List.of(new Provider("vasp"), new Provider("vasp"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vasp");
        assertThat(Providers.of(CalculatorProvider.class).names()).isEmpty();
    }
}
