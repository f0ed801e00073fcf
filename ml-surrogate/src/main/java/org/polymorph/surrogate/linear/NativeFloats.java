package org.polymorph.surrogate.linear;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Numbers in single precision outside the heap, where OpenBLAS finds them without a copy. Not thread-safe: what several threads
 * read, each needs a {@link #view} of.
 */
public final class NativeFloats {
    private final FloatBuffer buffer;
    private final FloatPointer pointer;

    /** Makes room for as many numbers, all of them 0. */
    public NativeFloats(int capacity) {
        this(ByteBuffer.allocateDirect(Math.max(1, capacity) * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer());
    }

    private NativeFloats(FloatBuffer buffer) {
        this.buffer = buffer;
        this.pointer = new FloatPointer(buffer);
    }

    /** Returns the same numbers for another thread. */
    public NativeFloats view() {
        return new NativeFloats(buffer);
    }

    /** Returns how many numbers there is room for. */
    public int capacity() {
        return buffer.capacity();
    }

    /** Writes numbers from {@code at} on. */
    public void put(int at, float[] from, int length) {
        buffer.put(at, from, 0, length);
    }

    /** Reads numbers from {@code at} on. */
    public void get(int at, float[] to, int length) {
        buffer.get(at, to, 0, length);
    }

    /** Returns the pointer, at a number. */
    FloatPointer at(int position) {
        return pointer.position(position);
    }

    /**
     * A matrix among the numbers, row-major.
     *
     * @param at where it begins
     * @param stride how far a row is from the next
     */
    public record Matrix(NativeFloats numbers, int at, int stride) {
        float get(int row, int column) {
            return numbers.buffer.get(at + row * stride + column);
        }

        void set(int row, int column, float value) {
            numbers.buffer.put(at + row * stride + column, value);
        }
    }

    /** Returns a matrix among the numbers. */
    public Matrix matrix(int at, int stride) {
        return new Matrix(this, at, stride);
    }
}
