package org.polymorph.dft.cp2k;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.FortranNumbers;

/**
 * Reads the standard output of CP2K line by line, as 2023.1 prints it and with the words of 2025; of several runs in one file the
 * last one counts.
 */
final class Cp2kOutputReader {
    private static final Pattern ENERGY =
            Pattern.compile("\\s*ENERGY\\| Total FORCE_EVAL \\( QS \\) energy [\\[(].*[\\])]:?(.*)");
    private static final Pattern TERM = Pattern.compile("  [A-Z][^:|]* (?:energy|distribution):\\s+\\S+\\s*");
    private static final Pattern CONVERGED = Pattern.compile("\\s*\\*\\*\\* SCF run converged in\\s+(\\d+) steps.*");
    private static final int MAX_WARNINGS = 10;

    private final List<Cp2kStep> steps = new ArrayList<>();
    private final Map<Cp2kRun.Mark, String> marks = new EnumMap<>(Cp2kRun.Mark.class);
    private final List<String> warnings = new ArrayList<>();
    private Cp2kFacts facts = new Cp2kFacts();
    private StepDraft draft = new StepDraft();
    private boolean started;
    private boolean inError;
    private boolean inWarning;
    private @Nullable String error;
    private @Nullable String unreadable;

    // what has been read of the geometry at hand
    private static final class StepDraft {
        boolean begun;
        boolean converged;
        int iterations;

        @Nullable
        Double total;

        @Nullable
        Double energy;

        @Nullable
        Double entropy;

        Cp2kEnergyTerms terms = new Cp2kEnergyTerms();
        final Cp2kForces forces = new Cp2kForces();
        final Cp2kStress stress = new Cp2kStress();
    }

    private Cp2kOutputReader() {}

    /** Reads to the end. */
    static Cp2kRun read(BufferedReader in) throws IOException {
        Cp2kOutputReader reader = new Cp2kOutputReader();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                reader.accept(line);
            } catch (IllegalArgumentException e) {
                reader.cannotRead(line);
            }
        }
        return reader.run();
    }

    private void cannotRead(String line) {
        if (unreadable == null) {
            unreadable = line.trim();
        }
    }

    private Cp2kRun run() {
        closeStep();
        return new Cp2kRun(
                started,
                steps,
                marks,
                Optional.ofNullable(error),
                Optional.ofNullable(unreadable),
                facts.toMap(),
                warnings);
    }

    private void accept(String line) {
        if (inError && errorText(line)) {
            return;
        }
        warningText(line);
        if (line.isBlank()) {
            return;
        }
        mark(line);
        if (line.contains("PROGRAM STARTED AT")) {
            start();
        } else if (line.startsWith(" SCF WAVEFUNCTION OPTIMIZATION")) {
            closeStep();
            draft.begun = true;
        } else if (line.contains("[ABORT]")) {
            error = line.contains("[ABORT]  ") ? boxed(line) : "";
            inError = true;
        } else if (line.contains("SCF run converged")) {
            converged(line);
        } else if (line.startsWith(" ENERGY|")) {
            energy(line);
        } else if (draft.forces.accept(line) || draft.stress.accept(line)) {
            return;
        } else if (line.startsWith("  ") && TERM.matcher(line).matches()) {
            term(line);
        } else {
            facts.accept(line);
        }
    }

    private void converged(String line) {
        Matcher matcher = CONVERGED.matcher(line);
        if (!matcher.matches()) {
            throw new NumberFormatException("no number of steps in \"" + line + "\"");
        }
        draft.converged = true;
        draft.iterations = Integer.parseInt(matcher.group(1));
    }

    private void term(String line) {
        double value = FortranNumbers.only(line.substring(line.indexOf(':') + 1), 1)[0];
        if (line.startsWith("  Total energy:")) {
            draft.total = value;
            if (draft.terms.contradict(value)) {
                cannotRead("the terms of the total energy " + value + " hartree do not add up to it");
            }
            // orbital transformation prints them once for each of its outer cycles
            draft.terms = new Cp2kEnergyTerms();
        } else {
            draft.terms.accept(line);
            if (line.startsWith("  Electronic entropic energy:")) {
                draft.entropy = value;
            }
        }
    }

    private void energy(String line) {
        Matcher matcher = ENERGY.matcher(line);
        if (!matcher.matches()) {
            throw new NumberFormatException("no energy in \"" + line + "\"");
        }
        draft.energy = FortranNumbers.only(matcher.group(1), 1)[0];
    }

    private void closeStep() {
        Double energy = draft.energy;
        draft.forces.problem().or(draft.stress::problem).ifPresent(this::cannotRead);
        if (energy != null) {
            if (draft.total == null) {
                cannotRead("an energy of the force evaluation without one of the self-consistent cycle");
            } else {
                facts.spread(Math.abs(energy - draft.total));
            }
            steps.add(new Cp2kStep(
                    energy,
                    Optional.ofNullable(draft.entropy),
                    draft.converged,
                    draft.iterations,
                    draft.forces.values(),
                    draft.stress.value()));
        } else if (draft.begun && draft.total != null && draft.converged && marks.containsKey(Cp2kRun.Mark.ENDED)) {
            cannotRead("a self-consistent cycle ended without an energy of the force evaluation");
        }
        draft = new StepDraft();
    }

    private void start() {
        steps.clear();
        marks.clear();
        warnings.clear();
        facts = new Cp2kFacts();
        draft = new StepDraft();
        error = null;
        unreadable = null;
        inError = false;
        started = true;
    }

    private void mark(String line) {
        for (Cp2kRun.Mark mark : Cp2kRun.Mark.values()) {
            if (line.contains(mark.text())) {
                marks.putIfAbsent(mark, line.trim());
                if (mark == Cp2kRun.Mark.SCF_FAILED) {
                    draft.converged = false;
                }
            }
        }
    }

    // *** WARNING in file.F:1 :: words ***, and lines that go on with the same stars
    private void warningText(String line) {
        String text = line.trim();
        boolean begins = text.startsWith("*** WARNING in ");
        if (begins && warnings.size() < MAX_WARNINGS) {
            warnings.add(words(text));
        } else if (inWarning && text.startsWith("*** ") && !warnings.isEmpty()) {
            int last = warnings.size() - 1;
            warnings.set(last, warnings.get(last) + " " + words(text));
        }
        inWarning = begins || (inWarning && text.startsWith("*** "));
        if (inWarning && !warnings.isEmpty()) {
            String whole = warnings.get(warnings.size() - 1);
            if (whole.contains(Cp2kRun.Mark.FEW_STATES.text())) {
                marks.putIfAbsent(Cp2kRun.Mark.FEW_STATES, whole);
            }
        }
    }

    private static String words(String text) {
        return text.replaceAll("\\*\\*\\*", "").trim();
    }

    // the box has a drawing to the left of the words, and ends with the line of the source
    private boolean errorText(String line) {
        if (line.matches("\\s*\\*{20,}\\s*")) {
            inError = false;
            return true;
        }
        String text = boxed(line);
        if (!text.isEmpty()) {
            error = (error == null || error.isEmpty() ? "" : error + " ") + text;
        }
        return true;
    }

    private static String boxed(String line) {
        return line.length() <= 11
                ? ""
                : line.substring(11).replaceAll("\\*\\s*$", "").trim().replaceAll("\\s+", " ");
    }
}
