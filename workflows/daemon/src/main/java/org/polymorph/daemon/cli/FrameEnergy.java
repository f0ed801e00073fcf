package org.polymorph.daemon.cli;

import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;

/** The energy that a file gives a structure. */
final class FrameEnergy {
    private static final String KEY = "energy";

    private FrameEnergy() {}

    /** Returns the energy in eV an atom; empty if the file has none. */
    static Optional<Double> perAtom(Frame frame) {
        int atoms = frame.structure().size();
        return frame.evaluation()
                .map(Evaluation::energy)
                .or(() -> Optional.ofNullable(frame.info().get(KEY)).flatMap(FrameEnergy::number))
                .map(energy -> energy / atoms);
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty(); // another key of the same name
        }
    }
}
