package org.polymorph.engine.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.engine.config.SiteSpec.Scheduler;
import org.polymorph.engine.scheduler.slurm.ClusterFacts;
import org.polymorph.engine.scheduler.slurm.SlurmAnswerException;
import org.polymorph.engine.scheduler.slurm.SlurmSurvey;
import org.polymorph.model.diagnosis.Finding;

/** SLURM's commands, its version and limits, and whether its accounting answers. */
final class SlurmCheck implements SiteCheck {
    private static final Duration DEADLINE = Duration.ofSeconds(45);

    static SlurmSurvey survey(Visit visit) {
        return new SlurmSurvey(visit.transport(), DEADLINE);
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
    public List<Finding> look(Visit visit) throws SlurmAnswerException {
        SlurmSurvey survey = survey(visit);
        List<String> missing = survey.missingCommands();
        if (!missing.isEmpty()) {
            return List.of(Finding.fails(
                    subject(),
                    "SLURM's commands were not found: " + String.join(", ", missing),
                    "is this the log-in machine of the cluster? If SLURM is loaded by a module, its bin directory must be on"
                            + " the PATH of a log-in without a terminal (~/.bashrc, ~/.profile)"));
        }
        ClusterFacts facts = survey.facts();
        visit.met(Need.SCHEDULER);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(subject(), "SLURM " + facts.version() + ", cluster " + facts.cluster()));
        findings.add(limits(facts, visit.site().scheduler()));
        findings.add(accounting(facts, survey));
        return findings;
    }

    private static Finding limits(ClusterFacts facts, Scheduler site) {
        String subject = "limits";
        String found = "MaxJobCount " + facts.maxJobCount() + ", MaxArraySize " + facts.maxArraySize()
                + ", MessageTimeout " + facts.messageTimeout().toSeconds() + " s, MinJobAge "
                + facts.minJobAge().toSeconds() + " s";
        if (site.maxQueued() > facts.maxJobCount()) {
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
                    "SLURM forgets a job soon after its end, so that how it ended may not be seen: set"
                            + " scheduler.pollInterval to a third of MinJobAge");
        }
        return Finding.ok(subject, found);
    }

    private static Finding accounting(ClusterFacts facts, SlurmSurvey survey) {
        String subject = "accounting";
        if (!facts.accounting()) {
            return Finding.warns(
                    subject,
                    "off: sacct has nothing to tell",
                    "nothing need be done: ends of jobs are seen by squeue, scontrol and the marker that a job leaves; only"
                            + " the cause of some failures stays unknown");
        }
        try {
            survey.askAccounting();
            return Finding.ok(subject, "on, sacct answers");
        } catch (SlurmAnswerException e) {
            return Finding.warns(
                    subject,
                    "on, but " + e.getMessage(),
                    "tell the administrators that slurmdbd does not answer; jobs go on without it");
        }
    }
}
