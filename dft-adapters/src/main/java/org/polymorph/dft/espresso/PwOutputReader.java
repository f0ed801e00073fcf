package org.polymorph.dft.espresso;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Reads the standard output of pw.x 6.x and 7.x line by line; of several runs in one file the last one counts. */
final class PwOutputReader {
    private static final double FORCE = Units.RYDBERG / Units.BOHR;
    private static final double KBAR = Units.RYDBERG / (Units.BOHR * Units.BOHR * Units.BOHR) / Units.KBAR;
    private static final double STRESS = Units.RYDBERG / (Units.BOHR * Units.BOHR * Units.BOHR);
    private static final Pattern START = Pattern.compile("\\s*Program PWSCF\\s+v\\.?\\s*(\\S+).*");
    private static final Pattern ERROR = Pattern.compile("\\s*Error in routine\\s+(\\S+)\\s*\\(\\s*(-?\\d+)\\s*\\).*");
    private static final Pattern ENERGY = Pattern.compile("!+\\s+total energy\\s+=(.*)Ry\\s*");
    private static final Pattern CRITERIA = Pattern.compile(
            ".*force\\s*<\\s*([\\d.]+[ED][-+]\\d+)\\s*Ry/Bohr(?:,\\s*cell\\s*<\\s*([\\d.]+[ED][-+]\\d+)\\s*kbar)?.*");
    private static final Pattern FORCE_LINE = Pattern.compile("\\s*atom\\s*\\d+\\s+type\\s*\\d+\\s+force\\s*=(.*)");
    private static final int MAX_WARNINGS = 10;

    private boolean started;
    private PwGeometryReader geometry = new PwGeometryReader();
    private final List<PwStep> steps = new ArrayList<>();
    private final Map<PwRun.Mark, String> marks = new EnumMap<>(PwRun.Mark.class);
    private PwFacts facts = new PwFacts();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Structure current;
    private @Nullable String error;
    private @Nullable String unreadable;
    private PwRun.@Nullable Criteria criteria;
    private boolean inError;
    private boolean optimised;
    private PwOptimiserEnergies optimiser = new PwOptimiserEnergies();
    private StepDraft draft = new StepDraft();

    // what has been read of the geometry at hand
    private static final class StepDraft {
        boolean ended;

        @Nullable
        Double energy;

        @Nullable
        Double smearing;

        boolean converged;
        int iterations;
        PwEnergyTerms terms = new PwEnergyTerms();
        final List<double[]> forces = new ArrayList<>();
        boolean inForces;
        final List<double[]> stress = new ArrayList<>();
        boolean inStress;
    }

    private PwOutputReader() {}

    /** Reads to the end. */
    static PwRun read(BufferedReader in) throws IOException {
        PwOutputReader reader = new PwOutputReader();
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
        draft.inForces = false;
        draft.inStress = false;
        geometry.abandon();
    }

    private PwRun run() {
        closeStep();
        return new PwRun(
                started,
                geometry.initial(),
                steps,
                Optional.ofNullable(current).or(geometry::initial),
                marks,
                Optional.ofNullable(error),
                Optional.ofNullable(unreadable),
                Optional.ofNullable(criteria),
                facts.toMap(),
                warnings);
    }

    private void accept(String line) {
        if (line.isBlank() && draft.energy != null) {
            draft.terms.accept(line);
        }
        if (line.isEmpty()) {
            return;
        }
        if (draft.inForces && force(line)) {
            return;
        }
        if (draft.inStress && stress(line)) {
            return;
        }
        if (inError && errorText(line)) {
            return;
        }
        geometry.accept(line).ifPresent(this::moveTo);
        if (line.startsWith("!")) {
            energy(line);
        } else if (line.startsWith("     ")) {
            indented(line);
        }
        mark(line);
    }

    private void moveTo(Structure next) {
        closeStep();
        current = next;
    }

    private void closeStep() {
        Double energy = draft.energy;
        if (energy != null) {
            if (draft.terms.contradict(energy, draft.smearing == null ? 0 : draft.smearing)) {
                cannotRead("the terms of the total energy " + energy + " Ry do not add up to it");
            }
            double[] forces = draft.forces.size() == geometry.atoms()
                    ? draft.forces.stream()
                            .flatMapToDouble(java.util.Arrays::stream)
                            .toArray()
                    : new double[0];
            steps.add(new PwStep(
                    Optional.ofNullable(current),
                    energy,
                    Optional.ofNullable(draft.smearing),
                    draft.converged,
                    draft.iterations,
                    forces,
                    stressOf(draft.stress)));
        }
        if (energy == null && draft.ended) {
            cannotRead("End of self-consistent calculation without a total energy");
        }
        draft = new StepDraft();
    }

    // printed with the sign of a pressure
    private static Optional<Stress> stressOf(List<double[]> rows) {
        if (rows.size() != 3) {
            return Optional.empty();
        }
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++) {
            matrix[i] = -STRESS * rows.get(i / 3)[i % 3] + 0.0;
        }
        return Optional.of(Stress.ofMatrix(matrix));
    }

    // With a hybrid functional several energies follow each other; the last one counts.
    private void energy(String line) {
        Matcher matcher = ENERGY.matcher(line);
        if (matcher.matches()) {
            if (optimised && !draft.forces.isEmpty()) {
                cannotRead("a second calculation after the final one of the relaxation: " + line.trim());
            }
            draft.energy = FortranNumbers.read(matcher.group(1), 1)[0];
            draft.smearing = null;
            draft.terms = new PwEnergyTerms();
            // the energy after the outermost loop of a hybrid functional is marked twice, its convergence told before
            draft.converged &= line.startsWith("!!");
            draft.forces.clear();
            draft.stress.clear();
        } else if (line.contains("total energy")) {
            throw new NumberFormatException("no energy in \"" + line + "\"");
        }
    }

    private boolean force(String line) {
        if (line.isBlank() && draft.forces.isEmpty()) {
            return true;
        }
        Matcher matcher = FORCE_LINE.matcher(line);
        if (draft.forces.size() < geometry.atoms() && matcher.matches()) {
            double[] force = FortranNumbers.read(matcher.group(1), 3);
            for (int k = 0; k < 3; k++) {
                force[k] *= FORCE;
            }
            draft.forces.add(force);
            return true;
        }
        draft.inForces = false;
        return false;
    }

    // each row twice: in Ry/bohr³ with eight decimals, and in kbar with two
    private boolean stress(String line) {
        double[] row = FortranNumbers.read(line, 6);
        for (int i = 0; i < 3; i++) {
            if (!(Math.abs(row[i] * KBAR - row[i + 3]) <= 0.02 + 1e-5 * Math.abs(row[i + 3]))) {
                throw new NumberFormatException("the two columns differ in \"" + line.trim() + "\"");
            }
        }
        draft.stress.add(Arrays.copyOf(row, 3));
        draft.inStress = draft.stress.size() < 3;
        return true;
    }

    private boolean errorText(String line) {
        if (line.contains("%%%%")) {
            inError = false;
            return false;
        }
        if (!line.isBlank()) {
            error = (error == null ? "" : error + " ") + line.trim();
        }
        return true;
    }

    private void indented(String line) {
        if (line.startsWith("     Forces acting on atoms")) {
            draft.inForces = true;
            draft.forces.clear();
        } else if (line.contains("total   stress  (Ry/bohr**3)")) {
            draft.inStress = true;
            draft.stress.clear();
        } else if (line.startsWith("     End of self-consistent calculation")) {
            draft.ended = true;
        } else if (line.startsWith("     convergence has been achieved")) {
            draft.converged = true;
            draft.iterations = (int) FortranNumbers.read(line.substring(line.indexOf(" in ") + 4), 1)[0];
        } else if (draft.energy != null && draft.terms.accept(line)) {
            return;
        } else if (line.startsWith("     smearing contrib. (-TS)")) {
            draft.smearing = FortranNumbers.after(line, '=');
        } else if (line.startsWith("     Program PWSCF")) {
            start(line);
        } else if (line.startsWith("     (criteria:")) {
            criteria(line);
        } else if (facts.accept(line)) {
            return;
        } else if (line.startsWith("     Final scf calculation")) {
            closeStep();
            optimised = true;
        } else if (line.contains(" new  ") || line.startsWith("     Final e")) {
            optimiserEnergy(line);
        } else {
            warningOrError(line);
        }
    }

    // a relaxation that went wrong ends with the energy of another step than its last
    private void optimiserEnergy(String line) {
        Structure cell = current == null ? geometry.initial().orElse(null) : current;
        boolean known = line.contains(" new ") || marks.containsKey(PwRun.Mark.BFGS_CONVERGED);
        double volume = cell == null ? Double.NaN : cell.volume();
        if (draft.energy != null && known && optimiser.contradicts(line, draft.energy, volume)) {
            cannotRead(line);
        }
    }

    private void warningOrError(String line) {
        if (!line.contains("outine") && !line.contains("arning") && !line.contains("WARN")) {
            return;
        }
        Matcher failed = ERROR.matcher(line);
        if (failed.matches() && error == null) {
            error = "Error in routine " + failed.group(1) + " (" + failed.group(2) + "):";
            inError = true;
        } else if (line.contains("WARNING") || line.contains("Warning")) {
            if (warnings.size() < MAX_WARNINGS) {
                warnings.add(line.trim());
            }
        }
    }

    private void criteria(String line) {
        Matcher matcher = CRITERIA.matcher(line);
        if (matcher.matches()) {
            criteria = new PwRun.Criteria(
                    FortranNumbers.read(matcher.group(1), 1)[0],
                    Optional.ofNullable(matcher.group(2)).map(text -> FortranNumbers.read(text, 1)[0]));
        }
    }

    private void start(String line) {
        Matcher matcher = START.matcher(line);
        if (matcher.matches()) {
            geometry = new PwGeometryReader();
            steps.clear();
            marks.clear();
            facts = new PwFacts();
            warnings.clear();
            current = null;
            error = null;
            unreadable = null;
            criteria = null;
            inError = false;
            optimised = false;
            optimiser = new PwOptimiserEnergies();
            draft = new StepDraft();
            started = true;
            facts.put("version", matcher.group(1));
        }
    }

    private void mark(String line) {
        for (PwRun.Mark mark : PwRun.Mark.values()) {
            if (line.contains(mark.text())) {
                marks.putIfAbsent(mark, line.trim());
            }
        }
    }
}
