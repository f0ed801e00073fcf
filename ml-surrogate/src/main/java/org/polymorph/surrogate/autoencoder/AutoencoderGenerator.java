package org.polymorph.surrogate.autoencoder;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.DistanceCheck;
import org.polymorph.surrogate.generate.MinimumDistances;

/**
 * Proposes crystals that an autoencoder decodes from codes drawn around and between those of the crystals that it has learned
 * from: those of the same composition, or where there are none, all. What it proposes keeps the minimum distances. Each structure
 * has a seed of its own.
 *
 * <p>Settings: {@code model} (file of {@code train --type autoencoder}), {@code from} ({@code sample}, {@code interpolate} or
 * {@code both}), {@code temperature}, {@code minDistance}, {@code attempts}.
 */
public final class AutoencoderGenerator implements Generator {

    /** The settings of a section. */
    private record Read(
            Optional<AutoencoderModel> model, CodeDraw from, double temperature, DistanceCheck check, int attempts) {}

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public void validate(Composition composition, Settings settings) {
        read(composition, settings);
    }

    private static Read read(Composition composition, Settings settings) {
        settings.has("type");
        settings.has("share");
        Optional<AutoencoderModel> model = settings.parsed("model", file -> model(file, composition));
        if (!settings.has("model")) {
            settings.reject("model", "expected the file of an autoencoder that was trained, found none");
        }
        Read read = new Read(
                model,
                CodeDraw.of(settings.choice("from", "both", CodeDraw.words())),
                settings.number("temperature", 1, 0, 10),
                new DistanceCheck(MinimumDistances.of(settings, composition)),
                settings.integer("attempts", 1000, 1, Integer.MAX_VALUE));
        settings.finish();
        return read;
    }

    private static AutoencoderModel model(String file, Composition composition) {
        AutoencoderModel model;
        try {
            model = AutoencoderModel.load(Path.of(file));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!model.elements().containsAll(composition.counts().keySet())) {
            throw new IllegalArgumentException("the autoencoder in " + file + " knows " + model.elements()
                    + ", expected all elements of " + composition);
        }
        return model;
    }

    @Override
    public List<Structure> generate(
            Composition composition, int count, Settings settings, Seed seed, Workers workers, Progress progress) {
        Settings fresh = settings.fresh();
        Read read = read(composition, fresh);
        fresh.throwIfProblems();
        AutoencoderModel model = read.model().orElseThrow();
        List<double[]> known = codes(model, composition, seed.split("known"), workers);
        AtomicInteger done = new AtomicInteger();
        return workers.map(count, i -> {
            Structure structure = one(composition, read, model, known, seed.split(i));
            progress.at(done.incrementAndGet(), count);
            return structure;
        });
    }

    private static List<double[]> codes(AutoencoderModel model, Composition composition, Seed seed, Workers workers) {
        List<Structure> same = model.known().stream()
                .filter(structure -> structure.composition().reduced().equals(composition.reduced())
                        && structure.size() == composition.size())
                .toList();
        List<Structure> all = same.isEmpty() ? model.known() : same;
        return workers.map(
                all.size(),
                k -> model.code(model.place(all.get(k), seed.split(k).random())));
    }

    private static Structure one(
            Composition composition, Read read, AutoencoderModel model, List<double[]> known, Seed seed) {
        SplittableRandom random = seed.random();
        Map<String, Integer> failures = new TreeMap<>();
        for (int attempt = 0; attempt < read.attempts(); attempt++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            Optional<Structure> structure = model.decode(read.from().draw(known, read.temperature(), random))
                    .structure(composition);
            Optional<String> broken = structure.isEmpty()
                    ? Optional.of("too few sites, or a cell without volume")
                    : read.check().broken(structure.get());
            if (broken.isEmpty()) {
                return structure.orElseThrow();
            }
            failures.merge(broken.get(), 1, Integer::sum);
        }
        String reasons = failures.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(3)
                .map(failure -> failure.getKey() + " (" + failure.getValue() + " times)")
                .collect(Collectors.joining("; "));
        throw new ConfigurationException("the autoencoder made no " + composition + " that keeps its distances in "
                + read.attempts() + " attempts: " + reasons
                + ". Lower minDistance or temperature, raise attempts, or train"
                + " it longer or on crystals of this composition");
    }
}
