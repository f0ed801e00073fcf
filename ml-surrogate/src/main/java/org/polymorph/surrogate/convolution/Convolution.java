package org.polymorph.surrogate.convolution;

/**
 * A convolution of 3×3×3 voxels with a margin of zeros. Output voxel o sees input voxels stride·o + k − 1, k = 0, 1, 2, along each
 * axis; an edge of n becomes ⌈n/stride⌉. The weights are rows of output channels, one for each of the 27 places, z fastest, and
 * each input channel. Not thread-safe: one a thread.
 */
interface Convolution {

    /** Returns the edge of the output. */
    static int outputEdge(int edge, int stride) {
        return (edge + stride - 1) / stride;
    }

    /** Fills the output. */
    void forward(Field in, double[] weights, int stride, Field out);

    /** Adds to the slopes of the input and of the weights what those of the output give. */
    void backward(Field in, double[] weights, int stride, Field out, double[] weightSlopes);
}
