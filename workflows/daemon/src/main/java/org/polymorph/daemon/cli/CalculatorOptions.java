package org.polymorph.daemon.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.training.SealedFile;
import picocli.CommandLine.Option;

/** The options that name what gives energies: {@code --with} and {@code --param}. */
final class CalculatorOptions {
    private static final String POTENTIAL = "potential:";

    @Option(
            names = "--with",
            required = true,
            paramLabel = "MODEL|potential:NAME",
            description = "What gives energy, forces and stress: a model file of `train`, or a classical potential"
                    + " by name; `polymorph version` lists the names.")
    private String with = "";

    @Option(
            names = "--param",
            paramLabel = "KEY=VALUE|FILE.json",
            description = "A parameter of the potential, or a file of them; may be given several times.")
    private List<String> parameters = List.of();

    /** Makes the calculator; a surrogate also predicts its own uncertainty. */
    Calculator calculator() {
        return with.startsWith(POTENTIAL) ? potential(with.substring(POTENTIAL.length())) : model();
    }

    private Calculator potential(String name) {
        CalculatorProvider provider = ProviderArguments.get("--with", "potential", CalculatorProvider.class, name);
        Settings settings = KeyValues.settings("--param", parameters);
        Calculator calculator = UsageException.at("--param", () -> provider.create(settings));
        settings.finish();
        settings.throwIfProblems();
        return calculator;
    }

    private SurrogateModel model() {
        if (!parameters.isEmpty()) {
            throw new UsageException("--param: expected with potential:NAME only, found with the model " + with);
        }
        if (!Files.isRegularFile(Path.of(with))) {
            throw new UsageException("--with: expected a model file or potential:NAME, found \"" + with
                    + "\", which is no file; potentials: "
                    + String.join(", ", Providers.of(CalculatorProvider.class).names()));
        }
        return load(Path.of(with));
    }

    /**
     * Loads a model with the kind of surrogate that its file names, else with the first kind that can read it.
     *
     * @throws UsageException if none can; tells what is wrong with the file
     */
    static SurrogateModel load(Path file) {
        Providers<Surrogate> surrogates = Providers.of(Surrogate.class);
        Optional<String> kind = SealedFile.kind(file);
        // a file has room for the first letters of a long name
        Optional<String> named = kind.flatMap(word -> surrogates.names().stream()
                .filter(name -> name.startsWith(word))
                .findFirst());
        if (named.isPresent()) {
            try {
                return surrogates.get(named.get()).load(file);
            } catch (UncheckedIOException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
        for (Surrogate surrogate : surrogates.all()) {
            try {
                return surrogate.load(file);
            } catch (UncheckedIOException e) {
                // the next one may know it
            }
        }
        throw new UsageException(file + ": expected a model written by `train`, of kind "
                + String.join(", ", surrogates.names()) + "; found "
                + kind.map(name -> "one of kind " + name).orElse("something else"));
    }
}
