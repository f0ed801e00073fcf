package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Scheduler, partition and account, on what SLURM 22.05.8 of the testbed prints, shortened. */
class SlurmChecksTest {
    private static final Path WORK = Path.of("/scratch/ada");
    private static final String CONFIG = """
            Configuration data as of 2026-11-25T22:28:31
            AccountingStorageEnforce = %s
            AccountingStorageType   = accounting_storage/%s
            ClusterName             = polymorph
            MaxArraySize            = 1001
            MaxJobCount             = 10000
            MessageTimeout          = 10 sec
            MinJobAge               = 60 sec
            SLURM_VERSION           = 22.05.8
            """;
    private static final String PARTITIONS = """
            PartitionName=debug AllowGroups=ALL AllowAccounts=ALL AllowQos=ALL AllocNodes=ALL Default=YES QoS=N/A DefaultTime=00:30:00 MaxNodes=UNLIMITED MaxTime=1-00:00:00 MinNodes=0 Nodes=n[1-4] State=UP TotalCPUs=8 TotalNodes=4
            PartitionName=short AllowGroups=ALL AllowAccounts=ALL AllowQos=ALL AllocNodes=ALL Default=NO QoS=N/A DefaultTime=00:01:00 MaxNodes=2 MaxTime=00:01:00 MinNodes=0 Nodes=n[1-4] State=UP TotalCPUs=8 TotalNodes=4
            PartitionName=closed AllowGroups=ALL Default=NO MaxNodes=UNLIMITED MaxTime=UNLIMITED State=DOWN TotalCPUs=8 TotalNodes=4
            """;

    private final ScriptedTransport cluster = new ScriptedTransport()
            .says("scontrol show config", 0, CONFIG.formatted("associations,limits", "slurmdbd"), "")
            .says("--oneliner show partition", 0, PARTITIONS, "")
            .says("sinfo", 0, "idle 3\nmixed 1\n", "")
            .says("sacct ", 0, "pm-end\n", "")
            .says("sacctmgr", 0, "tests|high,normal\nphysics|normal\n", "")
            .says("sbatch --test-only", 0, "", "sbatch: Job 1 to start at 2026-11-25T22:28:31");

    private List<Finding> look(SiteCheck check, Map<String, Object> scheduler, Map<String, Object> resources) {
        return Sites.look(check, Sites.slurm(scheduler, resources, WORK), cluster);
    }

    private List<Finding> scheduler(Map<String, Object> scheduler) {
        return look(new SchedulerCheck(new Slurm()), scheduler, Map.of());
    }

    private Finding partition(Map<String, Object> scheduler, Map<String, Object> resources) {
        List<Finding> findings = look(new PartitionCheck(), scheduler, resources);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private Finding account(Map<String, Object> scheduler) {
        return look(new RightsCheck(), scheduler, Map.of()).get(0);
    }

    @Test
    void version_limits_and_accounting_are_told() {
        List<Finding> findings = scheduler(Map.of());
        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings.get(0).found()).isEqualTo("slurm 22.05.8, cluster polymorph");
        assertThat(findings.get(1).found())
                .isEqualTo("MaxJobCount 10000, MaxArraySize 1001, MessageTimeout 10 s, MinJobAge 60 s");
    }

    @Test
    void a_scheduler_that_is_not_there_or_not_up_fails_with_its_words() {
        cluster.says(
                "scontrol show config",
                127,
                "",
                "timeout: failed to run command 'scontrol': No such file or directory");
        assertThat(scheduler(Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAILS);
            assertThat(finding.found()).contains("scontrol was not found");
            assertThat(finding.remedy()).contains("PATH");
        });
        cluster.says("scontrol show config", 1, "", "slurm_load_ctl_conf error: Unable to contact slurm controller");
        assertThat(scheduler(Map.of()).get(0).found()).contains("Unable to contact slurm controller");
    }

    @Test
    void more_queued_jobs_than_the_cluster_holds_are_warned_of() {
        assertThat(scheduler(Map.of("maxQueued", 20_000)).get(1).level()).isEqualTo(Level.WARNS);
    }

    @Test
    void a_cluster_that_forgets_sooner_than_it_is_asked_is_warned_of_unless_there_is_accounting() {
        Map<String, Object> slow = Map.of("pollInterval", "2m");
        assertThat(scheduler(slow).get(1).level()).isEqualTo(Level.OK);
        cluster.says("scontrol show config", 0, CONFIG.formatted("none", "none"), "");
        assertThat(scheduler(slow).get(1).level()).isEqualTo(Level.WARNS);
        assertThat(scheduler(Map.of("pollInterval", "20s")).get(1).level()).isEqualTo(Level.OK);
    }

    @Test
    void accounting_that_is_off_or_does_not_answer_only_warns() {
        cluster.says("sacct ", 1, "", "sacct: error: slurmdbd: Unable to connect");
        assertThat(scheduler(Map.of()).get(2)).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNS);
            assertThat(finding.found()).contains("Unable to connect");
        });
        cluster.says("scontrol show config", 0, CONFIG.formatted("none", "none"), "");
        assertThat(scheduler(Map.of()).get(2).found()).startsWith("off");
    }

    @Test
    void a_partition_is_the_one_named_or_the_clusters_default() {
        assertThat(partition(Map.of(), Map.of()).found()).startsWith("debug: UP, 4 of 4 nodes usable, jobs up to 1 d");
        assertThat(partition(Map.of("partition", "debug"), Map.of()).level()).isEqualTo(Level.OK);
    }

    @Test
    void an_unknown_partition_fails_with_the_names_there_are() {
        Finding finding = partition(Map.of("partition", "nosuch"), Map.of());
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.remedy()).contains("debug, short, closed");
    }

    @Test
    void a_partition_that_is_down_fails() {
        assertThat(partition(Map.of("partition", "closed"), Map.of()).level()).isEqualTo(Level.FAILS);
    }

    @Test
    void a_walltime_beyond_the_partitions_fails_for_such_a_job_would_wait_for_ever() {
        Finding finding = partition(Map.of("partition", "short"), Map.of("walltime", "61s"));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.remedy()).contains("resources.walltime to at most 1 min");
        assertThat(partition(Map.of("partition", "short"), Map.of("walltime", "60s"))
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void more_nodes_than_a_job_may_have_fail() {
        assertThat(partition(Map.of("partition", "short"), Map.of("walltime", "60s", "nodes", 3))
                        .level())
                .isEqualTo(Level.FAILS);
        assertThat(partition(Map.of(), Map.of("nodes", 5)).level()).isEqualTo(Level.FAILS);
        assertThat(partition(Map.of(), Map.of("nodes", 4)).level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"down 4, WARNS", "drained 3, WARNS", "idle* 4, WARNS", "down* 3, WARNS", "allocated 1, OK"})
    void nodes_that_are_away_take_no_job(String state, Level level) {
        cluster.says("sinfo", 0, state + "\n", "");
        assertThat(partition(Map.of(), Map.of()).level()).isEqualTo(level);
    }

    @Test
    void each_cluster_that_the_site_names_is_asked_for_the_partition() {
        List<Finding> findings =
                look(new PartitionCheck(), Map.of("partition", "debug", "extra", List.of("--clusters=a,b")), Map.of());
        assertThat(findings).hasSize(2);
        assertThat(findings.get(1).found()).startsWith("debug on cluster b");
        assertThat(cluster.scripts).anySatisfy(script -> assertThat(script).contains("scontrol --clusters=b"));
    }

    @Test
    void an_account_or_qos_that_is_not_the_users_fails_where_it_is_enforced() {
        assertThat(account(Map.of()).level()).isEqualTo(Level.OK);
        assertThat(account(Map.of("account", "physics")).level()).isEqualTo(Level.OK);
        Finding finding = account(Map.of("account", "chemistry"));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("yours: physics, tests; QOS: high, normal");
        assertThat(account(Map.of("extra", List.of("--qos=high"))).level()).isEqualTo(Level.OK);
        assertThat(account(Map.of("extra", List.of("#SBATCH -q low"))).level()).isEqualTo(Level.FAILS);
        cluster.says("scontrol show config", 0, CONFIG.formatted("none", "slurmdbd"), "");
        assertThat(account(Map.of("account", "chemistry")).level()).isEqualTo(Level.WARNS);
    }

    @Test
    void a_user_whom_the_accounting_does_not_know_fails_where_it_is_enforced() {
        cluster.says("sacctmgr", 0, "", "");
        assertThat(account(Map.of()).level()).isEqualTo(Level.FAILS);
    }

    @Test
    void an_accounting_that_does_not_tell_leaves_the_account_unchecked() {
        cluster.says("sacctmgr", 1, "", "sacctmgr: error: slurmdbd");
        assertThat(account(Map.of()).level()).isEqualTo(Level.UNCHECKED);
    }

    @Test
    void what_sbatch_would_refuse_fails_with_its_words() {
        cluster.says(
                "sbatch --test-only", 1, "", "allocation failure: Requested node configuration is not available\n");
        List<Finding> findings = look(
                new RightsCheck(),
                Map.of("partition", "debug", "extra", List.of("--constraint=intel")),
                Map.of("nodes", 2, "tasks", 16, "memoryPerTask", "2GiB"));
        assertThat(findings.get(1)).satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("request");
            assertThat(finding.level()).isEqualTo(Level.FAILS);
            assertThat(finding.found()).contains("2 nodes, 16 tasks, 1 h, 2048 MiB a task", "not available");
        });
        assertThat(cluster.scripts).anySatisfy(script -> assertThat(script)
                .contains("#SBATCH --partition=debug", "#SBATCH --ntasks=16", "#SBATCH --constraint=intel"));
    }

    @Test
    void an_option_that_polymorph_needs_itself_fails_before_sbatch_is_asked() {
        SiteSpec site = Sites.slurm(Map.of("extra", List.of("--array=1-5")), Map.of(), WORK);
        List<Finding> findings = Sites.look(new RightsCheck(), site, cluster);
        assertThat(findings.get(1).level()).isEqualTo(Level.FAILS);
        assertThat(findings.get(1).found()).contains("--array");
    }
}
