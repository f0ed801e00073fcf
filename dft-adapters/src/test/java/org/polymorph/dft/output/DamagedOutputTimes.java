package org.polymorph.dft.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** How much longer a parser takes for a damaged output than for the clean one, in processor time. */
public final class DamagedOutputTimes {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Consumer<Path> parser;
    private double worst;
    private String worstOf = "";

    /** Makes the figure of a parser of a file. */
    public DamagedOutputTimes(Consumer<Path> parser) {
        this.parser = parser;
    }

    /**
     * Measures damaged copies of a file of a job.
     *
     * @param file written anew for each copy, and left clean
     */
    public void measure(String name, Path file, byte[] clean, int copies, Random random) {
        write(file, clean);
        for (int k = 0; k < 20; k++) {
            parser.accept(file);
        }
        long whole = fastest(file, 10, 0);
        for (int k = 0; k < copies; k++) {
            Damage damage = Damage.KINDS.get(k % Damage.KINDS.size());
            write(file, damage.of(clean, random));
            // the fastest of several: the first may have met a class to be loaded or another process
            double ratio = fastest(file, 12, whole + whole / 5) / (double) whole;
            if (ratio > worst) {
                worst = ratio;
                worstOf = String.format(
                        Locale.ROOT,
                        "%s, %s, copy %d: %d µs, clean %d µs",
                        name,
                        damage,
                        k,
                        (long) (ratio * whole / 1000),
                        whole / 1000);
            }
        }
        write(file, clean);
    }

    /** Returns the largest ratio, and prints where it was met. */
    public double worst() {
        System.out.printf(Locale.ROOT, "%.2f times the clean output at worst: %s%n", worst, worstOf);
        return worst;
    }

    private long fastest(Path file, int repeats, long enough) {
        long best = Long.MAX_VALUE;
        for (int k = 0; k < repeats && best > enough; k++) {
            long start = THREADS.getCurrentThreadCpuTime();
            parser.accept(file);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
