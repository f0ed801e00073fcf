package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line tells of the shares of generators. */
class GeneratorSharesTest {
    private static final String SHARES = "shares by what was found";

    @TempDir
    private Path directory;

    private Search search(String shares) throws Exception {
        Search search = Search.small(directory.resolve(shares))
                .with(
                        "pool.perRound=6",
                        "pool.shares=" + shares,
                        "pool.generators=[{type: random, minDistance: {Si-Si: 1.8}}, {type: strain}]",
                        "stop.rounds=2");
        assertThat(search.run().exitCode()).as(search.said()).isIn(0, 3);
        return search;
    }

    @Test
    void status_tells_those_of_the_last_round() throws Exception {
        Search search = search("adaptive");

        assertThat(search.ask("status").exits(0).out())
                .containsPattern("round 1 added structures, " + SHARES + ": random \\d+ .*\\(found .*; strain \\d+");
        JsonNode shares = search.ask("status", "--json").exits(0).json().get("shares");
        assertThat(shares.get("round").asInt()).isEqualTo(1);
        int asked = 0;
        for (JsonNode generator : shares.get("generators")) {
            asked += generator.get("asked").asInt();
            assertThat(generator.get("made").asInt())
                    .isLessThanOrEqualTo(generator.get("asked").asInt());
        }
        assertThat(asked).isEqualTo(6);
    }

    @Test
    @Tag("long")
    void fixed_ones_are_in_the_file_and_not_told() throws Exception {
        Search search = search("fixed");

        assertThat(search.ask("status").exits(0).out()).doesNotContain(SHARES);
        assertThat(search.ask("status", "--json").exits(0).json().has("shares")).isFalse();
    }
}
