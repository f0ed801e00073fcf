package org.polymorph.components.fake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.Calculator;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;

/** The program that jobs of the code {@code potential} run, in place of the command line, for Stillinger-Weber alone. */
public final class PotentialProgram {
    private PotentialProgram() {}

    /** Returns text for a shell that starts this program. */
    public static String command() {
        return ShellWord.quote(ProcessHandle.current().info().command().orElse("java")) + " -Xshare:auto -cp "
                + ShellWord.quote(System.getProperty("java.class.path")) + " " + PotentialProgram.class.getName();
    }

    /** Takes {@code calculate|relax FILE … -o FILE}, as the command line does. */
    public static void main(String[] arguments) {
        Calculator potential = Silicon.potential();
        List<Frame> results = new ArrayList<>();
        for (Frame frame : StructureFiles.read(Path.of(arguments[1]))) {
            results.add(arguments[0].equals("relax") ? relaxed(frame, potential) : calculated(frame, potential));
        }
        StructureFiles.write(Path.of(arguments[arguments.length - 1]), results);
    }

    private static Frame calculated(Frame frame, Calculator potential) {
        return new Frame(
                frame.structure(),
                Optional.of(potential.evaluate(frame.structure())),
                Map.of("converged", "T", "steps", "1"));
    }

    private static Frame relaxed(Frame frame, Calculator potential) {
        Relaxation relaxation = Relaxer.relax(
                frame.structure(), potential, RelaxSettings.defaults().withFmax(0.005), 0);
        return new Frame(
                relaxation.structure(),
                Optional.of(relaxation.evaluation()),
                Map.of("converged", relaxation.outcome().isMinimum() ? "T" : "F", "steps", "" + relaxation.steps()));
    }
}
