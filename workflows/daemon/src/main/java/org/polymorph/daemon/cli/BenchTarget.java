package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.daemon.bench.Target;
import org.polymorph.daemon.bench.TargetStructures;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.surrogate.match.MatchSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a bench looks for. */
final class BenchTarget {
    private static final double MEV = 1e-3;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "Structures of which any is a hit, in any format that is known; - is stdin.")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--enthalpy",
            paramLabel = "EV",
            description =
                    "Enthalpy of a hit in eV/atom; by default those of the structures of --target, relaxed by the"
                            + " campaign's potential, or their energies in the file. Without --target, what is lower is a hit too.")
    private Optional<Double> enthalpy = Optional.empty();

    @Option(names = "--lowest", description = "A hit is the lowest structure of all searches; this is the default.")
    private boolean lowest;

    @Option(
            names = "--within",
            paramLabel = "MEV",
            defaultValue = "1",
            description = "meV/atom by which a hit may lie beside the enthalpy; by default ${DEFAULT-VALUE}.")
    private double within;

    @Mixin
    private final MatchOptions match = new MatchOptions();

    MatchSettings match() {
        return match.settings();
    }

    /** Returns the tolerance of the enthalpy, eV/atom. */
    double tolerance() {
        if (!(within >= 0 && Double.isFinite(within))) {
            throw new UsageException("--within: expected meV/atom of zero or above, found " + within);
        }
        return within * MEV;
    }

    /** Returns the target; empty for the lowest of all searches. */
    Optional<Target> read(CampaignSpec spec, Console console) {
        double tolerance = tolerance();
        match.settings();
        if (lowest && (file.isPresent() || enthalpy.isPresent())) {
            throw new UsageException("--lowest: expected without --target and --enthalpy");
        }
        enthalpy.filter(value -> !Double.isFinite(value)).ifPresent(value -> {
            throw new UsageException("--enthalpy: expected a finite number of eV/atom, found " + value);
        });
        Composition reduced = spec.search()
                .parts()
                .reduced()
                .orElseThrow(() -> new UsageException(
                        "search: expected cells of one composition, as a bench compares energies, found "
                                + spec.search().parts()));
        if (file.isEmpty() && enthalpy.isEmpty()) {
            return Optional.empty();
        }
        List<Frame> frames = new ArrayList<>();
        file.ifPresent(name -> SoundStructures.read(List.of(name), console).forEach(frames::add));
        for (Frame frame : frames) {
            Structure structure = frame.structure();
            if (!structure.composition().reduced().equals(reduced)) {
                throw new UsageException("--target " + file.orElse("") + ": expected structures of " + reduced
                        + ", found one of " + structure.composition());
            }
        }
        TargetStructures found = TargetStructures.of(frames, spec);
        return Optional.of(
                new Target(found.structures(), enthalpy.map(List::of).orElse(found.enthalpies()), tolerance));
    }
}
