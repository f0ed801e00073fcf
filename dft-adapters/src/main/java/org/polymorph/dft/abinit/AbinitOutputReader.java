package org.polymorph.dft.abinit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Reads ABINIT's main output line by line; where several runs follow each other in one file the last one counts. */
final class AbinitOutputReader {
    private static final double FORCE = Units.HARTREE / Units.BOHR;
    private static final double STRESS = Units.HARTREE / (Units.BOHR * Units.BOHR * Units.BOHR);

    /** Documents and sections whose rows are read. */
    private enum Part {
        NONE,
        ECHO_BEGUN,
        ECHO_ENDED,
        RESULTS,
        TERMS
    }

    /** Tables of numbers, three a row. */
    private enum Table {
        NONE,
        STRESS,
        FORCES,
        SITES,
        CELL
    }

    private List<AbinitStep> steps = new ArrayList<>();
    private AbinitEcho begun = new AbinitEcho();
    private AbinitEcho ended = new AbinitEcho();
    private Map<AbinitRun.Mark, String> marks = new EnumMap<>(AbinitRun.Mark.class);
    private AbinitFacts facts = new AbinitFacts();
    private @Nullable String unreadable;
    private Part part = Part.NONE;
    private Table table = Table.NONE;
    private Draft draft = new Draft();

    // what has been read of the geometry at hand
    private static final class Draft {
        @Nullable
        Double energy;

        @Nullable
        Double told;

        boolean converged;
        int iterations;
        final List<double[]> forces = new ArrayList<>();
        final List<double[]> stress = new ArrayList<>();
        final List<double[]> sites = new ArrayList<>();
        final List<double[]> cell = new ArrayList<>();

        List<double[]> rows(Table table) {
            return switch (table) {
                case STRESS -> stress;
                case FORCES -> forces;
                case SITES -> sites;
                case CELL -> cell;
                case NONE -> new ArrayList<>();
            };
        }
    }

    private AbinitOutputReader() {}

    /** Reads to the end. */
    static AbinitRun read(InputStream in) throws IOException {
        AbinitOutputReader reader = new AbinitOutputReader();
        AsciiLines lines = new AsciiLines(in);
        while (lines.next()) {
            String line = lines.toString().stripTrailing();
            try {
                reader.accept(line);
            } catch (IllegalArgumentException e) {
                reader.cannotRead(line);
            }
        }
        reader.closeStep();
        return new AbinitRun(
                reader.steps,
                reader.begun,
                reader.ended,
                reader.marks,
                Optional.ofNullable(reader.unreadable),
                reader.facts.toMap());
    }

    private void cannotRead(String line) {
        if (unreadable == null) {
            unreadable = line.trim();
        }
        table = Table.NONE;
    }

    private void accept(String line) {
        if (line.startsWith(".Version")) {
            start();
        }
        mark(line);
        if (table != Table.NONE && row(line)) {
            return;
        }
        switch (part) {
            case ECHO_BEGUN, ECHO_ENDED -> echo(line);
            case RESULTS -> result(line);
            case TERMS -> {
                facts.term(line);
                closeDocument(line);
            }
            case NONE -> free(line);
        }
    }

    private void start() {
        steps = new ArrayList<>();
        begun = new AbinitEcho();
        ended = new AbinitEcho();
        marks = new EnumMap<>(AbinitRun.Mark.class);
        facts = new AbinitFacts();
        unreadable = null;
        part = Part.NONE;
        table = Table.NONE;
        draft = new Draft();
    }

    private void mark(String line) {
        for (AbinitRun.Mark mark : AbinitRun.Mark.values()) {
            if (line.contains(mark.text())) {
                marks.putIfAbsent(mark, line.trim());
            }
        }
    }

    private void echo(String line) {
        if (line.startsWith("====")) {
            part = Part.NONE;
        } else {
            (part == Part.ECHO_BEGUN ? begun : ended).accept(line);
        }
    }

    private void closeDocument(String line) {
        if (line.equals("...")) {
            part = Part.NONE;
        }
    }

    private void free(String line) {
        if (line.startsWith(" ETOT")) {
            energy(line);
        } else if (line.startsWith(" At SCF step") && line.contains("converged")) {
            draft.converged = true;
        } else if (line.startsWith("---")) {
            section(line);
        } else if (line.contains("-outvars: echo values of preprocessed")) {
            part = Part.ECHO_BEGUN;
        } else if (line.contains("-outvars: echo values of variables after")) {
            part = Part.ECHO_ENDED;
        } else if (line.startsWith(" Reduced coordinates (xred)")) {
            begin(Table.SITES);
        } else if (line.startsWith(" Real space primitive translations (rprimd)")) {
            begin(Table.CELL);
        } else {
            facts.accept(line);
        }
    }

    private void section(String line) {
        if (line.startsWith("--- !BeginCycle") || line.startsWith("--- Iteration:")) {
            closeStep();
        } else if (line.startsWith("--- !ResultsGS")) {
            part = Part.RESULTS;
            draft.forces.clear();
            draft.stress.clear();
        } else if (line.startsWith("--- !EnergyTerms")) {
            part = Part.TERMS;
        }
    }

    // the number of the cycle, the energy, and what it changed by
    private void energy(String line) {
        double[] numbers = FortranNumbers.read(line.substring(" ETOT".length()), 3);
        draft.iterations = (int) numbers[0];
        draft.energy = numbers[1];
    }

    private void result(String line) {
        if (line.startsWith("etotal")) {
            draft.told = FortranNumbers.read(line.substring(line.indexOf(':') + 1), 1)[0];
        } else if (line.startsWith("cartesian_stress_tensor")) {
            begin(Table.STRESS);
        } else if (line.startsWith("cartesian_forces")) {
            begin(Table.FORCES);
        }
        closeDocument(line);
    }

    private void begin(Table next) {
        table = next;
        draft.rows(next).clear();
    }

    private boolean row(String line) {
        boolean document = part == Part.RESULTS;
        int expected = table == Table.STRESS || table == Table.CELL ? 3 : begun.atoms();
        List<double[]> rows = draft.rows(table);
        if (rows.size() == expected || (document && !line.startsWith("- ["))) {
            table = Table.NONE;
            return false;
        }
        rows.add(FortranNumbers.read(document ? line.substring(3) : line, 3));
        return true;
    }

    private void closeStep() {
        Double energy = draft.energy;
        Double told = draft.told;
        if (energy != null && told != null) {
            // told with nine digits
            if (Math.abs(energy - told) > 1e-8 * Math.max(1, Math.abs(told))) {
                cannotRead("the last energy of the cycle is " + energy + " Hartree, the result's is " + told);
            }
            steps.add(new AbinitStep(
                    geometry(), energy, draft.converged, draft.iterations, forces(), stressOf(draft.stress)));
        }
        draft = new Draft();
        table = Table.NONE;
    }

    private double[] forces() {
        double[] forces = new double[draft.forces.size() == begun.atoms() ? 3 * draft.forces.size() : 0];
        for (int i = 0; i < forces.length; i++) {
            forces[i] = draft.forces.get(i / 3)[i % 3] * FORCE + 0.0;
        }
        return forces;
    }

    // ABINIT's sign is ours: under pressure its stress is negative
    private static Optional<Stress> stressOf(List<double[]> rows) {
        if (rows.size() != 3) {
            return Optional.empty();
        }
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++) {
            matrix[i] = STRESS * rows.get(i / 3)[i % 3] + 0.0;
        }
        return Optional.of(Stress.ofMatrix(matrix));
    }

    private Optional<Structure> geometry() {
        List<Element> species = begun.species();
        if (draft.cell.size() != 3 || species.isEmpty() || draft.sites.size() != species.size()) {
            return Optional.empty();
        }
        double[] cell = new double[9];
        for (int i = 0; i < 9; i++) {
            cell[i] = draft.cell.get(i / 3)[i % 3] * Units.BOHR;
        }
        double[] sites = new double[3 * species.size()];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = draft.sites.get(i / 3)[i % 3];
        }
        try {
            return Optional.of(Structure.of(Lattice.of(cell), species, sites));
        } catch (IllegalArgumentException e) {
            cannotRead(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
