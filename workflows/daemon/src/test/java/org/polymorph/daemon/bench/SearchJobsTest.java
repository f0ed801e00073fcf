package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.spi.Settings;

/** Searches as jobs of this machine, each a process of its own. */
class SearchJobsTest {
    private static final String YAML = """
            campaign: ar4
            search: {composition: Ar4}
            pool:
              size: 12
              seeds: known/crystals.extxyz
              generators: [{type: random, minDistance: {Ar-Ar: 1.7}, volumePerAtom: [7, 11]}]
            label: {perRound: 4, quorum: 1}
            surrogate: {type: ace, cutoff: 5.0, bodyOrder: 2, committee: 4}
            stop: {topK: 2, tolerance: 0.01, rounds: 2}
            calculate:
              code: potential
              stages: {label: static, final: [fine]}
              structuresPerJob: 20
              settings: {potential: lj, fmax: 0.001}
            """;

    private static final String CRYSTALS = """
            4
            Lattice="3.2 0 0 0 3.2 0 0 0 3.2" Properties=species:S:1:pos:R:3 pbc="T T T"
            Ar 0 0 0
            Ar 0 1.6 1.6
            Ar 1.6 0 1.6
            Ar 1.6 1.6 0
            """;

    @TempDir
    private Path directory;

    private Path file;

    private static final class Told implements Bench.Listener {
        private final List<SearchRecord> ended = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();
        private int last;

        @Override
        public void at(int done, int total) {
            last = done;
        }

        @Override
        public void ended(SearchRecord search) {
            ended.add(search);
        }

        @Override
        public void failed(String reason) {
            failed.add(reason);
        }
    }

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("ar4.yaml");
        Files.writeString(file, YAML);
        Files.createDirectories(directory.resolve("known"));
        Files.writeString(directory.resolve("known/crystals.extxyz"), CRYSTALS);
    }

    private Loaded load(int seed, List<String> further) {
        List<String> sets = new ArrayList<>(further);
        sets.add("seed=" + seed);
        sets.add("threads=1");
        return ConfigLoader.ofSystem().campaign(file, sets, Optional.empty());
    }

    private Map<String, List<SearchRecord>> run(String name, Optional<SiteSpec> site, Told told) throws Exception {
        Bench.Place place = new Bench.Place(directory.resolve(name), directory, false, site);
        return new Bench(this::load, place, Optional.empty()).run(List.of(1), List.of("uncertainty"), true, 1, told);
    }

    private SiteSpec site() {
        return load(1, List.of()).site();
    }

    // all but the time that they took
    private static List<SearchRecord> timeless(Map<String, List<SearchRecord>> searches) {
        return searches.values().stream()
                .flatMap(List::stream)
                .map(search -> new SearchRecord(
                        search.method(),
                        search.seed(),
                        search.exit(),
                        search.rounds(),
                        search.labels(),
                        search.calls(),
                        0,
                        search.finds()))
                .toList();
    }

    private static long jobs(Path bench) throws Exception {
        try (Stream<Path> all = Files.walk(bench.resolve("jobs"))) {
            return all.filter(path -> path.getFileName().toString().equals("campaign.yaml"))
                    .count();
        }
    }

    @Test
    void they_find_and_cost_what_they_do_in_one_process_and_none_is_run_twice() throws Exception {
        Told told = new Told();
        Map<String, List<SearchRecord>> here = run("here", Optional.empty(), new Told());
        Map<String, List<SearchRecord>> there = run("there", Optional.of(site()), told);

        assertThat(told.failed).isEmpty();
        assertThat(told.last).isEqualTo(3);
        assertThat(told.ended).hasSize(3);
        assertThat(timeless(there)).hasSize(3).isEqualTo(timeless(here));
        assertThat(jobs(directory.resolve("there"))).isEqualTo(2);

        // as a kill leaves it before the records of a job that has ended are written here
        Files.delete(directory.resolve("there/campaign/seed-0001.json"));
        Files.delete(directory.resolve("there/random-search/seed-0001.json"));
        Files.delete(directory.resolve("there/uncertainty/seed-0001.json"));
        Told again = new Told();
        assertThat(timeless(run("there", Optional.of(site()), again))).isEqualTo(timeless(here));
        assertThat(again.ended).hasSize(3);
        assertThat(jobs(directory.resolve("there"))).isEqualTo(2);
    }

    @Test
    void a_job_without_a_record_is_told_and_tried_anew_the_next_time() throws Exception {
        SiteSpec site = site();
        SiteSpec broken = new SiteSpec(
                site.name(),
                site.transport(),
                site.scheduler(),
                site.workDir(),
                site.resources(),
                Map.of("potential", Settings.of(Map.of("command", "echo no such program >&2; false"))));
        Told told = new Told();

        assertThat(timeless(run("there", Optional.of(broken), told))).isEmpty();

        assertThat(told.failed)
                .hasSize(2)
                .allMatch(reason -> reason.contains("without a record; it said: no such program"))
                .anyMatch(reason -> reason.startsWith("uncertainty, seed 1: job pm-bench-"));
        Told again = new Told();
        assertThat(timeless(run("there", Optional.of(site), again))).hasSize(3);
        assertThat(again.failed).isEmpty();
    }

    @Test
    void a_pool_relaxed_whole_is_added_to_a_search_that_has_ended() throws Exception {
        Bench.Place place = new Bench.Place(directory.resolve("there"), directory, false, Optional.of(site()));
        Bench bench = new Bench(this::load, place, Optional.empty());
        bench.run(List.of(1), List.of(), false, 1, new Told());
        byte[] ended = Files.readAllBytes(directory.resolve("there/campaign/seed-0001.json"));
        Told told = new Told();

        bench.run(List.of(1), List.of(), true, 1, told);

        assertThat(told.ended).extracting(SearchRecord::method).containsExactly("random-search");
        assertThat(Files.readAllBytes(directory.resolve("there/campaign/seed-0001.json")))
                .isEqualTo(ended);
    }
}
