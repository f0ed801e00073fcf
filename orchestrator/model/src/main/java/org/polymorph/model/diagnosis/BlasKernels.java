package org.polymorph.model.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which kernels of OpenBLAS fit a processor: the same choice as that of the launcher. */
public final class BlasKernels {
    /** The variable of the environment that chooses them. */
    public static final String VARIABLE = "OPENBLAS_CORETYPE";

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final List<String> WIDE = List.of("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd");
    private static final List<String> MIDDLE = List.of("avx2", "fma");

    private BlasKernels() {}

    /** Returns the value of {@link #VARIABLE} for a processor with these flags; empty: OpenBLAS knows it. */
    public static Optional<String> forFlags(List<String> flags) {
        if (!flags.containsAll(MIDDLE)) {
            return Optional.empty();
        }
        return Optional.of(flags.containsAll(WIDE) ? "SkylakeX" : "Haswell");
    }

    /** Returns the value for this machine's processor; empty where that cannot be told. */
    public static Optional<String> forThisProcessor() {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .flatMap(line -> forFlags(List.of(line.split("\\s+", -1))));
        } catch (IOException e) {
            return Optional.empty(); // a hint is no reason to fail
        }
    }
}
