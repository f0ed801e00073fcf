package org.polymorph.tests.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.dft.espresso.EspressoCode;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Variation;
import org.polymorph.tests.PolymorphProcess;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema for editors says the same as the readers: every key that they know, and no other. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "nosuchkey";
    private static final Path FILE =
            PolymorphProcess.checkout().resolve("site-configs/src/main/resources/schema/polymorph.schema.json");

    private static final String CAMPAIGN = """
            campaign: si2
            search: {composition: Si2}
            pool: {size: 60, generators: [{type: random}]}
            label: {perRound: 12, displacement: {start: 0.4}}
            surrogate: {type: ace, weights: {energy: 1}}
            relax: {steps: 300}
            cluster: {eps: 0.5}
            select: {score: laqa}
            stop: {topK: 2}
            calculate: {code: potential, stages: {label: static}, settings: {potential: sw, parameters: {epsilon: 2.1}}}
            """;
    private static final String PAINN = CAMPAIGN.replace("type: ace", "type: painn");
    private static final String SCHNET = CAMPAIGN.replace("type: ace", "type: schnet");
    private static final String ACENET = CAMPAIGN.replace("type: ace", "type: acenet");
    private static final String EXTERNAL = CAMPAIGN.replace(
            "{type: ace, weights: {energy: 1}}", "{type: external, command: [sh, calculator.sh], ace: {cutoff: 4}}");
    private static final String TRAINING = CAMPAIGN.replace("size: 60,", "size: 60, training: {composition: Si4},");
    private static final String MOLECULES =
            CAMPAIGN.replace("{type: random}", "{type: random, molecules: [{file: dimer.xyz}]}");
    private static final String AUTOENCODER =
            CAMPAIGN.replace("{type: random}", "{type: autoencoder, model: crystals.model}");
    private static final String PREFILTER = CAMPAIGN.replace("pool: {", "pool: {prefilter: {type: amd-gp}, ");
    private static final String ESPRESSO = CAMPAIGN.replaceAll(
            "calculate: .*",
            "calculate: {code: espresso, settings: {ecutwfc: 30, smearing: mv, namelists: {system: {nbnd: 8}}}}");
    private static final String ABINIT = CAMPAIGN.replaceAll(
            "calculate: .*", "calculate: {code: abinit, settings: {ecut: 20, variables: {diemac: 12}}}");
    private static final String VASP = CAMPAIGN.replaceAll(
            "calculate: .*", "calculate: {code: vasp, settings: {potcarDir: /potcars, ALGO: Fast}}");
    private static final String CP2K = CAMPAIGN.replaceAll(
            "calculate: .*",
            "calculate: {code: cp2k, settings: {cutoff: 300, basis: {Si: X}, input: {FORCE_EVAL/DFT/SCF: {MAX_SCF: 9}}}}");
    private static final String SMEARING = ESPRESSO.replace("smearing: mv", "smearing: {type: mv}");
    private static final String SITE = """
            site: hpc
            transport: {type: ssh, host: login.example}
            scheduler: {type: slurm}
            workDir: /scratch
            resources: {nodes: 1}
            codes: {abinit: {command: abinit abinit.abi}, espresso: {command: pw.x -in pw.in}, potential: {command: polymorph}, vasp: {command: vasp_std}}
            """;

    private final Path directory;

    SchemaTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static JsonNode document() throws IOException {
        return JSON.readTree(FILE.toFile());
    }

    private static Set<ValidationMessage> problems(String yaml) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document());
        return schema.validate(JSON.valueToTree(tree(yaml)));
    }

    private static Map<String, Object> tree(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder :
                List.of("examples", "examples/sites", "examples/targets", "site-configs/src/main/resources/sites")) {
            try (Stream<Path> found = Files.list(PolymorphProcess.checkout().resolve(folder))) {
                found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_and_site_file_keeps_to_the_schema_and_names_it(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(problems(text)).isEmpty();
        if (file.startsWith(PolymorphProcess.checkout().resolve("examples"))) {
            String first = text.lines().findFirst().orElse("");
            assertThat(first).startsWith("# yaml-language-server: $schema=");
            assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))
                            .normalize())
                    .isEqualTo(FILE);
        }
    }

    /** A section: which file, where in it, and where its keys stand in the schema. */
    record Section(String file, String path, String pointer) {
        @Override
        public String toString() {
            return path.isEmpty() ? "(top)" : path + " in " + pointer;
        }
    }

    static List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(SITE, "transport", "transport"));
        sections.add(new Section(SITE, "scheduler", "scheduler"));
        sections.add(new Section(SITE, "resources", "resources"));
        for (String path : List.of("search", "pool", "label", "relax", "cluster", "select", "stop", "calculate")) {
            sections.add(new Section(CAMPAIGN, path, path));
        }
        sections.add(new Section(TRAINING, "pool.training", "training"));
        sections.add(new Section(CAMPAIGN, "label.displacement", "label/properties/displacement"));
        sections.add(new Section(CAMPAIGN, "pool.generators[0]", "generator-random"));
        sections.add(new Section(AUTOENCODER, "pool.generators[0]", "generator-autoencoder"));
        for (String variation : Providers.of(Variation.class).names()) {
            String file = CAMPAIGN.replace("generators: [", "perRound: 5, generators: [{type: " + variation + "}, ");
            sections.add(new Section(file, "pool.generators[0]", "generator-" + variation));
        }
        sections.add(new Section(MOLECULES, "pool.generators[0].molecules[0]", "molecule"));
        sections.add(new Section(PREFILTER, "pool.prefilter", "prefilter"));
        sections.add(new Section(CAMPAIGN, "surrogate", "surrogate-ace"));
        sections.add(new Section(CAMPAIGN, "surrogate.weights", "surrogate-ace/properties/weights"));
        for (String file : List.of(PAINN, SCHNET)) {
            sections.add(new Section(file, "surrogate", "surrogate-network"));
            sections.add(new Section(file, "surrogate.weights", "surrogate-network/properties/weights"));
        }
        sections.add(new Section(ACENET, "surrogate", "surrogate-acenet"));
        sections.add(new Section(ACENET, "surrogate.weights", "surrogate-acenet/properties/weights"));
        sections.add(new Section(EXTERNAL, "surrogate", "surrogate-external"));
        sections.add(new Section(EXTERNAL, "surrogate.ace", "surrogate-ace"));
        sections.add(new Section(CAMPAIGN, "calculate.stages", "calculate/properties/stages"));
        sections.add(new Section(CAMPAIGN, "calculate.retries", "calculate/properties/retries"));
        sections.add(new Section(CAMPAIGN, "calculate.settings", "settings-potential"));
        sections.add(new Section(CAMPAIGN, "codes.potential", "codes/properties/potential"));
        sections.add(new Section(ABINIT, "calculate.settings", "settings-abinit"));
        sections.add(new Section(ABINIT, "codes.abinit", "codes/properties/abinit"));
        sections.add(new Section(ESPRESSO, "calculate.settings", "settings-espresso"));
        sections.add(
                new Section(SMEARING, "calculate.settings.smearing", "settings-espresso/properties/smearing/anyOf/2"));
        sections.add(new Section(ESPRESSO, "codes.espresso", "codes/properties/espresso"));
        sections.add(new Section(CP2K, "calculate.settings", "settings-cp2k"));
        sections.add(new Section(CP2K, "codes.cp2k", "codes/properties/cp2k"));
        sections.add(new Section(VASP, "calculate.settings", "settings-vasp"));
        sections.add(new Section(VASP, "codes.vasp", "codes/properties/vasp"));
        for (String potential : Providers.of(CalculatorProvider.class).names()) {
            String file = CAMPAIGN.replace(
                    "potential: sw, parameters: {epsilon: 2.1}", "potential: " + potential + ", parameters: {}");
            sections.add(new Section(file, "calculate.settings.parameters", "parameters-" + potential));
        }
        return sections;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void a_section_has_the_keys_that_its_reader_knows_and_refuses_others(Section section) throws IOException {
        JsonNode properties = document().at("/$defs/" + section.pointer() + "/properties");
        assertThat(properties.isObject())
                .as("%s in %s", section.pointer(), FILE)
                .isTrue();
        Set<String> keys = new TreeSet<>();
        properties.fieldNames().forEachRemaining(keys::add);
        String with = with(section.file(), section.path());

        assertThat(keys).isEqualTo(known(with, section.path()));
        assertThat(problems(section.file())).isEmpty();
        assertThat(problems(with)).as("%s: %s", section, with).isNotEmpty();
    }

    @Test
    void the_top_level_has_the_keys_of_both_kinds_of_files() throws IOException {
        Set<String> keys = new TreeSet<>();
        document().at("/properties").fieldNames().forEachRemaining(keys::add);

        Set<String> both = known(CAMPAIGN + UNKNOWN + ": 1\n", "");
        both.addAll(known(SITE + UNKNOWN + ": 1\n", ""));
        assertThat(keys).isEqualTo(both);
        assertThat(problems(CAMPAIGN + UNKNOWN + ": 1\n")).isNotEmpty();
        assertThat(problems(SITE + UNKNOWN + ": 1\n")).isNotEmpty();
    }

    @Test
    void every_code_has_its_settings_and_its_section_of_a_site() throws IOException {
        for (String code : Providers.of(DftCode.class).names()) {
            assertThat(document().at("/$defs/settings-" + code + "/properties").isObject())
                    .as("settings of the code %s in %s", code, FILE)
                    .isTrue();
            assertThat(document().at("/$defs/codes/properties/" + code).isObject())
                    .as("codes.%s in %s", code, FILE)
                    .isTrue();
        }
    }

    @Test
    void every_entry_of_the_namelists_of_pw_is_a_key() throws IOException {
        Set<String> entries = new TreeSet<>();
        try (InputStream table = Objects.requireNonNull(EspressoCode.class.getResourceAsStream("pw-keywords.txt"))) {
            new String(table.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith(" "))
                    .forEach(line -> entries.addAll(List.of(line.trim().split("\\s+", -1))));
        }
        for (String entry : entries) {
            String yaml = ESPRESSO.replace("ecutwfc: 30", "'" + entry + "': 1");
            boolean known = refused(Files.writeString(directory.resolve("file.yaml"), yaml)).stream()
                    .noneMatch(problem -> problem.contains("unknown key") || problem.contains("set by the adapter"));
            boolean ours = document()
                    .at("/$defs/settings-espresso/properties/" + entry)
                    .isObject();
            assertThat(ours || problems(yaml).isEmpty()).as(entry).isEqualTo(known);
        }
        assertThat(problems(ESPRESSO.replace("ecutwfc: 30", "nosim: true"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport: {type: ssh, host: x}",
                "transport: {type: ssh}\nworkDir: /x",
                "transport: {type: local, host: x}",
                "transport: {type: ssh, host: x, port: 0}\nworkDir: /x",
                "transport: {type: ssh, host: x, passphrase: secret}\nworkDir: /x",
                "transport: {type: ssh, host: x, jump: ['a b']}\nworkDir: /x",
                "scheduler: {type: local, pollInterval: 60}",
                "resources: {walltime: 2}",
                "resources: {memoryPerTask: 2GB}",
                "resources: {nodes: many}",
                "campaign: si2",
                "search: {composition: Si2}",
                "campaign: si2\nsearch: {}",
                "campaign: si2\nsearch: {composition: Si2, elements: {Si: 1-4}}",
                "campaign: si2\nsearch: {compositions: Si2}",
                "campaign: si2\nsearch: {elements: {Si: some}}",
                "campaign: si2\nsearch: {composition: SiO2, charges: {Si: four, O: -2}}",
                "campaign: si2\nsearch: {composition: Si2}\npool: {training: {size: 3}}"
            })
    void what_the_readers_refuse_the_schema_refuses(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("file.yaml"), yaml);
        assertThat(refused(file)).isNotEmpty();
        assertThat(problems(yaml)).isNotEmpty();
    }

    @Test
    void a_variable_of_the_environment_may_stand_for_any_value() throws IOException {
        assertThat(problems("transport: {type: ssh, host: x, port: '${env:PORT}', keepAlive: '${env:K}'}\nworkDir: /x"))
                .isEmpty();
    }

    private List<String> refused(Path file) {
        ConfigLoader loader = new ConfigLoader(Map.of(), directory);
        try {
            if (!ConfigLoader.isCampaign(file)) {
                loader.siteFile(file);
                return List.of();
            }
            return CampaignCheck.problems(loader.campaign(file, List.of(), Optional.empty()));
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    /** Returns a file with one more key in a section. */
    private static String with(String file, String path) {
        Map<String, Object> tree = tree(file);
        Object section = tree;
        for (String step : path.split("[.\\[]", -1)) {
            section = step.endsWith("]")
                    ? ((List<?>) section).get(Integer.parseInt(step.replace("]", "")))
                    : inner(section, step);
        }
        put(section, UNKNOWN, 1);
        return new Yaml().dump(tree);
    }

    private static Object inner(Object section, String key) {
        @SuppressWarnings("unchecked")
        Map<String, Object> map = (Map<String, Object>) section;
        return map.computeIfAbsent(key, unused -> new LinkedHashMap<String, Object>());
    }

    @SuppressWarnings("unchecked")
    private static void put(Object section, String key, Object value) {
        ((Map<String, Object>) section).put(key, value);
    }

    /** Returns the keys that a reader knows: its complaint about one that it does not know lists them. */
    private Set<String> known(String yaml, String path) throws IOException {
        Path file = Files.writeString(directory.resolve("file.yaml"), yaml);
        String complaint = (path.isEmpty() ? "" : path + ".") + UNKNOWN + ": unknown key";
        List<String> problems = refused(file);
        String found = problems.stream()
                .filter(problem -> problem.contains(": " + complaint))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no complaint about " + path + "." + UNKNOWN + " in " + problems));
        String list = found.substring(found.indexOf("known here: ") + "known here: ".length());
        return new TreeSet<>(Arrays.asList(list.replaceFirst(";.*", "").split(", ", -1)));
    }
}
