package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.diagnosis.Finding;

class FindingTextTest {
    @Test
    void a_line_has_level_subject_and_what_was_found() {
        assertThat(FindingText.lines(Finding.ok("clock", "agrees")))
                .containsExactly("ok     clock                     agrees");
        assertThat(FindingText.lines(Finding.unchecked("job", "not checked: there is no log-in")))
                .containsExactly("–      job                       not checked: there is no log-in");
    }

    @Test
    void a_remedy_stands_below_and_long_texts_are_broken_at_blanks() {
        List<String> lines = FindingText.lines(Finding.fails(
                "partition", "there is no partition x", "word ".repeat(30).strip()));
        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= 110);
        assertThat(lines.get(1)).startsWith(" ".repeat(33) + "→ word");
        assertThat(lines.get(2)).startsWith(" ".repeat(35) + "word");
    }

    @Test
    void what_a_site_says_does_not_steer_the_terminal() {
        assertThat(FindingText.lines(Finding.fails("job", "red \u001b[31m\nand more", "")))
                .containsExactly("fails  job                       red \uFFFD[31m and more");
    }

    @Test
    void json_keeps_the_texts_as_they_are() {
        assertThat(FindingText.json(Finding.warns("quota", "a\nb", "c")))
                .isEqualTo(Map.of("subject", "quota", "level", "warns", "found", "a\nb", "remedy", "c"));
    }
}
