package org.polymorph.tests.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** The archive that is handed out, built twice from the last commit, by builders with other surroundings. */
@Tag("long")
class ReproducibleBuildTest {
    private static final String BUILD =
            "umask \"$1\" && cd \"$2\" && exec mvn -B -q -Pdistribution -Dmaven.test.skip=true"
                    + " -Dspotless.check.skip=true -pl workflows/daemon -am package";

    @TempDir
    Path directory;

    private Path build(String place, String umask, String zone) throws Exception {
        Path clone = directory.resolve(place);
        Files.createDirectories(clone.getParent());
        PolymorphProcess process = PolymorphProcess.in(directory).withLimit(Duration.ofMinutes(30));
        process.runCommand(
                        "git",
                        "clone",
                        "--quiet",
                        "--no-local",
                        PolymorphProcess.checkout().toString(),
                        clone.toString())
                .exits(0);
        // from outside: what it says would lie among the sources
        process.withEnvironment("TZ", zone)
                .runCommand("sh", "-c", BUILD, "sh", umask, clone.toString())
                .exits(0);
        try (Stream<Path> files = Files.list(clone.resolve("workflows/daemon/target"))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void two_builders_make_the_same_bytes_and_the_archive_works() throws Exception {
        assumeThat(PolymorphProcess.checkout().resolve(".git")).exists();
        Path first = build("one", "022", "UTC");
        Path second = build("a/much/deeper/two", "077", "Asia/Kathmandu");

        // the first difference of the lists tells more than that of the bytes
        assertThat(list(second)).isEqualTo(list(first));
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);

        Path installed = unpack(first);
        PolymorphProcess.Ended version = PolymorphProcess.in(directory)
                .runCommand(installed.resolve("bin/polymorph").toString(), "--version")
                .exits(0);
        assertThat(version.out()).contains("commit ").doesNotContain("modified");
        billOfMaterials(installed);
    }

    private String list(Path archive) throws Exception {
        return PolymorphProcess.in(directory)
                .runCommand("tar", "--utc", "-tvzf", archive.toString())
                .exits(0)
                .out();
    }

    private Path unpack(Path archive) throws Exception {
        Path opt = Files.createDirectories(directory.resolve("opt"));
        PolymorphProcess.in(directory)
                .runCommand("tar", "-xzf", archive.toString(), "-C", opt.toString())
                .exits(0);
        try (Stream<Path> files = Files.list(opt)) {
            return files.findFirst().orElseThrow();
        }
    }

    // every jar that is handed out is in the list of parts, with a licence where it is somebody else's
    private static void billOfMaterials(Path installed) throws IOException {
        JsonNode bill = new ObjectMapper()
                .readTree(installed.resolve("polymorph.cdx.json").toFile());
        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> parts = new HashSet<>();
        parts.add(bill.get("metadata").get("component").get("name").asText());
        for (JsonNode part : bill.get("components")) {
            parts.add(part.get("name").asText());
            if (!part.get("group").asText().equals("org.polymorph")) {
                assertThat(part.get("licenses"))
                        .as(part.get("name").asText())
                        .isNotNull()
                        .isNotEmpty();
            }
        }
        try (Stream<Path> jars = Files.list(installed.resolve("lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
            assertThat(names).isNotEmpty().allSatisfy(jar -> assertThat(parts)
                    .anySatisfy(part -> assertThat(jar).startsWith(part)));
        }
    }
}
