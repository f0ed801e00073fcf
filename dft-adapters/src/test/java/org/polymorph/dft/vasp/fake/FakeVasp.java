package org.polymorph.dft.vasp.fake;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;

/**
 * A stand-in for VASP in the working directory: checks INCAR, POSCAR, KPOINTS and POTCAR, computes with a classical potential
 * ({@value #POTENTIAL}, by default sw), relaxes with small steps, obeys STOPCAR, and fails on demand
 * ({@link FakeFailure#VARIABLE}). It is no VASP, and says so everywhere.
 */
public final class FakeVasp {
    /** Names the potential. */
    static final String POTENTIAL = "FAKE_VASP_POTENTIAL";
    /** Milliseconds that an ionic step takes. */
    static final String STEP_TIME = "FAKE_VASP_STEP_MS";

    private final Path directory;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final FakeInputs inputs;
    private final Optional<FakeFailure> failure;
    private final Calculator potential;
    private final FakeOutputs outputs;
    private final double[] strains = new double[9];
    private double[] moves = new double[0];

    private FakeVasp(Path directory, Map<String, String> environment, PrintStream out, FakeInputs inputs)
            throws IOException {
        this.directory = directory;
        this.environment = environment;
        this.out = out;
        this.inputs = inputs;
        failure = FakeFailure.wanted(environment.getOrDefault(FakeFailure.VARIABLE, ""), inputs.incar());
        potential = Providers.of(CalculatorProvider.class)
                .get(environment.getOrDefault(POTENTIAL, "sw"))
                .create(Settings.empty());
        outputs = new FakeOutputs(directory, inputs);
    }

    /** Runs in the working directory; the exit status is VASP's. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(Path.of("").toAbsolutePath(), System.getenv(), System.out));
    }

    /** Runs in a directory and returns the exit status. */
    public static int run(Path directory, Map<String, String> environment, PrintStream out)
            throws IOException, InterruptedException {
        out.println(" " + FakeOutputs.NOTE);
        try {
            return new FakeVasp(directory, environment, out, FakeInputs.read(directory)).compute();
        } catch (FakeInputs.Refused e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private boolean wants(String name) {
        return failure.isPresent() && failure.get().name().equals(name);
    }

    private int compute() throws IOException, InterruptedException {
        boolean relaxes = inputs.integer("NSW", 0) > 0 && inputs.integer("IBRION", -1) > 0;
        int most = relaxes ? inputs.integer("NSW", 0) : 1;
        Structure structure = inputs.structure();
        for (int step = 1; step <= most; step++) {
            if (failure.isPresent()
                    && failure.get().steps() < step
                    && !failure.get().message().isEmpty()) {
                out.println(failure.get().message());
                outputs.close();
                return 1;
            }
            Evaluation evaluation = potential.evaluate(structure);
            Thread.sleep(Long.parseLong(environment.getOrDefault(STEP_TIME, "0")));
            outputs.step(structure, evaluation, !wants("unconverged"), wants("stars"));
            if (wants("killed") && step == failure.orElseThrow().steps()) {
                outputs.close();
                return 143;
            }
            if (relaxes && !wants("nsw") && relaxed(structure, evaluation)) {
                outputs.say(" reached required accuracy - stopping structural energy minimisation");
                break;
            }
            if (stopped()) {
                outputs.say(" soft stop encountered!  aborting job ...");
                break;
            }
            if (step < most && !(wants("nsw") && step == 3)) {
                structure = moved(structure, evaluation);
            } else {
                break;
            }
        }
        outputs.end(structure);
        return 0;
    }

    private boolean stopped() throws IOException {
        Path stop = directory.resolve("STOPCAR");
        return Files.isRegularFile(stop) && Files.readString(stop).contains(".TRUE.");
    }

    // the stress that the target pressure leaves, as an energy an atom
    private double[] strainForce(Structure structure, Evaluation evaluation) {
        double[] residual = evaluation.stress().toMatrix();
        for (int i = 0; i < 9; i += 4) {
            residual[i] += inputs.number("PSTRESS", 0) * Units.KBAR;
        }
        for (int i = 0; i < 9; i++) {
            residual[i] *= structure.volume() / structure.size();
        }
        return residual;
    }

    private boolean relaxed(Structure structure, Evaluation evaluation) {
        double criterion = Math.abs(inputs.number("EDIFFG", -0.02));
        double most = evaluation.maxForce();
        for (double force : strainForce(structure, evaluation)) {
            most = Math.max(most, Math.abs(force));
        }
        return most < criterion;
    }

    // downhill with momentum, which is lost where it leads uphill
    private Structure moved(Structure structure, Evaluation evaluation) {
        double[] forces = evaluation.forces();
        double[] strainForces = strainForce(structure, evaluation);
        if (moves.length != forces.length) {
            moves = new double[forces.length];
        }
        push(moves, forces, 0.03, 0.1);
        push(strains, strainForces, -0.02, 0.05);
        double[] positions = structure.cartesian();
        for (int i = 0; i < positions.length; i++) {
            positions[i] += moves[i];
        }
        return Structure.ofCartesian(structure.lattice(), structure.species(), positions)
                .strained(strains);
    }

    private static void push(double[] moves, double[] forces, double scale, double most) {
        double downhill = 0;
        for (int i = 0; i < moves.length; i++) {
            downhill += moves[i] * scale * forces[i];
        }
        double kept = downhill < 0 ? 0 : 0.8;
        for (int i = 0; i < moves.length; i++) {
            moves[i] = Math.max(-most, Math.min(most, kept * moves[i] + scale * forces[i]));
        }
    }
}
