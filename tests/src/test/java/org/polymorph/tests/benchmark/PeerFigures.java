package org.polymorph.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;

/**
 * Processor time of Polymorph's networks on the structures of a file; {@code tests/peers/compare.py} calls it, and no other
 * build does. System properties: {@code peer.labels}, a file; {@code peer.types}, kinds of networks.
 */
class PeerFigures {
    private static final int MEMBERS = 2;
    private static final int BATCH = 10;
    private static final int REPEATS = 60;
    private static final int SHORT = 3;
    private static final int LONG = 23;

    @Test
    void measures() throws Exception {
        List<Frame> frames = StructureFiles.read(Path.of(System.getProperty("peer.labels", "")));
        List<LabelledStructure> labels = IntStream.range(0, frames.size())
                .mapToObj(i -> new LabelledStructure(
                        String.format("%05d", i),
                        frames.get(i).structure(),
                        frames.get(i).evaluation().orElseThrow()))
                .toList();
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        for (String type : System.getProperty("peer.types", "schnet").split(",", -1)) {
            figures.put(type, figures(type, labels));
        }
        Path report = Files.createDirectories(Path.of("target")).resolve("peer-figures.json");
        new ObjectMapper().writeValue(report.toFile(), figures);
        assertThat(figures).isNotEmpty();
    }

    private static Map<String, Double> figures(String type, List<LabelledStructure> labels) {
        SurrogateModel model = train(type, labels, 1);
        Map<String, Double> figures = new LinkedHashMap<>();
        double each = fastest(() -> labels.forEach(label -> model.evaluate(label.structure())), labels.size());
        figures.put("single", each / MEMBERS);
        figures.put("batch", each / MEMBERS);
        figures.put("training", training(type, labels));
        return figures;
    }

    // the difference between many epochs and few, a structure that is trained on and a member
    private static double training(String type, List<LabelledStructure> labels) {
        train(type, labels, LONG);
        double fewest = ofProcess(() -> train(type, labels, SHORT));
        double most = ofProcess(() -> train(type, labels, LONG));
        return (most - fewest) / (LONG - SHORT) / labels.size() / MEMBERS;
    }

    private static SurrogateModel train(String type, List<LabelledStructure> labels, int epochs) {
        Map<String, Object> settings =
                new LinkedHashMap<>(Map.of("ensemble", MEMBERS, "epochs", epochs, "patience", 1000, "batch", BATCH));
        settings.put("validation", 0.02);
        settings.putAll(Map.of("features", 64, "interactions", 3, "radial", 20, "cutoff", 5.0));
        settings.put("precision", "single");
        try (Workers one = new Workers(1)) {
            return Providers.of(Surrogate.class)
                    .get(type)
                    .train(TrainingTask.of(labels, Settings.of(settings), new Seed(1), one));
        }
    }

    private static double fastest(Runnable action, int structures) {
        double best = Double.POSITIVE_INFINITY;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int k = 0; k < REPEATS; k++) {
            long begun = threads.getCurrentThreadCpuTime();
            action.run();
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - begun) / 1e3 / structures);
        }
        return best;
    }

    // workers have threads of their own; in µs
    private static double ofProcess(Runnable action) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begun = system.getProcessCpuTime();
        action.run();
        return (system.getProcessCpuTime() - begun) / 1e3;
    }
}
