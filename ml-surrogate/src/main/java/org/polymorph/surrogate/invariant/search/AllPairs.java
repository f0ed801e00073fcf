package org.polymorph.surrogate.invariant.search;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.Metric;

/**
 * The distances of all pairs of a table, each at least once, tile by tile over all workers. The full matrix of 229,000
 * crystals would fill 400 GB; whoever asks takes from each tile what he needs. Immutable and thread-safe.
 */
public final class AllPairs {
    /** Columns of a tile: whole arrays of this length keep the vector units busy and the block in a core's own cache. */
    private static final int COLUMNS = 512;

    private static final int ROWS = 64;

    private final VectorTable table;
    /** One array an entry and block of vectors: the entry of each of them. */
    private final double[][][] blocks;

    private AllPairs(VectorTable table) {
        this.table = table;
        this.blocks = new double[(table.size() + COLUMNS - 1) / COLUMNS][][];
        for (int block = 0; block < blocks.length; block++) {
            int first = block * COLUMNS;
            int columns = Math.min(COLUMNS, table.size() - first);
            blocks[block] = new double[table.width()][columns];
            for (int p = 0; p < table.width(); p++) {
                for (int j = 0; j < columns; j++) {
                    blocks[block][p][j] = table.get(first + j, p);
                }
            }
        }
    }

    /** Prepares the distances of a table: takes as much memory again as the table. */
    public static AllPairs of(VectorTable table) {
        return new AllPairs(table);
    }

    /**
     * Computes all tiles that reach the upper triangle. Together they hold each pair once, or twice where a tile lies across
     * the diagonal, which also holds zeros.
     *
     * @param consumer called by several threads at a time, once a tile
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void forEach(Metric metric, Consumer<DistanceTile> consumer, Workers workers, Progress progress) {
        int rowBlocks = (table.size() + ROWS - 1) / ROWS;
        AtomicInteger done = new AtomicInteger();
        workers.map(rowBlocks, rowBlock -> {
            int first = rowBlock * ROWS;
            int rows = Math.min(ROWS, table.size() - first);
            double[][] room = new double[ROWS][COLUMNS];
            for (int block = first / COLUMNS; block < blocks.length; block++) {
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                if (blocks[block][0].length != room[0].length) {
                    room = new double[ROWS][blocks[block][0].length];
                }
                fill(metric, first, rows, blocks[block], room);
                consumer.accept(new DistanceTile(first, rows, block * COLUMNS, room));
            }
            progress.at(done.incrementAndGet(), rowBlocks);
            return rowBlock;
        });
    }

    private void fill(Metric metric, int first, int rows, double[][] columns, double[][] distances) {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(distances[row], 0);
            for (int p = 0; p < columns.length; p++) {
                metric.accumulate(table.get(first + row, p), columns[p], distances[row]);
            }
            metric.finish(distances[row]);
        }
    }
}
