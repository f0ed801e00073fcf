package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Reads what df, quota and lfs print; the lines of quota and lfs follow their manual pages. */
class DiskCheckTest {
    private static final String GOOD = """
            type xfs
            space /dev/mapper/vg-scratch 1048576000 524288000 524288000 50% /scratch
            files /dev/mapper/vg-scratch 10000000 400000 9600000 4% /scratch
            """;

    private static Finding about(String subject, String text, boolean elsewhere) {
        List<Finding> findings = DiskCheck.read(text, elsewhere).stream()
                .filter(finding -> finding.subject().equals(subject))
                .toList();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void plenty_of_room_is_fine() {
        assertThat(DiskCheck.read(GOOD + "asked\n", true))
                .extracting(Finding::level)
                .containsOnly(Level.OK)
                .hasSize(4);
        assertThat(about("free space", GOOD, true).found()).isEqualTo("500.0 GiB of 1000.0 GiB");
    }

    @ParameterizedTest
    @CsvSource({"0, FAILS", "-5, FAILS", "51199, FAILS", "51200, WARNS", "1048575, WARNS", "1048576, OK"})
    void little_space_warns_and_none_fails(long kib, Level level) {
        String text = "space /dev/sda1 1048576000 1 " + kib + " 99% /\n";
        assertThat(about("free space", text, true).level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"0, FAILS", "999, FAILS", "1000, WARNS", "10000, OK"})
    void few_inodes_warn_and_none_fail(long free, Level level) {
        String text = "files /dev/sda1 10000000 1 " + free + " 99% /\n";
        assertThat(about("free inodes", text, true).level()).isEqualTo(level);
    }

    @Test
    void a_file_system_without_inodes_is_no_full_one() {
        assertThat(about("free inodes", "files /dev/sdb 0 0 0 - /\n", true).level())
                .isEqualTo(Level.OK);
    }

    @Test
    void an_answer_that_is_none_is_not_taken_for_room() {
        assertThat(about("free space", "space \n", true).level()).isEqualTo(Level.UNCHECKED);
        assertThat(about("quota", "", true).level()).isEqualTo(Level.UNCHECKED);
    }

    @Test
    void memory_of_the_log_in_machine_is_no_working_directory_of_a_cluster() {
        assertThat(about("file system", "type tmpfs\n", true).level()).isEqualTo(Level.WARNS);
        assertThat(about("file system", "type tmpfs\n", false).level()).isEqualTo(Level.OK);
    }

    @Test
    void a_network_file_system_is_usual_on_a_cluster_and_slow_for_the_database_here() {
        assertThat(about("file system", "type nfs4\n", true).level()).isEqualTo(Level.OK);
        assertThat(about("file system", "type nfs4\n", false).level()).isEqualTo(Level.WARNS);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1000, 2000, 5, 100, 200, OK",
        "950, 1000, 2000, 5, 100, 200, WARNS",
        "1500*, 1000, 2000, 5, 100, 200, WARNS",
        "2000*, 1000, 2000, 5, 100, 200, FAILS",
        "100, 0, 100, 5, 0, 0, FAILS",
        "100, 0, 0, 200*, 100, 200, FAILS",
        "100, 0, 0, 5, 0, 0, OK"
    })
    void a_quota_warns_before_it_is_used_up(
            String used, long soft, long hard, String files, long softFiles, long hardFiles, Level level) {
        for (String grace : List.of("", "6days", "-")) {
            String text = "asked\nquota Disk quotas for user ada (uid 1000):\n"
                    + "quota      Filesystem  blocks   quota   limit   grace   files   quota   limit   grace\n"
                    + "quota   /dev/sda1   " + used + " " + soft + " " + hard + " " + grace + " " + files + " "
                    + softFiles + " " + hardFiles + " " + grace + "\n";
            assertThat(about("quota", text, true).level()).as(text).isEqualTo(level);
        }
    }

    @Test
    void the_tightest_of_several_quotas_counts() {
        String text = """
                asked
                quota /home 10 1000 2000 5 100 200
                quota /scratch 990 1000 2000 5 100 200
                """;
        assertThat(about("quota", text, true).found()).contains("/scratch");
    }
}
