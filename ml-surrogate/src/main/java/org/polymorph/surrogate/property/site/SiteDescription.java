package org.polymorph.surrogate.property.site;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.property.KnownElements;
import org.polymorph.surrogate.property.ensemble.CrystalDescription;
import org.polymorph.surrogate.property.ensemble.Ensemble;
import org.polymorph.surrogate.training.SealedFile;

/**
 * Crystals as their sites, each number about its mean over those of the training and in its deviation. Immutable.
 *
 * @param elements that are known
 * @param mean of each number over the sites of the training
 * @param factor one over its deviation; 0 where all are the same
 */
record SiteDescription(
        SiteFeatures features, int hidden, int embedding, List<Element> elements, double[] mean, double[] factor)
        implements CrystalDescription<SiteRows> {
    private static final double SMALL = 1e-9;

    SiteDescription {
        elements = List.copyOf(elements);
    }

    /** Makes one of the crystals of a training, not scaled yet. */
    static SiteDescription of(SiteSettings settings, List<Element> elements, List<SiteRows> crystals) {
        SiteRows all = SiteRows.join(crystals);
        int width = all.width();
        double[] mean = new double[width];
        double[] factor = new double[width];
        for (int p = 0; p < width; p++) {
            double square = 0;
            for (int s = 0; s < all.sites(); s++) {
                double value = all.values()[s * width + p];
                mean[p] += all.share()[s] * value / all.crystals();
                square += all.share()[s] * value * value / all.crystals();
            }
            double deviation = Math.sqrt(Math.max(0, square - mean[p] * mean[p]));
            factor[p] = deviation > SMALL * (1 + Math.abs(mean[p])) ? 1 / deviation : 0;
        }
        return new SiteDescription(
                settings.features(), settings.hidden(), settings.embedding(), elements, mean, factor);
    }

    @Override
    public SiteRows of(Structure structure) {
        KnownElements.numbers(structure, elements);
        return scaled(features.of(structure));
    }

    SiteRows scaled(SiteRows rows) {
        return rows.scaled(mean, factor);
    }

    @Override
    public SiteNetwork network() {
        return new SiteNetwork(mean.length, hidden, embedding);
    }

    /** Returns which share each group of numbers has in the sum of the slopes, each in the deviation of its number. */
    @Override
    public Map<String, String> facts(Ensemble ensemble, List<SiteRows> crystals) {
        double[] sums = new double[mean.length];
        double whole = 0;
        SiteRows all = SiteRows.join(crystals);
        for (double[][] member : ensemble.members()) {
            double[] slopes = network().slopes(all, member);
            for (int k = 0; k < slopes.length; k++) {
                sums[k % sums.length] += Math.abs(slopes[k]);
                whole += Math.abs(slopes[k]);
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sites", String.valueOf(all.sites()));
        int at = 0;
        for (Map.Entry<String, Integer> group : features.groups().entrySet()) {
            double part = 0;
            for (int end = at + group.getValue(); at < end; at++) {
                part += sums[at];
            }
            facts.put("slopes, " + group.getKey(), String.format(Locale.ROOT, "%.0f %%", 100 * part / whole));
        }
        return facts;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        features.write(out);
        out.writeInt(hidden);
        out.writeInt(embedding);
        SealedFile.writeElements(out, elements);
        SealedFile.writeArray(out, mean);
        SealedFile.writeArray(out, factor);
    }

    static SiteDescription read(DataInputStream in) throws IOException {
        return new SiteDescription(
                SiteFeatures.read(in),
                in.readInt(),
                in.readInt(),
                SealedFile.readElements(in),
                SealedFile.readArray(in),
                SealedFile.readArray(in));
    }
}
