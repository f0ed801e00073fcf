package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Full provenance of one candidate, or the whole story of one job. */
@Command(
        name = "show",
        description = {
            "Where a candidate came from, its way through the rounds, its calculations, their jobs and its results.",
            "With the token of a job: all that happened to it, with what shows it."
        })
final class ShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "CANDIDATE|JOB",
            description = "A candidate, such as c0017, or the token of a job, as `show` lists them for a candidate.")
    private String candidate = "";

    @Option(names = "--campaign", paramLabel = "ID", description = "Name of the campaign, where there are several.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private DataOptions data = new DataOptions();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (id.isEmpty()
                && data.server().isEmpty()
                && data.named().filter(this::isShownFromJournal).isPresent()) {
            return ExitCode.DONE;
        }
        try (CampaignDirectory found = CampaignDirectory.open(id, data)) {
            CampaignReader reader = found.reader();
            Optional<String> origin = reader.origin(candidate);
            if (origin.isPresent()) {
                showCandidate(reader, origin.get());
            } else {
                showJob(reader, found.campaign());
            }
        }
        return ExitCode.DONE;
    }

    // the journal of a scheduler that serves no campaign is a directory with the same database and no campaign in it
    private boolean isShownFromJournal(Path path) {
        if (!DataDirectory.holdsCampaign(path)) {
            return false;
        }
        try (Database database = Database.openReadOnly(DataDirectory.database(path))) {
            if (!CampaignReader.campaigns(database).isEmpty()) {
                return false;
            }
            List<StoryLine> lines = DatabaseLedger.in(database, "").story(candidate);
            if (lines.isEmpty()) {
                throw new UsageException(
                        path + ": holds no campaign, and no job \"" + candidate
                                + "\"; expected the directory of a campaign, or the token of a job that was submitted from here");
            }
            show(new JobStory(candidate, Optional.empty(), lines));
            return true;
        }
    }

    private void show(JobStory story) {
        if (console.json()) {
            console.write(story.json());
        } else {
            story.text().forEach(console::say);
        }
    }

    private void showJob(CampaignReader reader, String campaign) {
        List<StoryLine> lines = reader.story(candidate);
        if (lines.isEmpty()) {
            throw new UsageException("campaign " + campaign + " has no candidate and no job \"" + candidate
                    + "\"; expected c0000 to c"
                    + String.format(
                            Locale.ROOT,
                            "%04d",
                            reader.campaign().orElseThrow().state().candidates() - 1)
                    + ", or the token of a job, pm-" + campaign + "-…, as `polymorph show CANDIDATE` lists them");
        }
        Optional<JobRow> row = reader.jobs().stream()
                .filter(job -> job.token().equals(candidate))
                .findFirst();
        show(new JobStory(candidate, row, lines));
    }

    private void showCandidate(CampaignReader reader, String origin) {
        List<Calculation> calculations = new ArrayList<>(reader.calculations(Purpose.LABEL));
        calculations.addAll(reader.calculations(Purpose.FINAL));
        calculations.removeIf(calculation -> !calculation.candidate().equals(candidate));
        List<JobRow> jobs = reader.jobs(candidate);
        Optional<RankedResult> result = reader.results().stream()
                .filter(ranked -> ranked.candidate().equals(candidate))
                .findFirst();
        AttemptTexts attempts = AttemptTexts.of(reader, candidate, calculations);
        if (console.json()) {
            Map<String, @Nullable Object> json = json(origin, reader.history(candidate), calculations, jobs, result);
            json.putAll(attempts.json());
            console.write(json);
        } else {
            print(origin, reader.history(candidate), calculations, result);
            attempts.lines().forEach(console::say);
            printJobs(calculations, jobs);
        }
    }

    private void printJobs(List<Calculation> calculations, List<JobRow> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        console.say("");
        Table table = new Table("calculation", "attempt", "job", "state", "cause", "exit", "scheduler");
        for (Calculation calculation : calculations) {
            jobs.stream()
                    .filter(job -> job.calculations().contains(calculation.id()))
                    .forEach(job -> table.row(
                            calculation.id(),
                            Integer.toString(job.attempt()),
                            job.token(),
                            job.state().name().toLowerCase(Locale.ROOT),
                            job.cause() == JobCause.NONE ? "–" : job.cause().name(),
                            job.exitCode().isPresent()
                                    ? Integer.toString(job.exitCode().getAsInt())
                                    : "–",
                            (job.schedulerId() + " " + job.schedulerWord()).strip()));
        }
        table.lines().forEach(console::say);
    }

    private void print(
            String origin,
            List<CandidateFrame> history,
            List<Calculation> calculations,
            Optional<RankedResult> result) {
        console.say(candidate + ": " + history.get(0).structure().composition() + ", from generator " + origin);
        result.ifPresent(ranked -> console.say("rank " + ranked.rank() + " of the results, "
                + CampaignTexts.fixed("%.6f", ranked.enthalpy()) + " eV/atom"));
        console.say("");
        Table rounds = new Table(
                "round",
                "enthalpy [eV/atom]",
                "± [meV/atom]",
                "max force [eV/Å]",
                "± [eV/Å]",
                "volume [Å³/atom]",
                "steps",
                "outcome",
                "cluster");
        for (CandidateFrame frame : history) {
            rounds.row(
                    frame.round() < 0 ? "–" : Integer.toString(frame.round()),
                    CampaignTexts.fixed("%.4f", frame.enthalpy()),
                    CampaignTexts.fixed("%.1f", 1000 * frame.energyStd()),
                    CampaignTexts.fixed("%.3f", frame.maxForce()),
                    CampaignTexts.fixed("%.3f", frame.forceStd()),
                    CampaignTexts.fixed(
                            "%.3f",
                            frame.structure().volume() / frame.structure().size()),
                    Integer.toString(frame.steps()),
                    frame.outcome(),
                    frame.cluster().orElse("–"));
        }
        rounds.lines().forEach(console::say);
        if (!calculations.isEmpty()) {
            console.say("");
            Table table =
                    new Table("calculation", "input set", "state", "energy [eV/atom]", "max force [eV/Å]", "steps");
            calculations.forEach(calculation -> table.row(cells(calculation)));
            table.lines().forEach(console::say);
        }
    }

    private static String[] cells(Calculation calculation) {
        Optional<Evaluation> evaluation = calculation.result().flatMap(Frame::evaluation);
        return new String[] {
            calculation.id(),
            calculation.inputSet(),
            calculation.failure().isEmpty()
                    ? calculation.state().name().toLowerCase(Locale.ROOT)
                    : calculation.failure(),
            evaluation
                    .map(e -> CampaignTexts.fixed("%.6f", e.energy() / e.size()))
                    .orElse("–"),
            evaluation.map(e -> CampaignTexts.fixed("%.4f", e.maxForce())).orElse("–"),
            Integer.toString(calculation.ionicSteps())
        };
    }

    private Map<String, @Nullable Object> json(
            String origin,
            List<CandidateFrame> history,
            List<Calculation> calculations,
            List<JobRow> jobs,
            Optional<RankedResult> result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("candidate", candidate);
        json.put("origin", origin);
        json.put("result", result.map(CampaignTexts::json).orElse(null));
        json.put("rounds", history.stream().map(ShowCommand::json).toList());
        json.put(
                "calculations",
                calculations.stream()
                        .map(calculation -> json(calculation, jobs))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(CandidateFrame frame) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("round", frame.round());
        json.put("enthalpyPerAtom", Json.number(frame.enthalpy()));
        json.put("energyStdPerAtom", Json.number(frame.energyStd()));
        json.put("maxForce", Json.number(frame.maxForce()));
        json.put("forceStd", Json.number(frame.forceStd()));
        json.put("steps", frame.steps());
        json.put("outcome", frame.outcome());
        json.put("cluster", frame.cluster().orElse(null));
        json.put("structure", Json.of(frame.structure()));
        return json;
    }

    private static Map<String, @Nullable Object> json(Calculation calculation, List<JobRow> jobs) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", calculation.id());
        json.put("purpose", calculation.purpose().name());
        json.put("inputSet", calculation.inputSet());
        json.put("state", calculation.state().name());
        json.put("failure", calculation.failure().isEmpty() ? null : calculation.failure());
        json.put(
                "jobs",
                jobs.stream()
                        .filter(job -> job.calculations().contains(calculation.id()))
                        .map(JobStory::json)
                        .toList());
        json.put("input", Json.of(calculation.structure()));
        calculation.result().ifPresent(frame -> {
            json.put("structure", Json.of(frame.structure()));
            frame.evaluation().ifPresent(evaluation -> json.putAll(Json.of(evaluation)));
        });
        return json;
    }
}
