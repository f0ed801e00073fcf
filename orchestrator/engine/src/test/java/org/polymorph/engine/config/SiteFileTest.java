package org.polymorph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.polymorph.model.batch.Resources;
import org.polymorph.model.spi.ConfigurationException;

class SiteFileTest {
    private final Path directory;

    SiteFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private SiteSpec site(String text, Map<String, String> environment) {
        try {
            Path file = Files.writeString(directory.resolve("s.yaml"), text);
            return new ConfigLoader(environment, Path.of("/home/ada")).siteFile(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> problemsOf(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> site(text, Map.of()))
                .problems();
    }

    @Test
    void every_key_has_its_default() {
        SiteSpec site = site("site: local\n", Map.of());
        assertThat(site.name()).isEqualTo("local");
        assertThat(site.transport()).isEqualTo(SiteSpec.Transport.LOCAL);
        assertThat(site.scheduler())
                .isEqualTo(new SiteSpec.Scheduler(
                        SiteSpec.SchedulerType.LOCAL,
                        Runtime.getRuntime().availableProcessors(),
                        Duration.ofMillis(200),
                        "",
                        "",
                        200,
                        List.of(),
                        1,
                        ""));
        assertThat(site.workDir()).isEqualTo("jobs");
        assertThat(site.resources()).isEqualTo(new Resources(1, 1, Duration.ofHours(1), 0));
        assertThat(site.codes()).isEmpty();
        assertThat(site.code("espresso").keys()).isEmpty();
        assertThat(site.localWorkDir(Path.of("/data/run"))).isEqualTo(Path.of("/data/run/jobs"));
    }

    @Test
    void remote_sites_are_read_whole() {
        SiteSpec site = site("""
                site: hpc1
                transport: {type: ssh, host: h, user: "${env:USER}", keyFile: ~/.ssh/k, knownHosts: /etc/k, jump: [g]}
                scheduler: {type: slurm, partition: short, account: a, pollInterval: 90s, maxQueued: 20, arraySize: 50, extra: ["-A x"]}
                workDir: /scratch/${USER}/polymorph
                resources: {nodes: 2, tasks: 16, walltime: 2h, memoryPerTask: 2GiB}
                codes: {vasp: {prelude: ["export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}"]}}
                """, Map.of("USER", "ada"));
        assertThat(site.transport())
                .isEqualTo(new SiteSpec.Transport(
                        SiteSpec.TransportType.SSH,
                        "h",
                        22,
                        Optional.of("ada"),
                        Optional.of(Path.of("/home/ada/.ssh/k")),
                        Optional.of(Path.of("/etc/k")),
                        List.of("g")));
        assertThat(site.scheduler().pollInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(site.scheduler().extra()).containsExactly("-A x");
        assertThat(site.scheduler().arraySize()).isEqualTo(50);
        assertThat(site.workDir()).isEqualTo("/scratch/${USER}/polymorph");
        assertThat(site.resources()).isEqualTo(new Resources(2, 16, Duration.ofHours(2), 2048));
        assertThat(site.code("vasp").texts("prelude")).containsExactly("export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}");
        assertThatThrownBy(site::requireLocal)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected a scheduler.type such as slurm where jobs run on another machine");
    }

    @ParameterizedTest
    @CsvSource({"pbs,PBS", "gridengine,GRIDENGINE", "lsf,LSF"})
    void other_batch_systems_have_queues(String type, SiteSpec.SchedulerType expected) {
        SiteSpec.Scheduler scheduler = site(
                        "scheduler: {type: " + type + ", queue: short, account: a, maxQueued: 7, extra: [-l x=1]}\n",
                        Map.of())
                .scheduler();
        assertThat(scheduler)
                .isEqualTo(new SiteSpec.Scheduler(
                        expected,
                        Runtime.getRuntime().availableProcessors(),
                        Duration.ofSeconds(60),
                        "short",
                        "a",
                        7,
                        List.of("-l x=1"),
                        1,
                        ""));
    }

    @Test
    void grid_engine_has_parallel_environments() {
        assertThat(site("scheduler: {type: gridengine, parallelEnvironment: mpi}\n", Map.of())
                        .scheduler()
                        .parallelEnvironment())
                .isEqualTo("mpi");
    }

    @Test
    void a_session_is_read_whole_and_keeps_its_passphrase_to_itself() {
        String text = """
                transport: {type: ssh, host: h, certificate: ~/c.pub, passphrase: "${env:P}", agent: /run/a, channels: 2,
                  minLoginInterval: 60s, keepAlive: 20s, connectTimeout: 5s, jump: ["ada@g:2222", "[::1]:22"]}
                workDir: /scratch
                """;
        SiteSpec site = site(text, Map.of("P", "hunter2"));
        assertThat(site.transport().session())
                .isEqualTo(new SiteSpec.Session(
                        Optional.of(Path.of("/home/ada/c.pub")),
                        Optional.of(Secret.of("hunter2")),
                        Optional.of(Path.of("/run/a")),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        2));
        assertThat(site.toString()).doesNotContain("hunter2").contains("(secret)");
    }

    @Test
    void a_session_has_its_defaults() {
        SiteSpec site = site("transport: {type: ssh, host: h}\nworkDir: /scratch\n", Map.of());
        assertThat(site.transport().session())
                .isEqualTo(SiteSpec.Session.DEFAULT)
                .isEqualTo(new SiteSpec.Session(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            transport: {type: ssh};;workDir: /a           | transport.host: expected the name of the log-in machine
            transport: {host: a}                          | transport.host: belongs to transport type ssh
            transport: {channels: 2}                      | transport.channels: belongs to transport type ssh
            transport: {type: ssh, host: a, jump: [a b]};;workDir: /a | transport.jump: expected [USER@]HOST[:PORT]
            transport: {type: ssh, host: a, keepAlive: 1ms};;workDir: /a | transport.keepAlive: expected at least 1000ms
            transport: {type: ssh, host: a, passphrase: x};;workDir: /a | transport.passphrase: a secret must not be written
            transport: {type: ftp}                        | transport.type: expected one of local, ssh
            transport: {type: ssh, host: a}               | workDir: expected a directory on the remote machine
            scheduler: {partition: a}                     | scheduler.partition: belongs to scheduler type slurm
            scheduler: {type: slurm, queue: a}            | scheduler.queue: belongs to scheduler type pbs, gridengine, lsf
            scheduler: {type: pbs, partition: a}          | scheduler.partition: belongs to scheduler type slurm; the type here is pbs
            scheduler: {type: lsf, parallelEnvironment: a} | scheduler.parallelEnvironment: belongs to scheduler type gridengine
            scheduler: {type: pbs, maxRunning: 2}         | scheduler.maxRunning: belongs to scheduler type local; the type here is pbs
            scheduler: {type: pbs, arraySize: 5}          | scheduler.arraySize: belongs to scheduler type slurm; the type here is pbs
            scheduler: {type: slurm, arraySize: 0}        | scheduler.arraySize: expected a whole number
            scheduler: {type: torque}                     | scheduler.type: expected one of local, slurm, pbs, gridengine, lsf
            transport: {type: ssh, host: a};;workDir: /a;;scheduler: {type: local} | scheduler.type: expected slurm, pbs, gridengine or lsf
            scheduler: {maxRunning: 0}                    | scheduler.maxRunning: expected a whole number
            scheduler: {pollInterval: 1ms}                | scheduler.pollInterval: expected at least 10ms
            scheduler: {pollInterval: 60}                 | scheduler.pollInterval: expected a duration with its unit
            workDir: /a/${USER}                           | workDir: expected a directory; on this machine
            resources: {memoryPerTask: 2GB}               | resources.memoryPerTask: expected a size with its unit
            resources: {memoryPerTask: 2000}              | resources.memoryPerTask: expected a size with its unit
            resources: {walltime: 0s}                     | resources.walltime: expected at least 1s
            site: a b                                     | site: expected the name of a site
            compser: x                                    | compser: unknown key
            workDir: ${env:NOBODY_SET_THIS}/x             | workDir: the environment variable "NOBODY_SET_THIS" is not set
            workDir: ${script:javascript:1}               | workDir: ${script:…} is not replaced
            workDir: ${url:UTF-8:http://x}                | workDir: ${url:…} is not replaced
            """)
    void wrong_keys_are_named(String line, String message) {
        assertThat(problemsOf(line.replace(";;", "\n") + "\n"))
                .first()
                .asString()
                .contains("s.yaml:", message);
    }

    @Test
    void a_variable_that_is_not_set_is_one_problem() throws Exception {
        assertThat(problemsOf("transport: {type: ssh, host: a, port: '${env:NOBODY_SET_THIS}'}\nworkDir: /a\n"))
                .singleElement()
                .asString()
                .endsWith("transport.port: the environment variable \"NOBODY_SET_THIS\" is not set");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            codes: {a: {password: hunter2}}              | codes.a.password
            codes: {a: {Passphrase: hunter2}}            | codes.a.Passphrase
            codes: {a: {api_key: [hunter2]}}             | codes.a.api_key[0]
            codes: {a: {token: "x-${env:T}-hunter2"}}      | codes.a.token
            codes: {a: {db: {dbPassword: {is: hunter2}}}} | codes.a.db.dbPassword.is
            codes: {a: {x: '-----BEGIN OPENSSH PRIVATE KEY-----hunter2'}} | codes.a.x
            """)
    void secrets_never_stand_in_a_file_nor_in_a_message(String line, String path) {
        assertThat(problemsOf(line + "\n"))
                .singleElement()
                .asString()
                .startsWith(directory.resolve("s.yaml") + ":1: " + path + ": a secret must not be written here")
                .contains("keyFile", "${env:NAME}")
                .doesNotContain("hunter2");
    }

    @Test
    void secrets_may_come_from_the_environment_or_a_file() {
        SiteSpec site = site(
                "codes: {a: {token: '${env:T}', passwordFile: /x, shell: '$${env:T}'}}\n", Map.of("T", "a${env:T}$1"));
        assertThat(site.code("a").text("token")).contains("a${env:T}$1");
        assertThat(site.code("a").text("passwordFile")).contains("/x");
    }

    @Test
    void a_site_file_carries_its_own_name() throws IOException {
        Path sites = Files.createDirectory(directory.resolve("sites"));
        Files.writeString(sites.resolve("one.yaml"), "site: two\n");
        ConfigLoader loader = new ConfigLoader(Map.of(), directory);
        assertThatThrownBy(() -> loader.site("one", directory))
                .hasMessageContaining("one.yaml:1: site: expected \"one\", as the file is named, found \"two\"");
    }

    @Test
    void sites_are_also_found_in_the_directories_of_the_environment() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("desk.yaml"), "site: desk\nresources: {tasks: 3}\n");
        ConfigLoader loader = new ConfigLoader(Map.of("POLYMORPH_SITES", "/nowhere:" + elsewhere), directory);
        assertThat(loader.site("desk", directory).resources().tasks()).isEqualTo(3);
    }
}
