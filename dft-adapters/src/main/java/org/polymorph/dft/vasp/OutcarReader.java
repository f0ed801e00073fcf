package org.polymorph.dft.vasp;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;

/**
 * Reads an OUTCAR of VASP 4.6 to 6.5 line by line. Of a row of numbers nothing is read but the cell, the positions with
 * their forces, the stress and the moments; everything else is found by the words that lines begin with.
 */
final class OutcarReader {
    private static final String FINAL_FREE = "free  energy";
    private static final String FINAL_OTHERS = "energy  without entropy";
    private static final String SCF_FREE = "free energy    TOTEN";
    private static final String SCF_OTHERS = "energy without entropy";

    private final AsciiLines line;
    private final RunDraft run;
    private final OutcarHeader header;
    private final OutcarMoments moments = new OutcarMoments();
    private @Nullable StepDraft step;
    private int stepNumber;
    private int iteration;
    private final OutcarLattice lattice = new OutcarLattice();
    private final OutcarForces forces = new OutcarForces();
    private boolean timing;
    private boolean predictedStress;
    private boolean ignoreForces;

    private OutcarReader(InputStream in, Consumer<VaspStep> steps) {
        line = new AsciiLines(in);
        run = new RunDraft(VaspRun.OUTCAR, steps);
        header = new OutcarHeader(run);
    }

    /**
     * Reads to the end.
     *
     * @param steps told each complete step
     */
    static VaspRun read(InputStream in, Consumer<VaspStep> steps) {
        OutcarReader reader = new OutcarReader(in, steps);
        try {
            while (reader.line.next()) {
                reader.accept();
            }
        } catch (IOException e) {
            reader.run.damaged("the file cannot be read to its end: " + e.getMessage());
        }
        return reader.end();
    }

    private VaspRun end() {
        closeStep();
        takeSpecies();
        run.facts.putAll(moments.facts());
        return run.run();
    }

    private void accept() {
        int indent = line.indent();
        if (indent >= line.length()) {
            return;
        }
        try {
            if (lattice.expectsRow()) {
                lattice.row(line);
            } else if (forces.expectsRow()) {
                if (forces.endsWith(line)) {
                    endForces();
                }
            } else if (!moments.accept(line)) {
                words(line.charAt(indent), indent);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            cannotRead(); // a damaged line has not the parts that it should have
        }
    }

    private void cannotRead() {
        if (step != null) {
            step.cannotRead(line.toString());
        } else {
            run.complain("cannot be read: " + line);
        }
        lattice.abandon();
        forces.abandon();
    }

    private void words(char first, int indent) {
        if ((first >= '0' && first <= '9') || first == '.') {
            header.numbers(line);
            return;
        }
        switch (first) {
            case '-' -> dashes(indent);
            case 'f' -> freeEnergy(indent);
            case 'e' -> otherEnergies(indent);
            case 'i' -> {
                if (line.has("in kB", indent)) {
                    stress();
                } else {
                    headerLine(indent);
                }
            }
            case 'd' -> {
                if (line.has("direct lattice vectors", indent)) {
                    lattice.begin();
                }
            }
            case 'P' -> {
                if (line.has("POSITION", indent) && line.find("TOTAL-FORCE") > 0) {
                    beginForces(line.find("(ML)") > 0);
                } else {
                    headerLine(indent);
                }
            }
            default -> others(first, indent);
        }
    }

    private void headerLine(int indent) {
        if (step == null && run.steps() == 0) {
            header.accept(line, indent);
        }
    }

    private void others(char first, int indent) {
        if (first == 'T' && line.has("Total ", indent) && step != null) {
            step.stressTimesVolume = totalStress();
        } else if (first == 'M' && line.has("ML FORCE on cell", indent)) {
            beginPrediction();
        } else if (first == 'M' && line.has("ML " + FINAL_OTHERS, indent)) {
            if (!isComputed()) {
                otherEnergies(indent + 3);
            }
        } else if (first == 'r' && line.has("reached required accuracy", indent)) {
            run.ionsConverged = true;
        } else if (first == 'n' && line.has("number of electron", indent)) {
            moments.total(line);
        } else if (first == 'E' && line.has("Edisp", indent)) {
            run.facts.put("dispersionEnergy", line.after(")").replaceAll("[^-+0-9.Ee]", ""));
        } else if (first == 's' && line.has("soft stop encountered", indent)) {
            run.stopped = true;
        } else if (first == 'h' && line.has("hard stop encountered", indent)) {
            run.stopped = true;
        } else if (!end(indent)) {
            headerLine(indent);
            if (VaspSymptom.suspicious(line)) {
                run.complain(line.toString());
            }
        }
    }

    private double @Nullable [] totalStress() {
        try {
            return FortranNumbers.only(line.after("Total"), 6);
        } catch (NumberFormatException e) {
            return null; // of another table
        }
    }

    // the table of times is the last thing that VASP prints
    private boolean end(int indent) {
        if (line.has("General timing and accounting", indent)) {
            timing = true;
        } else if (timing && line.has("Elapsed time (sec):", indent)) {
            run.facts.put("wallSeconds", String.valueOf(FortranNumbers.after(line.toString(), ':')));
        } else if (timing && line.has("Maximum memory used (kb):", indent)) {
            run.facts.put("memoryMiB", String.valueOf(Math.round(FortranNumbers.after(line.toString(), ':') / 1024)));
        } else if (timing && line.has("Voluntary context switches:", indent)) {
            run.whole = line.terminated();
        } else {
            return false;
        }
        return true;
    }

    private void dashes(int indent) {
        int at = line.has("----", indent) ? line.find("Iteration") : -1;
        if (at >= 0) {
            beginIteration(line.subSequence(at + 9, line.length()).toString());
        } else if (line.has("----", indent) && line.find("aborting loop") >= 0) {
            step().scfConverged = line.find("EDIFF is reached") >= 0;
        } else if (line.has("----", indent) && line.find("Ionic step") >= 0) {
            closeStep();
        } else {
            header.numbers(line);
        }
    }

    // "Iteration    2(   1)"; stars where a number does not fit
    private void beginIteration(String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')');
        if (open < 0 || close < open) {
            throw new IllegalArgumentException("no counts of steps");
        }
        int ionic = count(text.substring(0, open), stepNumber);
        int electronic = count(text.substring(open + 1, close), iteration + 1);
        StepDraft at = step;
        boolean next = at == null || ionic != stepNumber || (at.complete() && electronic == 1);
        if (timing || Boolean.TRUE.equals(run.ionsConverged)) {
            run.damaged("an electronic step stands behind the end: \""
                    + line.toString().trim() + "\"");
        }
        if (next) {
            boolean skips = ionic > stepNumber + 1 && !VaspRun.flag(run.parameters, "ML_LMLFF");
            if (ionic < stepNumber || skips) {
                run.damaged("ionic step " + ionic + " follows ionic step " + stepNumber);
            }
            closeStep();
            iteration = 0;
            stepNumber = ionic;
        }
        if (electronic != iteration + 1) {
            run.damaged("electronic step " + electronic + " follows electronic step " + iteration + " of ionic step "
                    + ionic);
        }
        iteration = electronic;
        step().scfSteps++;
        step().scfConverged = null;
    }

    private static int count(String text, int fallback) {
        return text.trim().matches("\\d{1,9}") ? Integer.parseInt(text.trim()) : fallback;
    }

    private StepDraft step() {
        StepDraft at = step;
        if (at == null) {
            at = new StepDraft(run.steps() + 1);
            step = at;
        }
        return at;
    }

    private void closeStep() {
        if (step == null) {
            return;
        }
        if (step.scfSteps > 0 && step.scfConverged == null) {
            step.scfConverged = false; // VASP is silent where NELM ends the loop
        }
        takeSpecies();
        run.close(step);
        step = null;
    }

    private void takeSpecies() {
        if (run.species.isEmpty()) {
            run.species.addAll(header.species());
        }
    }

    private void freeEnergy(int indent) {
        if (line.has(FINAL_FREE, indent) && line.find("TOTEN") > 0) {
            if (line.find(" ML ") > 0 && isComputed()) {
                return;
            }
            StepDraft at = step();
            at.energies = new double[] {number('='), Double.NaN, Double.NaN};
            if (Double.isNaN(at.energies[0])) {
                at.cannotRead(line.toString());
            }
        } else if (line.has(SCF_FREE, indent)) {
            step().electronic = new double[] {number('='), Double.NaN, Double.NaN};
        }
    }

    private void otherEnergies(int indent) {
        if (line.has(FINAL_OTHERS, indent)) {
            double[] energies = step == null ? null : step.energies;
            if (energies != null) {
                String text = line.toString();
                int equals = text.indexOf('=');
                int second = text.indexOf(text.indexOf(" ML energy(") > 0 ? "ML energy(" : "energy(", equals);
                if (equals < 0 || second < 0) {
                    throw new NumberFormatException("expected two energies");
                }
                energies[1] = FortranNumbers.only(text.substring(equals + 1, second), 1)[0];
                energies[2] = FortranNumbers.only(text.substring(text.lastIndexOf('=') + 1), 1)[0];
            }
        } else if (line.has(SCF_OTHERS, indent)) {
            double[] electronic = step == null ? null : step.electronic;
            if (electronic != null) {
                String text = line.toString();
                electronic[1] =
                        numberOrNaN(text.substring(text.indexOf('=') + 1).replaceAll("energy.*", ""));
                electronic[2] = numberOrNaN(text.substring(text.lastIndexOf('=') + 1));
            }
        } else if (line.has("external pressure", indent)) {
            checkPressure();
        } else {
            headerLine(indent);
        }
    }

    // the first steps of an electronic minimisation may print stars; only the last one counts
    private double number(char sign) {
        String text = line.toString();
        return numberOrNaN(text.substring(text.indexOf(sign) + 1).replace("eV", "  "));
    }

    private static double numberOrNaN(String text) {
        try {
            return FortranNumbers.only(text, 1)[0];
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    // printed twice: as the trace of the stress and as a number
    private void checkPressure() {
        double[] stress = step == null ? null : step.stress;
        if (stress == null) {
            return;
        }
        double pressure = FortranNumbers.after(line.toString(), '=');
        String text = line.toString();
        double pulay = FortranNumbers.read(text.substring(text.lastIndexOf('=') + 1), 1)[0];
        double trace = (stress[0] + stress[1] + stress[2]) / 3;
        double slack = 0.02 + 1e-4 * Math.abs(trace);
        if (Math.abs(trace - pressure) > slack && Math.abs(trace - pressure - pulay) > slack) {
            step().cannotRead("in kB: trace " + trace + " kB, but "
                    + line.toString().trim());
        }
    }

    private void stress() {
        boolean predicted = predictedStress;
        predictedStress = false;
        if (!predicted || !isComputed()) {
            step().stress = FortranNumbers.only(line.after("in kB"), 6);
        }
    }

    // While a force field is trained, VASP prints its prediction below what it has computed.
    private boolean isComputed() {
        StepDraft at = step;
        return at != null && !at.predicted && at.scfSteps > 0;
    }

    private void beginPrediction() {
        if (step != null && step.predicted && step.complete()) {
            closeStep();
        }
        predictedStress = true;
    }

    private void beginForces(boolean predicted) {
        ignoreForces = predicted && isComputed();
        if (predicted && !ignoreForces) {
            step().predicted = true;
        }
        forces.begin(header.atoms());
    }

    private void endForces() {
        if (ignoreForces) {
            return;
        }
        StepDraft at = step();
        at.forces = forces.forces();
        at.positions = forces.positions();
        at.cartesian = true;
        at.lattice = lattice.rows();
        int rows = at.forces.length / 3;
        if (header.atoms() > 0 && rows != header.atoms()) {
            at.cannotRead("forces of " + rows + " atoms, expected " + header.atoms());
        }
    }
}
