package org.polymorph.tests.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.diagnosis.BlasKernels;
import org.polymorph.tests.PolymorphProcess;

class LauncherTest {
    private static final String SILICON = """
            2
            Lattice="0 2.715 2.715 2.715 0 2.715 2.715 2.715 0" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 0 0 0
            Si 1.3575 1.3575 1.3575
            """;

    @TempDir
    Path directory;

    @Test
    void works_through_symbolic_links_from_any_directory_with_blanks_in_its_path() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("a b/c"));
        Path link = Files.createSymbolicLink(deep.resolve("pm"), PolymorphProcess.launcher());

        PolymorphProcess.in(deep).runCommand(link.toString(), "--version").exits(0);
    }

    @Test
    void uses_the_java_of_java_home_and_says_which_package_has_one() throws Exception {
        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .withEnvironment("JAVA_HOME", "/nowhere")
                .run("--version")
                .exits(2);

        assertThat(ended.err().strip())
                .isEqualTo("polymorph: /nowhere/bin/java was not found; Polymorph needs Java 17 or newer: install the"
                        + " Debian package openjdk-17-jdk-headless");
    }

    @Test
    void refuses_an_old_java() throws Exception {
        Path jdk = directory.resolve("jdk");
        Files.copy(which("true"), Files.createDirectories(jdk.resolve("bin")).resolve("java"), COPY_ATTRIBUTES);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"11.0.2\"\n");

        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .withEnvironment("JAVA_HOME", jdk.toString())
                .run("--version")
                .exits(2);

        assertThat(ended.err())
                .contains("jdk/bin/java is version 11; Polymorph needs Java 17 or newer", "openjdk-17-jdk-headless");
    }

    @Test
    void says_what_is_missing_to_build_a_checkout() throws Exception {
        Path checkout = copyOfLauncher();
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String tool : new String[] {"readlink", "sh", "find"}) {
            Files.createSymbolicLink(bin.resolve(tool), which(tool));
        }
        Path java = ProcessHandle.current().info().command().map(Path::of).orElseThrow();
        Files.createSymbolicLink(bin.resolve("java"), java);

        PolymorphProcess run = PolymorphProcess.in(directory).withEnvironment("PATH", bin.toString());
        PolymorphProcess withoutHome = run.withEnvironment("JAVA_HOME", "");
        assertThat(withoutHome
                        .runCommand(checkout.toString(), "--version")
                        .exits(2)
                        .err())
                .contains("javac was not found", "openjdk-17-jdk-headless");

        Files.createSymbolicLink(bin.resolve("javac"), which("true"));
        assertThat(withoutHome
                        .runCommand(checkout.toString(), "--version")
                        .exits(2)
                        .err())
                .contains("mvn was not found", "Debian package maven");
    }

    @Test
    void says_what_is_missing_from_an_installation() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("install/bin"));
        Path launcher = Files.copy(PolymorphProcess.launcher(), bin.resolve("polymorph"), COPY_ATTRIBUTES);

        assertThat(PolymorphProcess.in(directory)
                        .runCommand(launcher.toString(), "--version")
                        .exits(2)
                        .err())
                .contains("install/lib/polymorph-daemon.jar was not found");
    }

    @Test
    void passes_signals_to_java_and_ends_with_130_when_interrupted() throws Exception {
        PolymorphProcess.requireInterrupts();
        Process process = PolymorphProcess.in(directory)
                .start("generate", "Si8", "-n", "2000000", "--min-distance", "Si-Si=1.6", "-o", "out.extxyz");
        org.awaitility.Awaitility.await().until(() -> process.toHandle()
                .info()
                .command()
                .filter(command -> command.endsWith("java"))
                .isPresent());
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(directory.resolve("out.extxyz")).doesNotExist();
    }

    @Test
    void shows_progress_in_place_on_a_terminal_only() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeThat(script).as("script(1) of bsdutils, which gives a terminal").isExecutable();
        Files.writeString(directory.resolve("si.extxyz"), SILICON);
        String command = PolymorphProcess.launcher() + " relax si.extxyz --with potential:sw";

        PolymorphProcess process = PolymorphProcess.in(directory).withEnvironment("TERM", "xterm");
        PolymorphProcess.Ended terminal = process.runCommand(script.toString(), "-qec", command, "/dev/null")
                .exits(0);
        PolymorphProcess.Ended plain =
                process.run("relax", "si.extxyz", "--with", "potential:sw").exits(0);

        assertThat(terminal.out()).contains("relaxed 1/1 · 100 %", "\u001b[1A", "CONVERGED");
        assertThat(plain.out() + plain.err()).doesNotContain("\u001b");
    }

    @ParameterizedTest(name = "{0}{1}: {2}")
    @CsvSource({
        "'', sse2 avx2 fma avx512f avx512dq avx512bw avx512vl avx512cd avx512_bf16, SkylakeX",
        "'', sse2 avx2 fma avx512f, Haswell",
        "'', sse2 fma avx2, Haswell",
        "'', sse2 avx2, ''",
        "'', sse2, ''",
        "Zen, sse2 avx2 fma, Zen"
    })
    void chooses_the_kernels_of_openblas_by_the_flags_of_the_processor(String set, String flags, String chosen)
            throws Exception {
        Path cpuinfo = Files.writeString(directory.resolve("cpuinfo"), "processor : 0\nflags\t\t: fpu " + flags + "\n");
        Path bin = Files.createDirectories(directory.resolve("install/bin"));
        Files.createFile(
                Files.createDirectories(directory.resolve("install/lib")).resolve("polymorph-daemon.jar"));
        Path launcher = Files.copy(PolymorphProcess.launcher(), bin.resolve("polymorph"), COPY_ATTRIBUTES);
        String script = Files.readString(launcher);
        assertThat(script).contains("/proc/cpuinfo");
        Files.writeString(launcher, script.replace("/proc/cpuinfo", cpuinfo.toString()));
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf 'kernels=%s' \"${OPENBLAS_CORETYPE:-}\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");

        assertThat(PolymorphProcess.in(directory)
                        .withEnvironment("JAVA_HOME", directory.resolve("jdk").toString())
                        .withEnvironment("OPENBLAS_CORETYPE", set)
                        .runCommand(launcher.toString(), "version")
                        .exits(0)
                        .out())
                .isEqualTo("kernels=" + chosen);
        assertThat(BlasKernels.forFlags(List.of(flags.split(" ", -1))).orElse(""))
                .isEqualTo(set.isEmpty() ? chosen : "Haswell");
    }

    private Path copyOfLauncher() throws Exception {
        Path checkout = Files.createDirectories(directory.resolve("checkout/workflows/daemon"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        return Files.copy(PolymorphProcess.launcher(), directory.resolve("checkout/polymorph"), COPY_ATTRIBUTES);
    }

    private static Path which(String tool) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, tool);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError(tool + " is not on the PATH");
    }
}
