package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.units.Units;

/** Reports what came of structures: a table for people, one JSON document for programs, and a file of structures. */
final class Outcomes {
    private static final List<String> OWN_KEYS =
            List.of("outcome", "converged", "steps", "failure", "detail", "evidence", "remedy");

    private final Console console;

    Outcomes(Console console) {
        this.console = console;
    }

    /**
     * One structure and what came of it.
     *
     * @param given the frame it was read from, whose other keys are kept
     * @param facts keys of the file and a column each of the table, such as {@code outcome}; in display order
     * @param more further members of its JSON object
     */
    record Entry(
            Optional<Frame> given, CalculationOutcome outcome, Map<String, String> facts, Map<String, Object> more) {}

    /**
     * Writes everything and returns the exit code: failed only if not one structure succeeded.
     *
     * @param output file to write, as the option names it
     */
    int report(List<Entry> entries, Optional<String> output) {
        output.ifPresent(file -> StructureArguments.write(file, frames(entries), console));
        boolean stdoutTaken = output.filter(StructureArguments::isStdout).isPresent();
        if (console.json() && !stdoutTaken) {
            console.write(Map.of("results", entries.stream().map(Outcomes::json).toList()));
        } else if (!stdoutTaken) {
            table(entries).lines().forEach(console::say);
        }
        long failed = entries.stream().filter(Outcomes::isFailure).count();
        if (failed > 0) {
            console.note(failed + " of " + entries.size() + " structures failed; first: "
                    + firstFailure(entries).detail());
        }
        return failed == entries.size() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static boolean isFailure(Entry entry) {
        return entry.outcome() instanceof CalculationFailure;
    }

    private static CalculationFailure firstFailure(List<Entry> entries) {
        return entries.stream()
                .map(Entry::outcome)
                .flatMap(outcome -> outcome.fold(result -> Optional.<CalculationFailure>empty(), Optional::of).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, @Nullable Object> json(Entry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("energy", null);
        json.put("forces", null);
        json.put("stress", null);
        json.put(
                "structure",
                entry.given().map(frame -> Json.of(frame.structure())).orElse(null));
        json.put("converged", false);
        json.put("failure", null);
        if (entry.outcome() instanceof CalculationResult result) {
            json.putAll(Json.of(result.evaluation()));
            json.put("structure", Json.of(result.structure()));
            json.put("converged", result.converged());
            json.put("steps", result.ionicSteps());
            if (!result.details().isEmpty()) {
                json.put("details", new java.util.TreeMap<>(result.details()));
            }
            json.putAll(entry.facts());
            json.putAll(entry.more());
        } else if (entry.outcome() instanceof CalculationFailure failure) {
            json.putAll(entry.facts());
            json.put("failure", Json.of(failure));
        }
        return json;
    }

    private static List<Frame> frames(List<Entry> entries) {
        List<Frame> frames = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, String> info = new LinkedHashMap<>();
            entry.given().ifPresent(frame -> info.putAll(frame.info()));
            OWN_KEYS.forEach(info::remove);
            info.putAll(entry.facts());
            if (entry.outcome() instanceof CalculationResult result) {
                info.put("converged", result.converged() ? "T" : "F");
                info.put("steps", Integer.toString(result.ionicSteps()));
                frames.add(new Frame(result.structure(), Optional.of(result.evaluation()), info));
            } else if (entry.outcome() instanceof CalculationFailure failure) {
                info.put("converged", "F");
                info.put("failure", failure.kind().name());
                info.put("detail", failure.detail());
                entry.given().ifPresent(frame -> frames.add(new Frame(frame.structure(), Optional.empty(), info)));
            }
        }
        return frames;
    }

    private static Table table(List<Entry> entries) {
        List<String> facts = entries.stream()
                .flatMap(entry -> entry.facts().keySet().stream())
                .distinct()
                .toList();
        List<String> titles = new ArrayList<>(List.of(
                "#",
                "formula",
                "energy [eV]",
                "[eV/atom]",
                "max force [eV/Å]",
                "pressure [GPa]",
                "volume [Å³/atom]",
                "steps"));
        titles.addAll(facts);
        boolean anyFailure = entries.stream().anyMatch(Outcomes::isFailure);
        if (anyFailure) {
            titles.add("failure");
        }
        Table table = new Table(titles.toArray(String[]::new));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            cells.addAll(entry.outcome().fold(Outcomes::cells, failure -> cells(entry)));
            facts.forEach(fact -> cells.add(entry.facts().getOrDefault(fact, "–")));
            if (anyFailure) {
                cells.add(entry.outcome().fold(result -> "–", failure -> failure.kind() + ": " + failure.detail()));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static List<String> cells(CalculationResult result) {
        Structure structure = result.structure();
        Evaluation evaluation = result.evaluation();
        return List.of(
                structure.composition().toString(),
                fixed("%.6f", evaluation.energy()),
                fixed("%.6f", evaluation.energy() / structure.size()),
                fixed("%.4f", evaluation.maxForce()),
                fixed("%.3f", evaluation.stress().pressure() / Units.GPA),
                fixed("%.3f", structure.volume() / structure.size()),
                Integer.toString(result.ionicSteps()));
    }

    private static List<String> cells(Entry failed) {
        String formula = failed.given()
                .map(frame -> frame.structure().composition().toString())
                .orElse("–");
        String volume = failed.given()
                .map(Frame::structure)
                .map(structure -> fixed("%.3f", structure.volume() / structure.size()))
                .orElse("–");
        return List.of(formula, "–", "–", "–", "–", volume, "–");
    }

    static String fixed(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
