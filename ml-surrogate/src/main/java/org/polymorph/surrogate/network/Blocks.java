package org.polymorph.surrogate.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.polymorph.surrogate.training.SealedFile;

/** Blocks of weights, and what is as large as they are. */
public final class Blocks {
    private Blocks() {}

    public static double[][] copy(double[][] blocks) {
        double[][] copy = new double[blocks.length][];
        for (int b = 0; b < blocks.length; b++) {
            copy[b] = blocks[b].clone();
        }
        return copy;
    }

    /** Returns the same in single precision. */
    public static float[][] narrow(double[][] blocks) {
        float[][] narrow = new float[blocks.length][];
        for (int b = 0; b < blocks.length; b++) {
            narrow[b] = new float[blocks[b].length];
            for (int k = 0; k < narrow[b].length; k++) {
                narrow[b][k] = (float) blocks[b][k];
            }
        }
        return narrow;
    }

    /** Returns zeros in blocks of the same sizes. */
    public static double[][] zeros(double[][] blocks) {
        double[][] zeros = new double[blocks.length][];
        for (int b = 0; b < blocks.length; b++) {
            zeros[b] = new double[blocks[b].length];
        }
        return zeros;
    }

    /** Writes the number of blocks and each as an array. */
    public static void write(DataOutputStream out, double[][] blocks) throws IOException {
        out.writeInt(blocks.length);
        for (double[] block : blocks) {
            SealedFile.writeArray(out, block);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static double[][] read(DataInputStream in) throws IOException {
        double[][] blocks = new double[in.readInt()][];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b] = SealedFile.readArray(in);
        }
        return blocks;
    }

    /** Returns the SHA-256 of the weights of several members. */
    static String hash(List<double[][]> members) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (double[][] member : members) {
                for (double[] block : member) {
                    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * block.length);
                    Arrays.stream(block).forEach(bytes::putDouble);
                    digest.update(bytes.array());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
