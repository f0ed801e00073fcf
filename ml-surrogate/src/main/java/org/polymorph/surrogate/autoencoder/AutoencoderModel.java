package org.polymorph.surrogate.autoencoder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.training.SealedFile;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.Peak;
import org.polymorph.surrogate.voxel.PeakFinder;
import org.polymorph.surrogate.voxel.VoxelGrid;

/**
 * A trained autoencoder. Thread-safe.
 *
 * <p>Its {@linkplain SealedFile file}: settings; elements; summary; the crystals learned from; blocks of weights.
 */
public final class AutoencoderModel {
    private static final SealedFile FILE = new SealedFile("autoen", 1);

    /** A peak counts from this share of the lightest element on. */
    private static final double LEAST_CHARGE = 0.4;

    private static final double APART = 0.5;

    private final AutoencoderSettings settings;
    private final CrystalNetwork network;
    private final double[][] weights;
    private final List<KnownCrystal> known;
    private final Map<String, String> summary;

    AutoencoderModel(
            AutoencoderSettings settings,
            CrystalNetwork network,
            double[][] weights,
            List<KnownCrystal> known,
            Map<String, String> summary) {
        this.settings = settings;
        this.network = network;
        this.weights = weights;
        this.known = List.copyOf(known);
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    }

    /** Returns facts for people, in display order. */
    public Map<String, String> summary() {
        return summary;
    }

    /** Returns the elements that it knows. */
    public List<Element> elements() {
        return network.elements();
    }

    /** Returns the crystals that it has learned from, as reduced cells. */
    public List<Structure> known() {
        return known.stream().map(KnownCrystal::structure).toList();
    }

    /** Returns the length of a code. */
    public int latent() {
        return settings.sizes().latent();
    }

    private Tape tape() {
        return new Tape(settings.backend(), weights, new double[0][]);
    }

    /** Lays the reduced cell of a structure into the box, turned and shifted as in the training. */
    public BoxedCrystal place(Structure structure, SplittableRandom random) {
        return settings.augmentation().draw(CrystalAutoencoder.reduced(structure), settings.grid(), random);
    }

    /**
     * Returns the code of a crystal in the box.
     *
     * @throws IllegalArgumentException if it has an element that the networks do not know
     */
    public double[] code(BoxedCrystal crystal) {
        for (Element element : crystal.species()) {
            if (!elements().contains(element)) {
                throw new IllegalArgumentException(
                        "the autoencoder knows " + elements() + ", found an atom of " + element);
            }
        }
        return network.code(tape(), network.target(crystal));
    }

    /** Returns the crystal of a code. */
    public DecodedCrystal decode(double[] code) {
        CrystalNetwork.Reading reading = network.read(tape(), code);
        VoxelGrid grid = settings.grid();
        int lightest = elements().stream().mapToInt(Element::atomicNumber).min().orElseThrow();
        List<Peak> peaks = new PeakFinder(grid, LEAST_CHARGE * lightest, APART).find(reading.density());
        double[][] scores = new double[peaks.size()][];
        for (int p = 0; p < scores.length; p++) {
            scores[p] = scores(reading, peaks.get(p));
        }
        return new DecodedCrystal(reading.lattice(), peaks, scores, elements());
    }

    private double[] scores(CrystalNetwork.Reading reading, Peak peak) {
        int count = elements().size();
        double[] sums = new double[count];
        int[] voxels = new int[1];
        settings.grid().forEachNear(peak, voxel -> {
            voxels[0]++;
            for (int e = 0; e < count; e++) {
                double score = reading.scores()[voxel * count + e];
                sums[e] -= Math.max(-score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
            }
        });
        Arrays.setAll(sums, e -> sums[e] / Math.max(1, voxels[0]));
        return sums;
    }

    /** Writes the model to one file, beside first and then renamed. */
    public void save(Path file) {
        FILE.write(file, this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        settings.write(out);
        SealedFile.writeElements(out, elements());
        SealedFile.writeSummary(out, summary);
        out.writeInt(known.size());
        for (KnownCrystal crystal : known) {
            crystal.write(out);
        }
        Blocks.write(out, weights);
    }

    /**
     * Reads a model.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read, is damaged or is of another kind
     */
    public static AutoencoderModel load(Path file) {
        return FILE.read(file, AutoencoderModel::read);
    }

    private static AutoencoderModel read(DataInputStream in) throws IOException {
        AutoencoderSettings settings = AutoencoderSettings.read(in);
        List<Element> elements = SealedFile.readElements(in);
        Map<String, String> summary = SealedFile.readSummary(in);
        List<KnownCrystal> known = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            known.add(KnownCrystal.read(in));
        }
        CrystalNetwork network = new CrystalNetwork(settings, elements, new SplittableRandom(0));
        return new AutoencoderModel(settings, network, Blocks.read(in), known, summary);
    }
}
