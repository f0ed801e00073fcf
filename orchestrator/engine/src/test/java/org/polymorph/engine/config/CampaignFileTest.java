package org.polymorph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.model.spi.ConfigurationException;

class CampaignFileTest {
    private static final String MINIMAL = "campaign: si8\nsearch: {composition: Si8}\ncalculate: {code: potential}\n";
    // the examples of the design's campaign page
    private static final String EXAMPLE = """
            campaign: si16
            seed: 1
            search: {composition: Si16, pressure: 0}          # GPa
            pool:
              size: 1000
              generators:
                - {type: random, share: 0.5, spacegroups: 1-230, minDistance: {Si-Si: 1.6}, volumePerAtom: [15, 30]}
                - {type: random, share: 0.5, spacegroups: none, minDistance: {Si-Si: 1.6}}
              seeds: []
            label: {perRound: 100, displacement: {start: 0.4, factor: 0.6}, quorum: 0.9}
            surrogate: {type: ace, cutoff: 5.0, bodyOrder: 4, committee: 16}
            relax: {steps: 300, fmax: 0.05, uncertainty: 0.5, patience: 20}
            cluster: {representation: surrogate, method: dbscan, eps: 0.5}
            select: {score: laqa, forceWeight: 0.5}
            stop: {topK: 10, tolerance: 0.01, rounds: 15, labels: 3000, walltime: 48h}
            calculate:
              code: espresso
              stages: {label: static, final: [coarse, fine]}
              settings: {ecutwfc: 30, kspacing: 0.2, pseudopotentials: sssp}
            site: hpc1
            """;
    private static final String SITE = """
            site: hpc1
            transport: {type: ssh, host: login.example.org, user: "${env:USER}", keyFile: ~/.ssh/id_ed25519, knownHosts: ~/.ssh/known_hosts, jump: [gate.example.org]}
            scheduler: {type: slurm, partition: short, account: "", pollInterval: 60s, maxQueued: 200, extra: []}
            workDir: /scratch/${USER}/polymorph
            resources: {nodes: 1, tasks: 16, walltime: 2h, memoryPerTask: 2GiB}
            codes:
              espresso: {prelude: ["module load QuantumESPRESSO/7.2"], command: "srun pw.x -in pw.in", pseudoDir: /apps/pseudo/sssp}
              vasp: {prelude: ["module load VASP/6.4"], command: "srun vasp_std", potcarDir: /apps/vasp/potpaw_PBE}
            """;

    private final Path directory;
    private final Path home;

    CampaignFileTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        home = Files.createDirectory(directory.resolve("home"));
    }

    private Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ConfigLoader loader(Map<String, String> environment) {
        return new ConfigLoader(environment, home);
    }

    private CampaignSpec load(String text, String... sets) {
        return loader(Map.of())
                .campaign(write("c.yaml", text), List.of(sets), Optional.empty())
                .campaign();
    }

    private List<String> problemsOf(String text, String... sets) {
        return catchThrowableOfType(ConfigurationException.class, () -> load(text, sets))
                .problems();
    }

    @Test
    void the_settings_that_a_campaign_keeps_hold_no_secret() {
        write(
                "sites/hpc1.yaml",
                SITE.replace("type: ssh,", "type: ssh, passphrase: \"${env:P}\",")
                        .replace("espresso: {", "espresso: {apiKey: \"${env:P}\", "));
        ConfigLoader.Loaded loaded = loader(Map.of("USER", "ada", "P", "hunter2"))
                .campaign(write("c.yaml", EXAMPLE), List.of(), Optional.empty());
        assertThat(loaded.site().transport().session().passphrase()).isPresent();
        assertThat(loaded.site().code("espresso").text("apiKey")).contains("hunter2");
        assertThat(loaded.tree()).asString().contains("login.example.org").doesNotContain("hunter2", "hunter");
    }

    @Test
    void reads_the_example_of_the_design() {
        write("sites/hpc1.yaml", SITE);
        ConfigLoader.Loaded loaded =
                loader(Map.of("USER", "ada")).campaign(write("c.yaml", EXAMPLE), List.of(), Optional.empty());
        CampaignSpec campaign = loaded.campaign();
        assertThat(campaign.name()).isEqualTo("si16");
        assertThat(campaign.search().parts()).hasToString("Si16");
        assertThat(campaign.pool().generators()).hasSize(2);
        assertThat(campaign.pool().counts()).containsExactly(500, 500);
        assertThat(campaign.pool()
                        .generators()
                        .get(0)
                        .settings()
                        .section("minDistance")
                        .number("Si-Si"))
                .contains(1.6);
        assertThat(campaign.calculate().finalStages()).containsExactly("coarse", "fine");
        assertThat(campaign.calculate().settings().text("pseudopotentials")).contains("sssp");
        assertThat(campaign.sections().surrogate().integer("bodyOrder", 0, 0, 9))
                .isEqualTo(4);
        assertThat(campaign.sections().relax().number("fmax")).contains(0.05);
        assertThat(campaign.sections().cluster().text("method")).contains("dbscan");
        assertThat(campaign.sections().select().text("score")).contains("laqa");
        assertThat(loaded.site().transport().user()).contains("ada");
        assertThat(loaded.site().code("espresso").text("command")).contains("srun pw.x -in pw.in");
    }

    @Test
    void every_key_has_its_default() {
        CampaignSpec campaign = load(MINIMAL);
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(campaign.seed()).isEqualTo(1);
        assertThat(campaign.search().pressure()).isZero();
        assertThat(campaign.pool().size()).isEqualTo(500);
        assertThat(campaign.pool().generators())
                .singleElement()
                .satisfies(generator -> assertThat(generator.type()).isEqualTo("random"))
                .satisfies(generator -> assertThat(generator.share()).isEqualTo(1))
                .satisfies(generator -> assertThat(generator.settings().keys()).isEmpty());
        assertThat(campaign.pool().seeds()).isEmpty();
        assertThat(campaign.label()).isEqualTo(new CampaignSpec.Label(25, 0.4, 0.6, 1));
        assertThat(campaign.stop())
                .isEqualTo(new CampaignSpec.Stop(
                        10, 0.01, 0, 1, 15, 3000, Duration.ofDays(2), Double.POSITIVE_INFINITY, Optional.empty()));
        assertThat(campaign.calculate().labelStage()).isEqualTo("static");
        assertThat(campaign.calculate().finalStages()).containsExactly("coarse", "fine");
        assertThat(campaign.calculate().structuresPerJob()).isEqualTo(10);
        assertThat(campaign.calculate().retries()).isEqualTo(new RetryBudgets(5, 2));
        assertThat(campaign.calculate().settings().keys()).isEmpty();
        assertThat(campaign.sections().surrogate().keys()).isEmpty();
        assertThat(campaign.sections().relax().keys()).isEmpty();
        assertThat(campaign.sections().cluster().keys()).isEmpty();
        assertThat(campaign.sections().select().keys()).isEmpty();
        assertThat(campaign.sections().prefilter().keys()).isEmpty();
        assertThat(campaign.site()).isEqualTo("local");
        assertThat(campaign.threads()).isEqualTo(processors);
    }

    @Test
    void retry_budgets_are_read_apart_and_must_be_whole_numbers_from_zero_on() {
        assertThat(load(MINIMAL, "calculate.retries.infrastructure=0")
                        .calculate()
                        .retries())
                .isEqualTo(new RetryBudgets(0, 2));
        assertThat(load(MINIMAL, "calculate.retries.dft=7").calculate().retries())
                .isEqualTo(new RetryBudgets(5, 7));
        assertThat(problemsOf(MINIMAL, "calculate.retries.dft=-1", "calculate.retries.node=3"))
                .hasSize(2)
                .anySatisfy(
                        problem -> assertThat(problem).contains("calculate.retries.dft: expected a whole number", "-1"))
                .anySatisfy(problem -> assertThat(problem).contains("calculate.retries.node", "infrastructure"));
    }

    @Test
    void names_composition_and_code_have_no_default() {
        assertThat(problemsOf("seed: 1\n"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("campaign: expected the name"))
                .anySatisfy(problem -> assertThat(problem).contains("search.composition: expected a formula"))
                .anySatisfy(problem -> assertThat(problem).contains("calculate.code: expected the name of a code"));
    }

    @Test
    void tells_all_problems_at_once_with_their_lines() {
        List<String> problems = problemsOf("""
                campaign: "si 8"
                seed: x
                search: {composition: Xx8, presure: 1}
                pool:
                  size: -3
                  generators:
                    - {type: random,
                       share: many}
                calculate: {code: potential}
                stop: {walltime: 48}
                sedd: 1
                """);
        String file = directory.resolve("c.yaml").toString();
        assertThat(problems).hasSize(8);
        assertThat(problems)
                .anySatisfy(
                        p -> assertThat(p).startsWith(file + ":1: campaign: ").contains("si 8"));
        assertThat(problems).anySatisfy(p -> assertThat(p).startsWith(file + ":2: seed: expected a whole number"));
        assertThat(problems).anySatisfy(p -> assertThat(p)
                .startsWith(file + ":3: search.composition: ")
                .contains("Xx"));
        assertThat(problems)
                .anySatisfy(p ->
                        assertThat(p).startsWith(file + ":3: search.presure: ").contains("did you mean pressure?"));
        assertThat(problems)
                .anySatisfy(
                        p -> assertThat(p).startsWith(file + ":5: pool.size: ").contains("-3"));
        assertThat(problems).anySatisfy(p -> assertThat(p)
                .startsWith(file + ":8: pool.generators[0].share: ")
                .contains("many"));
        assertThat(problems)
                .anySatisfy(p ->
                        assertThat(p).startsWith(file + ":10: stop.walltime: ").contains("found \"48\""));
        assertThat(problems).anySatisfy(p -> assertThat(p).startsWith(file + ":11: sedd: unknown key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {composition: [Si8, Si16]}             | give several as compositions
            {composition: Si8-16}                  | expected a formula
            {composition: {Si: 8}}                 | expected a text
            {composition: ''}                      | expected a formula
            {composition: Si8, pressure: [0, 5]}   | expected a number
            """)
    void refuses_searches_that_are_none(String search, String message) {
        assertThat(problemsOf("campaign: a\ncalculate: {code: potential}\nsearch: " + search + "\n"))
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void nitrogen_monoxide_is_no_truth_value() {
        assertThat(load("campaign: a\ncalculate: {code: potential}\nsearch: {composition: NO}\n")
                        .search()
                        .parts())
                .hasToString("NO");
    }

    @Test
    void finds_contradictions() {
        assertThat(problemsOf(MINIMAL + "pool: {size: 5}\nlabel: {perRound: 6}\nstop: {topK: 7, labels: 4}\n"))
                .hasSize(3)
                .anySatisfy(
                        p -> assertThat(p).contains("label.perRound: expected at most pool.size, which is 5, found 6"))
                .anySatisfy(p -> assertThat(p).contains("stop.labels: expected at least label.perRound"))
                .anySatisfy(p -> assertThat(p).contains("stop.topK: expected at most pool.size"));
    }

    @Test
    void shares_add_up_to_the_size() {
        CampaignSpec campaign = load(MINIMAL + "pool: {size: 100, generators: [{share: 1}, {share: 1}, {share: 1}]}\n");
        assertThat(campaign.pool().counts()).containsExactly(34, 33, 33);
    }

    @Test
    void seeds_are_beside_the_campaign_file() {
        assertThat(load(MINIMAL + "pool: {seeds: [a.cif, /b.cif]}\n").pool().seeds())
                .containsExactly(directory.resolve("a.cif"), Path.of("/b.cif"));
    }

    @Test
    void molecules_are_beside_the_campaign_file() {
        CampaignSpec campaign =
                load(MINIMAL + "pool: {generators: [{molecules: [{file: water.xyz, count: 2}, {file: /b.xyz}]}]}\n");
        assertThat(campaign.pool().generators().get(0).settings().sections("molecules"))
                .extracting(molecule -> molecule.text("file", ""))
                .containsExactly(directory.resolve("water.xyz").toString(), "/b.xyz");
    }

    @Test
    void the_model_of_a_generator_is_beside_the_campaign_file() {
        CampaignSpec campaign = load(MINIMAL + "pool: {generators: [{type: autoencoder, model: crystals.model}]}\n");
        assertThat(campaign.pool().generators().get(0).settings().text("model"))
                .contains(directory.resolve("crystals.model").toString());
    }

    @Test
    void options_win_over_the_file_and_the_environment_over_options() {
        String text = MINIMAL + "pool: {size: 40, generators: [{share: 1, a: 1}, {share: 2}]}\n";
        Path file = write("c.yaml", text);
        CampaignSpec campaign = loader(Map.of("POLYMORPH_SET_stop__rounds", "3"))
                .campaign(
                        file,
                        List.of(
                                "pool.size=50",
                                "stop.rounds=4",
                                "pool.generators[1].share=5",
                                "pool.generators[2]={type: other}",
                                "calculate.settings={ecutwfc: 1e1}",
                                "relax.fmax=0.1"),
                        Optional.empty())
                .campaign();
        assertThat(campaign.pool().size()).isEqualTo(50);
        assertThat(campaign.stop().rounds()).isEqualTo(3);
        assertThat(campaign.pool().generators())
                .extracting(CampaignSpec.GeneratorSection::share)
                .containsExactly(1.0, 5.0, 1.0);
        assertThat(campaign.pool().generators().get(0).settings().integer("a", 0, 0, 9))
                .isEqualTo(1);
        assertThat(campaign.pool().generators().get(2).type()).isEqualTo("other");
        assertThat(campaign.calculate().settings().number("ecutwfc")).contains(10.0);
        assertThat(campaign.sections().relax().number("fmax")).contains(0.1);
    }

    @Test
    void the_environment_reaches_into_lists() {
        Path file = write("c.yaml", MINIMAL + "pool: {generators: [{share: 1}]}\n");
        CampaignSpec campaign = loader(Map.of("POLYMORPH_SET_pool__generators__0__share", "7"))
                .campaign(file, List.of(), Optional.empty())
                .campaign();
        assertThat(campaign.pool().generators().get(0).share()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pool.size            | --set: expected key=value
            pool..size=3         | --set pool..size: expected a path
            pool.size=[1         | --set pool.size:
            pool.size=x          | --set pool.size: expected a whole number
            pool.sise=4          | --set pool.sise: unknown key
            campaign.x=4         | --set campaign.x: campaign is a single value
            pool.seeds[3]=a      | --set pool.seeds[3]: expected an index from 0 to 1 in the list pool.seeds
            """)
    void a_wrong_option_is_named(String option, String message) {
        assertThat(problemsOf(MINIMAL + "pool: {seeds: [b]}\n", option))
                .singleElement()
                .asString()
                .startsWith(message);
    }

    @Test
    void the_campaign_wins_over_its_site_key_by_key() {
        write(
                "sites/desk.yaml",
                "scheduler: {maxRunning: 3, pollInterval: 1s}\npool: {size: 77, generators: [{share: 9}]}\n");
        ConfigLoader.Loaded loaded = loader(Map.of())
                .campaign(
                        write("c.yaml", MINIMAL + "scheduler: {maxRunning: 1}\npool: {generators: [{share: 2}]}\n"),
                        List.of(),
                        Optional.of("desk"));
        assertThat(loaded.campaign().site()).isEqualTo("desk");
        assertThat(loaded.site().scheduler().maxRunning()).isEqualTo(1);
        assertThat(loaded.site().scheduler().pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(loaded.campaign().pool().size()).isEqualTo(77);
        assertThat(loaded.campaign().pool().generators()).singleElement().satisfies(g -> assertThat(g.share())
                .isEqualTo(2));
    }

    @Test
    void problems_of_campaign_and_site_come_together() {
        write("sites/bad.yaml", "site: bad\nresources: {tasks: 0}\n");
        assertThat(problemsOf(MINIMAL + "site: bad\nseed: -1\n"))
                .hasSize(2)
                .anySatisfy(p -> assertThat(p).contains("bad.yaml:2: resources.tasks"))
                .anySatisfy(p -> assertThat(p).contains("c.yaml:5: seed"));
    }

    @Test
    void an_unknown_site_names_the_known_ones() {
        write("sites/hpc1.yaml", SITE);
        assertThat(problemsOf(MINIMAL + "site: hpc2\n"))
                .singleElement()
                .asString()
                .contains("c.yaml:4: site: there is no site file hpc2.yaml (did you mean hpc1?)", "hpc1, local");
    }

    @Test
    void a_remote_site_must_know_the_code() {
        write("sites/hpc1.yaml", SITE.replace("${env:USER}", "me"));
        assertThat(problemsOf(MINIMAL + "site: hpc1\n"))
                .singleElement()
                .asString()
                .contains("calculate.code: site hpc1 has no section codes.potential; it has espresso, vasp");
    }

    @Test
    void names_never_leave_their_directory() {
        assertThat(problemsOf(MINIMAL.replace("si8", "../x") + "site: ../../etc\n"))
                .anySatisfy(p -> assertThat(p).contains("campaign: expected the name of a campaign"))
                .anySatisfy(p -> assertThat(p).contains("site: expected the name of a site"));
    }

    @Test
    void validate_tells_the_problems_of_every_file() {
        Path good = write("good.yaml", MINIMAL);
        Path bad = write("bad.yaml", MINIMAL + "foo: 1\n");
        Path site = write("s.yaml", "site: s\nresources: {walltime: 1}\n");
        Path broken = write("broken.yaml", "a: [\n");
        assertThat(loader(Map.of()).validate(List.of(good, bad, site, broken), List.of(), Optional.empty()))
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).contains("bad.yaml:4: foo: unknown key"))
                .anySatisfy(p -> assertThat(p).contains("s.yaml:2: resources.walltime"))
                .anySatisfy(p -> assertThat(p).contains("broken.yaml:2:1: "));
    }

    @Test
    void settings_of_a_stage_are_laid_over_those_of_all_stages() {
        write("sites/hpc1.yaml", SITE);
        CampaignSpec campaign = loader(Map.of("USER", "ada"))
                .campaign(
                        write("c.yaml", EXAMPLE), List.of("calculate.stageSettings.fine.ecutwfc=60"), Optional.empty())
                .campaign();
        assertThat(campaign.calculate().settings("static").number("ecutwfc")).contains(30.0);
        assertThat(campaign.calculate().settings("fine").number("ecutwfc")).contains(60.0);
        assertThat(campaign.calculate().settings("fine").number("kspacing")).contains(0.2);
    }

    @Test
    void settings_of_a_stage_that_is_not_used_are_a_mistake() {
        assertThat(problemsOf(EXAMPLE.replace("site: hpc1", ""), "calculate.stageSettings.find.ecutwfc=60"))
                .singleElement()
                .asString()
                .contains("calculate.stageSettings.find", "coarse, fine, static", "did you mean fine?");
    }
}
