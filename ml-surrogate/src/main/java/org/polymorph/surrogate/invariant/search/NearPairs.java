package org.polymorph.surrogate.invariant.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;

/**
 * All pairs of a table within a Chebyshev distance of each other, by an index and not by looking at all pairs: a k-d tree
 * (Bentley 1975, doi 10.1145/361002.361007) joined with itself, where two branches whose bounding boxes lie too far apart are
 * left out as a whole. Exact. Immutable and thread-safe.
 */
public final class NearPairs {
    /** Pairs of leaves handed to the workers at a time: bounds the memory for what they find. */
    private static final int BATCH = 4096;

    private final BoxTree tree;

    private NearPairs(BoxTree tree) {
        this.tree = tree;
    }

    /** Builds the index of a table: takes somewhat more memory than the table once more. */
    public static NearPairs of(VectorTable table) {
        return new NearPairs(BoxTree.of(table));
    }

    /**
     * Finds all pairs at a distance of at most {@code limit}, each once, and hands them over in batches, in an order that does
     * not depend on the workers.
     *
     * @param consumer called by this thread
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void forEachBatch(double limit, Consumer<PairList> consumer, Workers workers, Progress progress) {
        List<int[]> leafPairs = new ArrayList<>();
        if (tree.nodes() > 0) {
            collect(0, 0, limit, leafPairs);
        }
        int chunk = Math.max(1, BATCH / 64);
        for (int from = 0; from < leafPairs.size(); from += BATCH) {
            List<int[]> batch = leafPairs.subList(from, Math.min(leafPairs.size(), from + BATCH));
            int chunks = (batch.size() + chunk - 1) / chunk;
            List<PairList> found = workers.map(chunks, c -> {
                PairList pairs = new PairList();
                for (int[] pair : batch.subList(c * chunk, Math.min(batch.size(), (c + 1) * chunk))) {
                    tree.comparePoints(pair[0], pair[1], limit, pairs);
                }
                return pairs;
            });
            found.forEach(consumer);
            progress.at(Math.min(leafPairs.size(), from + BATCH), leafPairs.size());
        }
    }

    private void collect(int a, int b, double limit, List<int[]> leafPairs) {
        if (a != b && tree.boxDistance(a, b, limit) > limit) {
            return;
        }
        if (tree.isLeaf(a) && tree.isLeaf(b)) {
            leafPairs.add(new int[] {a, b});
        } else if (a == b) {
            collect(tree.left(a), tree.left(a), limit, leafPairs);
            collect(tree.left(a), tree.right(a), limit, leafPairs);
            collect(tree.right(a), tree.right(a), limit, leafPairs);
        } else if (tree.isLeaf(b) || (!tree.isLeaf(a) && tree.count(a) >= tree.count(b))) {
            collect(tree.left(a), b, limit, leafPairs);
            collect(tree.right(a), b, limit, leafPairs);
        } else {
            collect(a, tree.left(b), limit, leafPairs);
            collect(a, tree.right(b), limit, leafPairs);
        }
    }
}
