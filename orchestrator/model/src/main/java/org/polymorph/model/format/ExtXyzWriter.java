package org.polymorph.model.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/** Writes frames as extended XYZ with as many digits as bring every number back. */
final class ExtXyzWriter {
    private final Appendable out;
    private final boolean withFractional;

    private ExtXyzWriter(Appendable out, boolean withFractional) {
        this.out = out;
        this.withFractional = withFractional;
    }

    static void write(Appendable out, List<Frame> frames) {
        boolean exact = frames.stream().allMatch(frame -> positionsSuffice(frame.structure()));
        ExtXyzWriter writer = new ExtXyzWriter(out, !exact);
        try {
            for (Frame frame : frames) {
                writer.frame(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean positionsSuffice(Structure structure) {
        return Arrays.equals(structure.lattice().toFractional(structure.cartesian()), structure.fractional());
    }

    private void frame(Frame frame) throws IOException {
        Structure structure = frame.structure();
        out.append(Integer.toString(structure.size())).append('\n');
        comment(frame);
        double[] cartesian = structure.cartesian();
        double[] fractional = structure.fractional();
        double[] forces = frame.evaluation().map(Evaluation::forces).orElse(new double[0]);
        for (int i = 0; i < structure.size(); i++) {
            out.append(structure.species(i).symbol());
            vector(cartesian, i);
            if (forces.length > 0) {
                vector(forces, i);
            }
            if (withFractional) {
                vector(fractional, i);
            }
            out.append('\n');
        }
    }

    private void vector(double[] values, int atom) throws IOException {
        for (int k = 3 * atom; k < 3 * atom + 3; k++) {
            out.append(' ').append(Double.toString(values[k]));
        }
    }

    private void comment(Frame frame) throws IOException {
        out.append("Lattice=\"").append(joined(frame.structure().lattice().toArray()));
        out.append("\" Properties=species:S:1:pos:R:3");
        if (frame.evaluation().isPresent()) {
            out.append(":forces:R:3");
        }
        if (withFractional) {
            out.append(':').append(ExtXyz.FRACTIONAL).append(":R:3");
        }
        if (frame.evaluation().isPresent()) {
            Evaluation evaluation = frame.evaluation().get();
            out.append(" energy=").append(Double.toString(evaluation.energy()));
            out.append(" stress=\"")
                    .append(joined(evaluation.stress().toMatrix()))
                    .append('"');
        }
        for (Map.Entry<String, String> entry : frame.info().entrySet()) {
            if (!ours(entry.getKey(), frame.evaluation().isPresent())) {
                out.append(' ').append(CommentLine.quoted(entry.getKey()));
                out.append('=').append(CommentLine.quoted(entry.getValue()));
            }
        }
        out.append(" pbc=\"T T T\"\n");
    }

    // a frame may carry them in its info from another format; they would contradict what is written here
    private static boolean ours(String key, boolean evaluated) {
        return key.equalsIgnoreCase("Lattice")
                || key.equalsIgnoreCase("Properties")
                || key.equalsIgnoreCase("pbc")
                || (evaluated && (key.equals("energy") || key.equals("stress") || key.equals("virial")));
    }

    private static String joined(double[] values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : " ").append(value);
        }
        return text.toString();
    }
}
