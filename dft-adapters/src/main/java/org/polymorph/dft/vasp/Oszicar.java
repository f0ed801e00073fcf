package org.polymorph.dft.vasp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;

/** The short log of a run: one line an ionic step, with the lines of its electronic steps before it. */
record Oszicar(List<Step> steps) {
    private static final Pattern IONIC =
            Pattern.compile("\\s*(?:\\d+|\\*+)\\s+(?:T=.*?E=.*?)?F=\\s*(\\S+)\\s+E0=\\s*(\\S+)\\s+(?:d E\\s*=|EK=).*");
    private static final Pattern ELECTRONIC = Pattern.compile("[A-Z]{2,4}\\s*:\\s*\\d+ .*");

    /**
     * One ionic step.
     *
     * @param freeEnergy F in eV
     * @param sigmaZero E(σ→0) in eV
     */
    record Step(double freeEnergy, double sigmaZero, int electronicSteps) {}

    Oszicar {
        steps = List.copyOf(steps);
    }

    /** Reads to the end; lines whose numbers cannot be read are left out. */
    static Oszicar read(InputStream in) throws IOException {
        AsciiLines lines = new AsciiLines(in);
        List<Step> steps = new ArrayList<>();
        int electronic = 0;
        while (lines.next()) {
            Matcher ionic = IONIC.matcher(lines);
            if (ionic.matches()) {
                try {
                    double free = FortranNumbers.only(ionic.group(1), 1)[0];
                    steps.add(new Step(free, FortranNumbers.only(ionic.group(2), 1)[0], electronic));
                } catch (NumberFormatException e) {
                    steps.add(new Step(Double.NaN, Double.NaN, electronic));
                }
                electronic = 0;
            } else if (ELECTRONIC.matcher(lines).matches()) {
                electronic++;
            }
        }
        return new Oszicar(steps);
    }

    Optional<Step> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }
}
