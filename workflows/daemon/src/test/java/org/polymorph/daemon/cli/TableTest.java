package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aligns_words_left_and_numbers_right() {
        Table table = new Table("name", "energy [eV]").row("a", "-1.5").row("long one", "12.25");

        assertThat(table.lines())
                .containsExactly("name      energy [eV]", "a                -1.5", "long one        12.25");
    }

    @Test
    void keeps_a_column_of_numbers_right_aligned_when_one_is_missing() {
        assertThat(new Table("n").row("100").row("–").lines()).containsExactly("  n", "100", "  –");
    }

    @Test
    void refuses_a_row_of_another_length() {
        assertThatThrownBy(() -> new Table("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 2 cells, found 1");
    }
}
