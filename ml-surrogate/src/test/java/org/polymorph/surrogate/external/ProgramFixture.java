package org.polymorph.surrogate.external;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Calculator;

/**
 * A program that evaluates frames by a soft pair potential, or misbehaves: its first argument says how, the second is a file
 * to which it adds its process id when it starts.
 */
public final class ProgramFixture {
    private static final double CUTOFF = 4;

    /** A pair potential A·(1 − r/rc)⁴, the same for all elements, and 7 eV an atom. */
    static final Calculator SOFT = structure -> soft(structure, 2);

    private ProgramFixture() {}

    /** Returns the command that runs this program. */
    static List<String> command(String behaviour, Path pids) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ProgramFixture.class.getName()));
        command.add(behaviour);
        command.add(pids.toString());
        return command;
    }

    /** Returns the ids of the processes started so far. */
    static List<Long> pids(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Evaluation soft(Structure structure, double strength) {
        NeighborList near = NeighborList.of(structure, CUTOFF);
        double energy = 7.0 * structure.size();
        double[] forces = new double[3 * structure.size()];
        double[] virial = new double[9];
        for (int i = 0; i < structure.size(); i++) {
            for (int p = near.start(i); p < near.start(i + 1); p++) {
                double r = near.distance(p);
                double x = 1 - r / CUTOFF;
                energy += 0.5 * strength * x * x * x * x;
                double slope = -4 * strength * x * x * x / CUTOFF;
                double[] d = {near.dx(p), near.dy(p), near.dz(p)};
                for (int k = 0; k < 3; k++) {
                    forces[3 * i + k] += slope * d[k] / r;
                    for (int l = 0; l < 3; l++) {
                        virial[3 * k + l] += 0.5 * slope * d[k] * d[l] / r / structure.volume();
                    }
                }
            }
        }
        return new Evaluation(energy, forces, Stress.ofMatrix(virial));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path pids = Path.of(arguments[1]);
        Files.writeString(
                pids, ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        int started = pids(pids).size();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int asked = 0;
        for (String count = in.readLine(); count != null; count = in.readLine()) {
            StringBuilder text = new StringBuilder(count).append('\n');
            for (int left = Integer.parseInt(count) + 1; left > 0; left--) {
                text.append(in.readLine()).append('\n');
            }
            asked++;
            Frame frame =
                    ExtXyz.read(new StringReader(text.toString()), "stdin").get(0);
            System.out.print(answer(arguments[0], frame.structure(), started, asked));
            System.out.flush();
        }
    }

    private static String answer(String behaviour, Structure structure, int started, int asked)
            throws InterruptedException {
        String good = text(structure, Optional.of(SOFT.evaluate(structure)), Map.of());
        switch (behaviour) {
            case "hang" -> new CountDownLatch(1).await();
            case "hang-second" -> {
                if (asked == 2) {
                    new CountDownLatch(1).await();
                }
            }
            case "die", "die-first" -> {
                if (behaviour.equals("die") || started == 1) {
                    System.err.println("CUDA out of memory");
                    System.exit(3);
                }
            }
            default -> {
                // answers, well or badly
            }
        }
        return switch (behaviour) {
            case "garbage" -> "Welcome to the calculator!\n";
            case "nan" -> good.replaceFirst("energy=[^ ]*", "energy=nan");
            case "no-stress" -> good.replaceFirst("stress=\"[^\"]*\"", "");
            case "fewer" -> text(first(structure), Optional.of(SOFT.evaluate(first(structure))), Map.of());
            case "other" -> good.replace("Si ", "Ge ");
            case "refuse" -> asked == 1 ? refusal(structure) : good;
            case "refuse-all" -> refusal(structure);
            case "std" -> text(structure, Optional.of(SOFT.evaluate(structure)), deviations(structure));
            case "half-std" -> text(structure, Optional.of(SOFT.evaluate(structure)), Map.of("energy_std", "0.5"));
            default -> good;
        };
    }

    private static String refusal(Structure structure) {
        return text(structure, Optional.empty(), Map.of("error", "atoms too close"));
    }

    private static Map<String, String> deviations(Structure structure) {
        double[] forces = new double[structure.size()];
        Arrays.fill(forces, 0.2);
        return Map.of(
                "energy_std",
                "0.5",
                "forces_std",
                Arrays.toString(forces).replaceAll("[\\[\\],]", " "),
                "stress_std",
                "0.01 0.01 0.01 0.02 0.02 0.02");
    }

    private static Structure first(Structure structure) {
        return Structure.of(structure.lattice(), List.of(Element.Si), Arrays.copyOf(structure.fractional(), 3));
    }

    private static String text(Structure structure, Optional<Evaluation> evaluation, Map<String, String> info) {
        StringBuilder text = new StringBuilder();
        ExtXyz.write(text, List.of(new Frame(structure, evaluation, info)));
        return text.toString();
    }
}
