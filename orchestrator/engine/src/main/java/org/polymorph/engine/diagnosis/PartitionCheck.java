package org.polymorph.engine.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.scheduler.slurm.SlurmPartition;
import org.polymorph.engine.scheduler.slurm.SlurmQuestions;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.diagnosis.Finding;

/** Whether the partition is there and up, and whether a job of the site's size fits into it. */
final class PartitionCheck implements SiteCheck {
    private static final Slurm SLURM = new Slurm();

    @Override
    public String subject() {
        return "partition";
    }

    @Override
    public Need need() {
        return Need.SCHEDULER;
    }

    @Override
    public List<Finding> look(Visit visit) throws ClusterAnswerException {
        SiteSpec site = visit.site();
        List<String> clusters = SlurmQuestions.clusters(site.scheduler().extra());
        List<Finding> findings = new ArrayList<>();
        for (String cluster : clusters.isEmpty() ? List.of("") : clusters) {
            List<SlurmPartition> known =
                    ClusterQuestion.ask(visit, SLURM, SlurmQuestions.partitions(cluster, ClusterQuestion.DEADLINE));
            for (String name : Arrays.asList(site.scheduler().partition().split(",", -1))) {
                Optional<SlurmPartition> found = known.stream()
                        .filter(partition -> name.isEmpty()
                                ? partition.isDefault()
                                : partition.name().equals(name))
                        .findFirst();
                findings.add(
                        found.isPresent()
                                ? partition(
                                        found.get(),
                                        ClusterQuestion.ask(
                                                visit,
                                                SLURM,
                                                SlurmQuestions.nodes(
                                                        cluster, found.get().name(), ClusterQuestion.DEADLINE)),
                                        site,
                                        cluster)
                                : missing(name, known, cluster));
            }
        }
        return findings;
    }

    private static String on(String cluster) {
        return cluster.isEmpty() ? "" : " on cluster " + cluster;
    }

    private Finding missing(String name, List<SlurmPartition> known, String cluster) {
        String names =
                String.join(", ", known.stream().map(SlurmPartition::name).toList());
        return Finding.fails(
                subject(),
                (name.isEmpty() ? "there is no default partition" : "there is no partition " + name) + on(cluster),
                "set scheduler.partition to one of " + (names.isEmpty() ? "those that sinfo shows" : names));
    }

    private Finding partition(SlurmPartition partition, SlurmQuestions.Nodes nodes, SiteSpec site, String cluster) {
        String limit = partition.maxTime().map(PartitionCheck::time).orElse("any time");
        String found = partition.name() + on(cluster) + ": " + partition.state() + ", " + nodes.usable() + " of "
                + partition.nodes() + " nodes usable, jobs up to " + limit;
        if (!partition.state().equals("UP")) {
            return Finding.fails(
                    subject(), found, "no job starts there now: take another scheduler.partition, or wait");
        }
        Resources resources = site.resources();
        if (partition
                .maxTime()
                .filter(most -> most.compareTo(resources.walltime()) < 0)
                .isPresent()) {
            return Finding.fails(
                    subject(),
                    found + "; resources.walltime is " + time(resources.walltime()),
                    "SLURM would let such a job wait for ever: set resources.walltime to at most " + limit
                            + ", or take a partition for longer jobs");
        }
        long most = Math.min(partition.maxNodes().orElse(Long.MAX_VALUE), partition.nodes());
        if (resources.nodes() > most) {
            return Finding.fails(
                    subject(),
                    found + "; resources.nodes is " + resources.nodes(),
                    "set resources.nodes to at most " + most + ", or take a larger partition");
        }
        if (nodes.usable() == 0) {
            return Finding.warns(subject(), found, "jobs wait until a node is back: sinfo -R tells why they are away");
        }
        return Finding.ok(subject(), found);
    }

    static String time(Duration duration) {
        long minutes = duration.toMinutes();
        if (duration.toSeconds() % 60 != 0) {
            return duration.toSeconds() + " s";
        }
        if (minutes % 60 != 0) {
            return minutes + " min";
        }
        return minutes % 1440 == 0 ? minutes / 1440 + " d" : minutes / 60 + " h";
    }
}
