package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The derivatives of all invariants by the densities, each polynomial once: that of invariant f by the densities A_znlm of one
 * channel (z, n, l) is a tensor of rank l, and many invariants that differ in one channel have the same one up to a factor.
 * Tensors are sums over products of densities, and products are made of products. Immutable and thread-safe; scratch comes from
 * the caller.
 */
final class SlopeTensors {
    private final int densities;
    private final int invariants;
    private final List<Use> uses = new ArrayList<>();
    private final int size;
    private final Program program;

    /**
     * How to compute all tensors and invariants from numbers, of which the first is 1 and then come the densities.
     *
     * @param left one factor of each product, an earlier number; {@code right} is the other
     * @param lengths how many components have no term, one term, two terms, …
     * @param targets the components in this order; {@code terms}, numbers, and {@code weights} follow each other likewise
     * @param values of each invariant: density, component, width of a sum over products of both; {@code shares} its factor
     */
    record Program(
            int[] left,
            int[] right,
            int[] lengths,
            int[] targets,
            int[] terms,
            double[] weights,
            int[] values,
            double[] shares) {}

    /**
     * What a tensor is the derivative of: ∂B_f/∂A_(density + m) = factor · T_(component + m) for 0 ≤ m &lt; width.
     *
     * @param times how many factors of the invariant's products have this channel
     */
    record Use(int invariant, int density, int width, int component, double factor, int times) {}

    /** The densities of one radial function, element and l, and the tensors that invariants have as derivatives by them. */
    record Channel(int density, int width, List<Use> uses) {}

    /** Compiles the derivatives. */
    SlopeTensors(AceBasis basis) {
        densities = basis.densities();
        invariants = basis.invariants().size();
        Compiler compiler = new Compiler(basis);
        for (int f = 0; f < invariants; f++) {
            compiler.add(f, basis.invariants().get(f));
        }
        size = compiler.components.size();
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < size; c++) {
            order.add(c);
        }
        List<SortedMap<Integer, Double>> components = compiler.components;
        order.sort(Comparator.comparingInt(c -> components.get(c).size()));
        int[] lengths = new int[components.stream().mapToInt(Map::size).max().orElse(0) + 1];
        components.forEach(component -> lengths[component.size()]++);
        program = new Program(
                compiler.products.stream().mapToInt(p -> p[0]).toArray(),
                compiler.products.stream().mapToInt(p -> p[1]).toArray(),
                lengths,
                order.stream().mapToInt(c -> c).toArray(),
                order.stream()
                        .flatMap(c -> components.get(c).keySet().stream())
                        .mapToInt(product -> product)
                        .toArray(),
                order.stream()
                        .flatMap(c -> components.get(c).values().stream())
                        .mapToDouble(weight -> weight)
                        .toArray(),
                new int[3 * invariants],
                new double[invariants]);
        int[] values = program.values();
        // Euler: Σ A ∂B/∂A over one channel is as many times B as B has it
        for (int f = 0; f < invariants; f++) {
            int invariant = f;
            Use least = uses.stream()
                    .filter(use -> use.invariant() == invariant)
                    .min(Comparator.comparingInt(Use::width))
                    .orElseThrow();
            values[3 * f] = least.density();
            values[3 * f + 1] = least.component();
            values[3 * f + 2] = least.width();
            program.shares()[f] = least.factor() / least.times();
        }
    }

    /** Returns the number of components of all tensors. */
    int size() {
        return size;
    }

    /** Returns the number of invariants. */
    int invariants() {
        return invariants;
    }

    /** Returns how many numbers the program has: 1, the densities and all products. */
    int numbers() {
        return 1 + densities + program.left().length;
    }

    /** Returns the program; read only. */
    Program program() {
        return program;
    }

    /** Returns all uses of tensors, those of an invariant together, by ascending density. */
    List<Use> uses() {
        return List.copyOf(uses);
    }

    /** Returns the channels that occur in invariants, by ascending density. */
    List<Channel> channels() {
        SortedMap<Integer, List<Use>> byDensity = new TreeMap<>();
        uses.forEach(use -> byDensity
                .computeIfAbsent(use.density(), density -> new ArrayList<>())
                .add(use));
        return byDensity.values().stream()
                .map(same -> new Channel(same.get(0).density(), same.get(0).width(), List.copyOf(same)))
                .toList();
    }

    /**
     * Evaluates all tensors.
     *
     * @param a the densities
     * @param scratch as many as {@link #numbers}
     * @param out {@link #size()} numbers, written
     */
    void evaluate(double[] a, double[] scratch, double[] out) {
        int[] left = program.left();
        int[] right = program.right();
        int[] lengths = program.lengths();
        int[] targets = program.targets();
        int[] terms = program.terms();
        double[] weights = program.weights();
        scratch[0] = 1;
        System.arraycopy(a, 0, scratch, 1, densities);
        for (int k = 0, to = 1 + densities; k < left.length; k++, to++) {
            scratch[to] = scratch[left[k]] * scratch[right[k]];
        }
        int t = 0;
        int c = 0;
        for (; c < lengths[0]; c++) {
            out[targets[c]] = 0;
        }
        for (int end = c + lengths[1]; c < end; c++, t++) {
            out[targets[c]] = weights[t] * scratch[terms[t]];
        }
        for (int length = 2; length < lengths.length; length++) {
            for (int end = c + lengths[length]; c < end; c++) {
                double sum = weights[t] * scratch[terms[t]] + weights[t + 1] * scratch[terms[t + 1]];
                for (int last = t + length, k = t + 2; k < last; k++) {
                    sum += weights[k] * scratch[terms[k]];
                }
                t += length;
                out[targets[c]] = sum;
            }
        }
    }

    /**
     * Computes all invariants.
     *
     * @param tensors what {@link #evaluate} has found
     * @param out {@link #invariants()} numbers, written
     */
    void values(double[] a, double[] tensors, double[] out) {
        int[] values = program.values();
        for (int f = 0; f < invariants; f++) {
            int density = values[3 * f];
            int component = values[3 * f + 1];
            double sum = 0;
            for (int m = 0; m < values[3 * f + 2]; m++) {
                sum += a[density + m] * tensors[component + m];
            }
            out[f] = program.shares()[f] * sum;
        }
    }

    /** Finds tensors that are the same and products that can be shared. */
    private final class Compiler {
        private final int[] channelStart; // of each density, the first one of its channel
        private final int[] channelWidth;
        private final Map<List<Integer>, Integer> productOf = new HashMap<>();
        private final List<int[]> products = new ArrayList<>();
        private final Map<List<Object>, Integer> tensorOf = new HashMap<>();
        private final List<SortedMap<Integer, Double>> components = new ArrayList<>();

        Compiler(AceBasis basis) {
            channelStart = new int[densities];
            channelWidth = new int[densities];
            for (int z = 0; z < basis.elements().size(); z++) {
                for (int k = 0; k < basis.harmonics().size(); k++) {
                    int l = (int) Math.sqrt(k);
                    for (int n : basis.radialWith(k)) {
                        int channel = z * basis.width() + basis.blockStart(n);
                        channelStart[channel + k] = channel + l * l;
                        channelWidth[channel + k] = 2 * l + 1;
                    }
                }
            }
        }

        void add(int f, InvariantList.Invariant v) {
            int order = v.order();
            SortedMap<Integer, List<SortedMap<Integer, Double>>> byChannel = new TreeMap<>();
            for (int t = 0; t < v.coefficients().length; t++) {
                int[] factors = Arrays.copyOfRange(v.indices(), order * t, order * (t + 1));
                for (int k = 0; k < order; k++) {
                    int channel = channelStart[factors[k]];
                    byChannel
                            .computeIfAbsent(channel, key -> zeros(channelWidth[key]))
                            .get(factors[k] - channel)
                            .merge(product(without(factors, k)), v.coefficients()[t], Double::sum);
                }
            }
            byChannel.forEach((channel, tensor) -> {
                double factor = scale(tensor);
                int times = (int) Arrays.stream(v.indices(), 0, order)
                        .filter(index -> channelStart[index] == channel)
                        .count();
                uses.add(new Use(f, channel, tensor.size(), tensor(tensor, factor), factor, times));
            });
        }

        private static List<SortedMap<Integer, Double>> zeros(int width) {
            List<SortedMap<Integer, Double>> zeros = new ArrayList<>();
            for (int m = 0; m < width; m++) {
                zeros.add(new TreeMap<>());
            }
            return zeros;
        }

        private static int[] without(int[] factors, int k) {
            int[] rest = new int[factors.length - 1];
            System.arraycopy(factors, 0, rest, 0, k);
            System.arraycopy(factors, k + 1, rest, k, rest.length - k);
            return rest;
        }

        /** Returns the number of a product of densities, factors ascending. */
        private int product(int... factors) {
            int product = 0;
            for (int k = 0; k < factors.length; k++) {
                product = k == 0 ? 1 + factors[0] : times(product, 1 + factors[k]);
            }
            return product;
        }

        private int times(int a, int b) {
            return productOf.computeIfAbsent(List.of(a, b), key -> {
                products.add(new int[] {a, b});
                return densities + products.size();
            });
        }

        // The first coefficient that is not much smaller than the largest, so that equal tensors get equal scales.
        private static double scale(List<SortedMap<Integer, Double>> tensor) {
            double largest = tensor.stream()
                    .flatMap(component -> component.values().stream())
                    .mapToDouble(Math::abs)
                    .max()
                    .orElseThrow();
            return tensor.stream()
                    .flatMap(component -> component.values().stream())
                    .filter(c -> Math.abs(c) > 0.37 * largest)
                    .findFirst()
                    .orElseThrow();
        }

        /** Returns the first component of a tensor over a factor. */
        private int tensor(List<SortedMap<Integer, Double>> tensor, double factor) {
            List<Object> key = new ArrayList<>();
            for (SortedMap<Integer, Double> component : tensor) {
                component.replaceAll((product, c) -> c / factor);
                key.add(List.copyOf(component.keySet()));
                // coefficients of equal tensors differ by rounding
                component.values().forEach(c -> key.add(Math.round(c * 1e11)));
            }
            return tensorOf.computeIfAbsent(key, found -> {
                components.addAll(tensor);
                return components.size() - tensor.size();
            });
        }
    }
}
