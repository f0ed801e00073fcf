package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.ConfigLoader;

class RandomSearchTest {
    private static final int CELLS = 12;

    @TempDir
    Path directory;

    private CampaignSpec spec(int steps, String pool) throws IOException {
        Path file = directory.resolve("campaign.yaml");
        Files.writeString(file, """
                campaign: lj4
                search: {composition: Ar4}
                pool: {size: %d, generators: [{type: random, minDistance: {Ar-Ar: 1.7}, volumePerAtom: [7, 11]}]%s}
                label: {perRound: 2}
                relax: {steps: %d, fmax: 0.05}
                stop: {topK: 2}
                calculate: {code: potential, stages: {label: static, final: [fine]}, settings: {potential: lj}}
                """.formatted(CELLS, pool, steps));
        return ConfigLoader.ofSystem()
                .campaign(file, List.of(), Optional.empty())
                .campaign();
    }

    @Test
    void a_cell_whose_relaxation_was_cut_off_is_judged_at_the_bottom_of_its_valley() throws IOException {
        CampaignSpec spec = spec(2, "");
        Oracle oracle = Oracle.of(spec).orElseThrow();

        SearchRecord search = RandomSearch.run(spec, oracle, 1);

        assertThat(search.calls()).isLessThanOrEqualTo(3 * CELLS);
        assertThat(search.finds()).isNotEmpty().allSatisfy(find -> assertThat(
                        oracle.enthalpy(oracle.refine(find.structure())))
                .isCloseTo(find.enthalpy(), within(1e-3)));
    }

    @Test
    void structures_that_were_given_are_no_random_cells() throws IOException {
        Files.writeString(directory.resolve("known.extxyz"), """
                4
                Lattice="3.1 0 0 0 3.1 0 0 0 3.1" Properties=species:S:1:pos:R:3 pbc="T T T"
                Ar 0 0 0
                Ar 0 1.55 1.55
                Ar 1.55 0 1.55
                Ar 1.55 1.55 0
                """);
        CampaignSpec alone = spec(2, "");
        SearchRecord without = RandomSearch.run(alone, Oracle.of(alone).orElseThrow(), 1);
        CampaignSpec seeded = spec(2, ", seeds: [known.extxyz]");
        SearchRecord with = RandomSearch.run(seeded, Oracle.of(seeded).orElseThrow(), 1);

        assertThat(with.labels()).isEqualTo(CELLS);
        assertThat(with.finds()).usingRecursiveComparison().isEqualTo(without.finds());
    }
}
