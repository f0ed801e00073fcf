package org.polymorph.surrogate.ace;

/** The tensors and invariants of one atom after the other, as {@link TensorRows} are of several. Scratch space; not thread-safe. */
final class TensorValues {
    private final SlopeTensors tensors;
    private final double[] scratch;
    private final double[] components;
    private final double[] invariants;

    TensorValues(SlopeTensors tensors) {
        this.tensors = tensors;
        this.scratch = new double[tensors.numbers()];
        this.components = new double[tensors.size()];
        this.invariants = new double[tensors.invariants()];
    }

    /** Evaluates both at an atom's densities. */
    void evaluate(double[] densities) {
        tensors.evaluate(densities, scratch, components);
        tensors.values(densities, components, invariants);
    }

    /** Returns the components of all tensors; read only. */
    double[] components() {
        return components;
    }

    /** Returns the invariants; read only. */
    double[] invariants() {
        return invariants;
    }
}
