package org.polymorph.engine.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.engine.config.SiteSpec.Scheduler;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.model.diagnosis.Finding;

/** The batch system: whether it answers, its version and limits, and whether its accounting answers. */
final class SchedulerCheck implements SiteCheck {
    // in minutes
    private static final long AN_HOUR = 60;

    private final Dialect dialect;

    SchedulerCheck(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String subject() {
        return "scheduler";
    }

    @Override
    public Need need() {
        return Need.LOG_IN;
    }

    @Override
    public List<Finding> look(Visit visit) {
        ClusterFacts facts;
        try {
            facts = ClusterQuestion.ask(visit, dialect, dialect.facts(ClusterQuestion.DEADLINE));
        } catch (ClusterAnswerException e) {
            return List.of(Finding.fails(
                    subject(),
                    dialect.name() + " does not answer: " + e.getMessage(),
                    "is this the log-in machine of the cluster, and scheduler.type right? Where a module brings the commands,"
                            + " they must be on the PATH of a log-in without a terminal (~/.bashrc, ~/.profile)"));
        }
        visit.met(Need.SCHEDULER);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                subject(),
                dialect.name() + " " + facts.version()
                        + (facts.cluster().isEmpty() ? "" : ", cluster " + facts.cluster())));
        findings.add(limits(facts, visit.site().scheduler()));
        findings.add(accounting(facts, visit));
        return findings;
    }

    private static Finding limits(ClusterFacts facts, Scheduler site) {
        String subject = "limits";
        List<String> told = new ArrayList<>();
        if (facts.maxJobCount() > 0) {
            told.add("MaxJobCount " + facts.maxJobCount());
        }
        if (facts.maxArraySize() > 0) {
            told.add("MaxArraySize " + facts.maxArraySize());
        }
        told.add("MessageTimeout " + facts.messageTimeout().toSeconds() + " s");
        told.add("MinJobAge " + facts.minJobAge().toSeconds() + " s");
        String found = String.join(", ", told);
        if (facts.maxJobCount() > 0 && site.maxQueued() > facts.maxJobCount()) {
            return Finding.warns(
                    subject,
                    found + "; scheduler.maxQueued is " + site.maxQueued(),
                    "the cluster never holds so many jobs of all its users: set scheduler.maxQueued well below "
                            + facts.maxJobCount());
        }
        boolean forgets = facts.minJobAge().compareTo(site.pollInterval().multipliedBy(2)) < 0;
        if (forgets && !facts.accounting()) {
            return Finding.warns(
                    subject,
                    found + "; scheduler.pollInterval is " + site.pollInterval().toSeconds()
                            + " s, and there is no accounting",
                    "a job is forgotten soon after its end, so that how it ended may not be seen: set"
                            + " scheduler.pollInterval to a third of MinJobAge");
        }
        return Finding.ok(subject, found);
    }

    private Finding accounting(ClusterFacts facts, Visit visit) {
        String subject = "accounting";
        if (!facts.accounting()) {
            return Finding.warns(
                    subject,
                    "off: it has nothing to tell about jobs that have ended",
                    "nothing need be done: ends of jobs are seen in the queue and by the marker that a job leaves; only the"
                            + " cause of some failures stays unknown");
        }
        String user = visit.run("id -un").stdout().strip();
        Dialect.Asked asked =
                new Dialect.Asked(user, List.of(visit.token()), List.of(), AN_HOUR, ClusterQuestion.DEADLINE);
        try {
            var unused = ClusterQuestion.ask(visit, dialect, dialect.history(asked));
            return Finding.ok(subject, "on, and it answers");
        } catch (ClusterAnswerException e) {
            return Finding.warns(
                    subject,
                    "on, but it does not answer: " + e.getMessage(),
                    "tell the administrators (SLURM: slurmdbd is down); jobs go on without it");
        }
    }
}
