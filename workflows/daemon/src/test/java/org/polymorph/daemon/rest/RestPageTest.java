package org.polymorph.daemon.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/rest.md with curl, and holds the dashboard of Grafana against the metrics that there are. */
class RestPageTest {
    private static final Path DOCS = docs();
    private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^`(\\S+)`:\\n\\n)?^```(\\w+)\\n(.*?)^```$");
    private static final Pattern METRIC = Pattern.compile("(?:polymorph|jvm|process)_\\w+");

    @TempDir
    private static Path directory;

    private static TestServer server;

    private static Path docs() {
        Path module = Path.of("").toAbsolutePath();
        while (!Files.exists(module.resolve("docs/rest.md"))) {
            module = requireNonNull(module.getParent());
        }
        return module.resolve("docs");
    }

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Files.createDirectory(directory.resolve("data")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String run(String commands) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "set -eu\n" + commands)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("POLYMORPH", server.url());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(commands).isTrue();
        assertThat(process.exitValue()).as(commands + said).isZero();
        return said;
    }

    @Test
    void the_page_is_followed_word_for_word() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(DOCS.resolve("rest.md")));
        String said = "";
        Set<String> kinds = new TreeSet<>();
        while (block.find()) {
            kinds.add(block.group(2));
            if (block.group(1) != null) {
                Files.writeString(directory.resolve(block.group(1)), block.group(3));
            } else if (block.group(2).equals("sh")) {
                said = run(block.group(3));
            } else {
                assertThat(said.strip()).isEqualTo(block.group(3).strip());
            }
        }
        assertThat(kinds).containsExactly("json", "sh", "yaml");
        assertThat(server.client().get("/api/campaigns/mine").json().get("wish").asText())
                .isEqualTo("CANCEL");
        assertThat(Files.readString(directory.resolve("token")).strip()).hasSize(44);
    }

    @Test
    void the_dashboard_of_grafana_asks_for_metrics_that_the_page_tells_of() throws Exception {
        String page = Files.readString(DOCS.resolve("rest.md"));
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana-polymorph.json").toFile());
        String asked = dashboard.get("panels").findValuesAsText("expr").stream().collect(Collectors.joining(" "));
        server.client().get("/api/campaigns").is(200);
        String metrics = server.client().get("/metrics").text();

        Set<String> names =
                METRIC.matcher(asked).results().map(found -> found.group()).collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(15);
        for (String name : names) {
            // of campaigns under way there are none here
            if (name.startsWith("polymorph_campaign_") || name.startsWith("polymorph_job_queue")) {
                String last = name.replaceFirst("_bucket$", "").replaceFirst("^polymorph_campaign(_surrogate)?", "");
                assertThat(page).as(name).contains(last);
            } else {
                assertThat(metrics).as(name).contains(name);
            }
        }
    }
}
