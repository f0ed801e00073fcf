package org.polymorph.surrogate.property.amd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.regression.Regressor;

/**
 * A regression tree as numbers, three a node: which number of a crystal is asked for, the value that it is compared with, and the
 * node where it is above that; the next node is where it is not. A leaf asks for none, and its value is the answer. Tribuo's own
 * form would hold the hour of the training, so that no two files were the same. Immutable.
 *
 * @param nodes from the root on; must not change
 */
record Tree(double[] nodes) {
    private static final int WIDTH = 3;
    private static final int LEAF = -1;

    /** Takes a tree that Tribuo has grown, of features numbered as the numbers of a crystal are. */
    static Tree of(Node<Regressor> root) {
        List<double[]> nodes = new ArrayList<>();
        add(root, nodes);
        return new Tree(nodes.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private static void add(Node<Regressor> node, List<double[]> nodes) {
        if (node instanceof SplitNode<Regressor> split) {
            double[] own = {split.getFeatureID(), split.splitValue(), 0};
            nodes.add(own);
            add(split.getLessThanOrEqual(), nodes);
            own[2] = nodes.size();
            add(split.getGreaterThan(), nodes);
        } else if (node instanceof LeafNode<Regressor> leaf) {
            nodes.add(new double[] {LEAF, leaf.getOutput().getValues()[0], 0});
        } else {
            throw new IllegalStateException("expected a split or a leaf, found " + node.getClass());
        }
    }

    double predict(double[] numbers) {
        int node = 0;
        while (nodes[node] != LEAF) {
            boolean above = numbers[(int) nodes[node]] > nodes[node + 1];
            node = above ? WIDTH * (int) nodes[node + 2] : node + WIDTH;
        }
        return nodes[node + 1];
    }

    /** Returns trees as one row of numbers, before each how many it has. */
    static double[] together(List<Tree> trees) {
        return trees.stream()
                .flatMapToDouble(
                        tree -> DoubleStream.concat(DoubleStream.of(tree.nodes.length), Arrays.stream(tree.nodes)))
                .toArray();
    }

    /** Returns the trees of {@link #together}. */
    static List<Tree> apart(double[] row) {
        List<Tree> trees = new ArrayList<>();
        for (int at = 0; at < row.length; at += 1 + (int) row[at]) {
            trees.add(new Tree(Arrays.copyOfRange(row, at + 1, at + 1 + (int) row[at])));
        }
        return trees;
    }
}
