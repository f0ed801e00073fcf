package org.polymorph.surrogate.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.RandomCells;

/** Real processes that answer, die, hang or talk nonsense. */
class ExternalProcessesTest {
    private static final Structure CELL = RandomCells.cell(4, Element.Si, Element.Si, Element.O);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Path pids;

    ExternalProcessesTest(@TempDir Path directory) {
        this.pids = directory.resolve("pids");
    }

    private ExternalCommand command(String behaviour, Duration start, Duration timeout, int processes) {
        ExternalCommand command =
                new ExternalCommand(ProgramFixture.command(behaviour, pids), start, timeout, processes);
        AllowedCommands.allow(command);
        return command;
    }

    private ExternalProcesses processes(String behaviour) {
        return ExternalProcesses.of(command(behaviour, LONG, LONG, 0));
    }

    private void assertThatAllAreDead() throws Exception {
        assertThat(ProgramFixture.pids(pids)).isNotEmpty();
        for (long pid : ProgramFixture.pids(pids)) {
            if (ProcessHandle.of(pid).isPresent()) {
                ProcessHandle.of(pid).get().onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Test
    void one_process_answers_frame_after_frame_with_every_digit() {
        ExternalProcesses processes = processes("good");
        for (int s = 0; s < 5; s++) {
            Structure cell = RandomCells.cell(s, Element.Si, Element.O, Element.O, Element.Si);
            ExternalAnswer answer = processes.evaluate(cell);
            assertThat(answer.evaluation().energy())
                    .isCloseTo(ProgramFixture.SOFT.evaluate(cell).energy(), within(1e-12));
            assertThat(answer.evaluation().forces())
                    .containsExactly(ProgramFixture.SOFT.evaluate(cell).forces(), within(1e-12));
            assertThat(answer.deviations()).isEmpty();
        }
        assertThat(ProgramFixture.pids(pids)).hasSize(1);
    }

    @Test
    void threads_have_processes_of_their_own_up_to_a_limit() {
        ExternalProcesses one = ExternalProcesses.of(command("good", LONG, LONG, 1));
        try (Workers workers = new Workers(4)) {
            List<Double> energies =
                    workers.map(12, i -> one.evaluate(CELL).evaluation().energy());
            assertThat(energies).hasSize(12).containsOnly(energies.get(0));
        }
        assertThat(ProgramFixture.pids(pids)).hasSize(1);
    }

    @Test
    void a_process_that_dies_is_started_anew() {
        assertThat(processes("die-first").evaluate(CELL).evaluation().isFinite())
                .isTrue();
        assertThat(ProgramFixture.pids(pids)).hasSize(2);
    }

    @Test
    void a_process_killed_between_two_frames_is_started_anew() throws Exception {
        ExternalProcesses processes = processes("good");
        double energy = processes.evaluate(CELL).evaluation().energy();
        ProcessHandle first = ProcessHandle.of(ProgramFixture.pids(pids).get(0)).orElseThrow();
        first.destroyForcibly();
        first.onExit().get(1, TimeUnit.MINUTES);
        assertThat(processes.evaluate(CELL).evaluation().energy()).isEqualTo(energy);
        assertThat(ProgramFixture.pids(pids)).hasSize(2);
    }

    @Test
    void a_process_that_dies_twice_is_told_with_its_status_and_its_last_words() {
        assertThatThrownBy(() -> processes("die").evaluate(CELL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("ProgramFixture die")
                .hasMessageContaining("exit status 3")
                .hasMessageContaining("CUDA out of memory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage | begins with the number of atoms, 3, found \"Welcome to the calculator!\"",
                "nan | expected a number in energy, found \"nan\"",
                "no-stress | expected energy, forces and stress, found an energy, forces and no stress",
                "fewer | begins with the number of atoms, 3, found \"1\"",
                "other | expected the atoms of",
                "half-std | expected all of energy_std, forces_std and stress_std or none"
            })
    void an_answer_that_is_none_is_told_with_what_was_expected(String behaviour, String message) throws Exception {
        assertThatThrownBy(() -> processes(behaviour).evaluate(CELL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(message);
        assertThatAllAreDead();
    }

    @Test
    void a_structure_that_the_program_refuses_has_no_numbers_and_the_next_has() {
        ExternalProcesses processes = processes("refuse");
        ExternalAnswer answer = processes.evaluate(CELL);
        assertThat(answer.refusal()).contains("atoms too close");
        assertThat(answer.evaluation().isFinite()).isFalse();
        assertThat(processes.evaluate(CELL).evaluation().isFinite()).isTrue();
        assertThat(ProgramFixture.pids(pids)).hasSize(1);
    }

    @Test
    void a_program_that_hangs_is_killed_when_its_time_is_over() throws Exception {
        ExternalCommand first = command("hang", Duration.ofMillis(1500), LONG, 0);
        assertThatThrownBy(() -> ExternalProcesses.of(first).evaluate(CELL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("within 1500 ms (start), found none");
        ExternalProcesses second = ExternalProcesses.of(command("hang-second", LONG, Duration.ofMillis(300), 0));
        assertThat(second.evaluate(CELL).evaluation().isFinite()).isTrue();
        assertThatThrownBy(() -> second.evaluate(CELL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("within 300 ms (timeout), found none");
        assertThatAllAreDead();
    }

    @Test
    void an_interrupt_ends_the_wait_and_the_process() {
        ExternalProcess process = new ExternalProcess(command("hang", LONG, LONG, 0));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> process.ask(CELL)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_command_that_nobody_has_named_here_is_not_run() {
        ExternalCommand stranger = new ExternalCommand(List.of("touch", pids.toString()), LONG, LONG, 0);
        assertThatThrownBy(() -> ExternalProcesses.of(stranger).evaluate(CELL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("touch " + pids)
                .hasMessageContaining("have not named here");
        assertThat(pids).doesNotExist();
    }

    @Test
    void a_program_that_cannot_be_started_is_told() {
        ExternalCommand command = new ExternalCommand(List.of("/no/such program"), LONG, LONG, 0);
        AllowedCommands.allow(command);
        assertThatThrownBy(() -> ExternalProcesses.of(command).evaluate(CELL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot start '/no/such program'");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_process_outlives_the_program_that_started_it(boolean forcibly) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentFixture.class.getName(),
                        pids.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThat(ProcessHandle.of(ProgramFixture.pids(pids).get(0))).isPresent();
            if (forcibly) {
                parent.destroyForcibly();
            } else {
                parent.destroy();
            }
            parent.waitFor();
            assertThatAllAreDead();
        } catch (IOException e) {
            parent.destroyForcibly();
            throw e;
        }
    }
}
