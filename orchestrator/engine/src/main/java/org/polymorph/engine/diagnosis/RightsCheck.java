package org.polymorph.engine.diagnosis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.config.SiteSpec.Scheduler;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.Query;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.scheduler.slurm.SlurmQuestions;
import org.polymorph.engine.scheduler.slurm.SlurmQuestions.Rights;
import org.polymorph.model.diagnosis.Finding;

/** Account and QOS: whether they are the user's, and whether sbatch would take a job of the site's size. */
final class RightsCheck implements SiteCheck {
    private static final Slurm SLURM = new Slurm();
    private static final Duration DEADLINE = ClusterQuestion.DEADLINE;

    @Override
    public String subject() {
        return "account";
    }

    @Override
    public Need need() {
        return Need.SCHEDULER;
    }

    @Override
    public List<Finding> look(Visit visit) throws ClusterAnswerException {
        Scheduler site = visit.site().scheduler();
        ClusterFacts facts = ask(visit, SLURM.facts(DEADLINE));
        List<Finding> findings = new ArrayList<>();
        if (facts.accounting()) {
            List<String> clusters = SlurmQuestions.clusters(site.extra());
            try {
                Rights rights = ask(
                        visit, SlurmQuestions.rights(clusters.isEmpty() ? facts.cluster() : clusters.get(0), DEADLINE));
                findings.add(account(
                        site,
                        rights,
                        !ask(visit, SlurmQuestions.enforced(DEADLINE)).isEmpty()));
            } catch (ClusterAnswerException e) {
                findings.add(Finding.unchecked(subject(), "the accounting does not tell: " + e.getMessage()));
            }
        } else {
            findings.add(Finding.unchecked(subject(), "accounting is off: accounts and QOS mean nothing here"));
        }
        findings.add(request(visit));
        return findings;
    }

    private static <T> T ask(Visit visit, Query<T> query) throws ClusterAnswerException {
        return ClusterQuestion.ask(visit, SLURM, query);
    }

    // only what becomes an option of sbatch counts here: no file is written
    private static ClusterOptions options(SiteSpec site) {
        Scheduler scheduler = site.scheduler();
        return new ClusterOptions(
                site.workDir(),
                Path.of(""),
                Path.of(""),
                scheduler.partition(),
                scheduler.account(),
                scheduler.extra(),
                scheduler.pollInterval(),
                scheduler.maxQueued(),
                1,
                ClusterOptions.Policy.DEFAULT);
    }

    private Finding account(Scheduler site, Rights rights, boolean enforced) {
        String yours = "yours: " + (rights.accounts().isEmpty() ? "none" : String.join(", ", rights.accounts()))
                + "; QOS: " + (rights.qos().isEmpty() ? "none" : String.join(", ", rights.qos()));
        String account = site.account();
        if (!account.isEmpty() && !rights.accounts().contains(account)) {
            Finding finding = Finding.fails(
                    subject(),
                    "you have no account " + account + "; " + yours,
                    "set scheduler.account to one of yours, or ask to be added to it");
            return enforced ? finding : finding.atMostWarns();
        }
        for (String qos : SlurmQuestions.qos(site.extra())) {
            if (!rights.qos().contains(qos)) {
                Finding finding = Finding.fails(
                        subject(),
                        "you may not use the QOS " + qos + "; " + yours,
                        "name one of yours in scheduler.extra, or ask for it");
                return enforced ? finding : finding.atMostWarns();
            }
        }
        if (rights.accounts().isEmpty() && enforced) {
            return Finding.fails(
                    subject(), "you have no account here", "ask the administrators for one: no job would be taken");
        }
        return Finding.ok(subject(), (account.isEmpty() ? "your default one" : account) + "; " + yours);
    }

    // the site's own resources, which the trivial job does not ask for
    private static Finding request(Visit visit) {
        String subject = "request";
        var resources = visit.site().resources();
        String what = resources.nodes()
                + (resources.nodes() == 1 ? " node, " : " nodes, ")
                + resources.tasks()
                + (resources.tasks() == 1 ? " task, " : " tasks, ")
                + PartitionCheck.time(resources.walltime())
                + (resources.memoryPerTaskMiB() == 0 ? "" : ", " + resources.memoryPerTaskMiB() + " MiB a task");
        try {
            var unused = ask(visit, SlurmQuestions.request(options(visit.site()), resources, DEADLINE));
            return Finding.ok(subject, "sbatch would take a job of " + what);
        } catch (ClusterAnswerException | IllegalArgumentException e) {
            return Finding.fails(
                    subject,
                    "a job of " + what + " would not be taken: " + e.getMessage(),
                    "change resources, or partition, account and extra of scheduler in the site's file");
        }
    }
}
