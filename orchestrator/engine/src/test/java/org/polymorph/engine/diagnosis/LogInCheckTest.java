package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

class LogInCheckTest {
    private static List<Finding> look(RuntimeException problem) {
        ScriptedTransport transport = new ScriptedTransport().does("echo hello", () -> {
            throw problem;
        });
        return Sites.look(new LogInCheck(), Sites.slurm(), transport);
    }

    @Test
    void a_log_in_tells_every_hop_and_how_long_a_command_takes() {
        List<Finding> findings = Sites.look(new LogInCheck(), Sites.slurm(), new ScriptedTransport());
        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings).extracting(Finding::subject).containsExactly("hop", "hop", "log-in");
        assertThat(findings.get(0).found()).startsWith("ada@gate.example:");
        assertThat(findings.get(1).found()).startsWith("bob@inner:2222:");
        assertThat(findings.get(2).found()).startsWith("ada@login.example:").contains(" ms for a command");
    }

    @Test
    void a_refusal_at_a_hop_is_told_as_that_hops() {
        List<Finding> findings = look(new NeedsLoginException(
                "bob@inner:2222: the log-in was refused (Auth fail): check user, keyFile and certificate"));
        assertThat(findings).extracting(Finding::level).containsExactly(Level.FAILS, Level.UNCHECKED);
        assertThat(findings.get(0).found()).isEqualTo("bob@inner:2222: the log-in was refused (Auth fail)");
        assertThat(findings.get(0).remedy()).isEqualTo("check user, keyFile and certificate");
    }

    @Test
    void a_changed_host_key_stops_with_the_commands_that_help() {
        List<Finding> findings = look(
                new HostKeyException(
                        "ada@login.example: the host key has changed (it shows X; on record in Y): if they confirm it: ssh-keygen"));
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.OK, Level.FAILS);
        assertThat(findings.get(2).found()).endsWith("(it shows X; on record in Y)");
        assertThat(findings.get(2).remedy()).isEqualTo("if they confirm it: ssh-keygen");
    }

    @Test
    void a_key_that_cannot_be_read_is_no_hops_fault() {
        List<Finding> findings =
                look(new NeedsLoginException("/home/ada/.ssh/id: cannot be read: NoSuchFileException"));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAILS);
            assertThat(finding.remedy()).contains("keyFile");
        });
    }

    @Test
    void a_host_that_cannot_be_reached_asks_for_a_try_by_hand() {
        List<Finding> findings = look(new NotDoneException("ada@login.example: no connection: Connection refused"));
        assertThat(findings.get(findings.size() - 1).remedy()).contains("VPN");
    }

    @Test
    void an_answer_that_is_another_ones_fails() {
        ScriptedTransport transport = new ScriptedTransport().says("echo hello", 0, "welcome\nhello\n", "");
        List<Finding> findings = Sites.look(new LogInCheck(), Sites.slurm(), transport);
        assertThat(findings.get(findings.size() - 1).level()).isEqualTo(Level.FAILS);
        assertThat(findings.get(findings.size() - 1).found()).contains("expected the answer \"hello\"");
    }

    @Test
    void this_machine_needs_no_log_in() {
        List<Finding> findings = Sites.look(
                new LogInCheck(),
                Sites.local(java.nio.file.Path.of("jobs"), java.util.Map.of()),
                new ScriptedTransport());
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK);
    }
}
