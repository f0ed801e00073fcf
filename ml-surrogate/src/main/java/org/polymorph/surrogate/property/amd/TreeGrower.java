package org.polymorph.surrogate.property.amd;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.polymorph.model.spi.Seed;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * Grows the trees of a random forest (Breiman 2001, doi 10.1023/A:1010933404324) by Tribuo: each of a sample drawn with
 * replacement, each split the best of a share of the numbers. Thread-safe.
 *
 * @param leaf fewest labels of a leaf
 * @param fraction of the numbers that a split is chosen from
 */
record TreeGrower(Points points, double[] y, int leaf, double fraction, Seed seed) {
    private static final RegressionFactory FACTORY = new RegressionFactory();
    private static final String OUTPUT = "y";

    /** Returns how often each label is in the sample of a tree. */
    int[] sample(int tree) {
        SplittableRandom random = seed.split("sample").split(tree).random();
        int[] counts = new int[y.length];
        for (int i = 0; i < y.length; i++) {
            counts[random.nextInt(y.length)]++;
        }
        return counts;
    }

    /** Grows a tree. */
    Tree grow(int tree) {
        OffsetDateTime anyTime = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance(OUTPUT, anyTime, FACTORY), FACTORY);
        String[] names = names(points.row(0).length);
        int[] counts = sample(tree);
        for (int i = 0; i < y.length; i++) {
            for (int copy = 0; copy < counts[i]; copy++) {
                data.add(new ArrayExample<>(new Regressor(OUTPUT, y[i]), names, points.row(i)));
            }
        }
        long own = seed.split("tree").split(tree).random().nextLong();
        return Tree.of(new CARTJointRegressionTrainer(
                        Integer.MAX_VALUE, leaf, 0, (float) fraction, false, new MeanSquaredError(), false, own)
                .train(data)
                .getRoot());
    }

    // Tribuo numbers features in the order of their names
    private static String[] names(int count) {
        String[] names = new String[count];
        for (int p = 0; p < count; p++) {
            names[p] = String.format("%08d", p);
        }
        return names;
    }
}
