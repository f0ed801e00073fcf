package org.polymorph.surrogate.property;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.surrogate.invariant.PeriodicSet;

/**
 * Labels of one property that can be learnt from, in the order of their ids. Immutable.
 *
 * @param labels enough of them, all finite, not all the same
 */
public record PropertyLabels(List<PropertyLabel> labels) {
    public PropertyLabels {
        labels = List.copyOf(labels);
    }

    /**
     * Checks labels.
     *
     * @param fewest how many a learner needs at least
     * @throws IllegalArgumentException if there are fewer, a value is not finite, a structure has two atoms at one place, or all
     *     values are the same
     */
    public static PropertyLabels of(List<PropertyLabel> labels, int fewest) {
        if (labels.size() < fewest) {
            throw new IllegalArgumentException("expected at least " + fewest + " labels, found " + labels.size());
        }
        List<PropertyLabel> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparing(PropertyLabel::id));
        for (PropertyLabel label : sorted) {
            if (!Double.isFinite(label.value())) {
                throw new IllegalArgumentException(
                        "label " + label.id() + ": expected a finite value, found " + label.value());
            }
            try {
                PeriodicSet.ofDistinct(label.structure());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("label " + label.id() + ": " + e.getMessage(), e);
            }
        }
        double first = sorted.get(0).value();
        if (sorted.stream().allMatch(label -> label.value() == first)) {
            throw new IllegalArgumentException(
                    "expected different values, found " + first + " in all " + sorted.size() + " labels");
        }
        return new PropertyLabels(sorted);
    }

    public int size() {
        return labels.size();
    }

    /** Returns the values in the order of the labels. */
    public double[] values() {
        return labels.stream().mapToDouble(PropertyLabel::value).toArray();
    }

    /** Returns the mean of the values. */
    public double mean() {
        return Arrays.stream(values()).average().orElseThrow();
    }

    /** Returns the mean absolute deviation from the mean: the error of whoever always says the mean. */
    public double meanDeviation() {
        double mean = mean();
        return Arrays.stream(values()).map(v -> Math.abs(v - mean)).average().orElseThrow();
    }

    /** Returns the elements by rising atomic number. */
    public List<Element> elements() {
        return labels.stream()
                .flatMap(label -> label.structure().species().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the formulas, in lowest terms. */
    public Set<String> formulas() {
        Set<String> formulas = new TreeSet<>();
        labels.forEach(label -> formulas.add(formula(label.structure().composition())));
        return formulas;
    }

    /** Returns a formula in lowest terms. */
    public static String formula(Composition composition) {
        return composition.reduced().toString();
    }

    /** Returns the SHA-256 of all labels: ids, structures and values. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PropertyLabel label : labels) {
                digest.update(
                        (label.id() + "\n" + label.structure().species() + "\n").getBytes(StandardCharsets.UTF_8));
                add(digest, label.structure().lattice().toArray());
                add(digest, label.structure().fractional());
                add(digest, new double[] {label.value()});
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        Arrays.stream(values).forEach(bytes::putDouble);
        digest.update(bytes.array());
    }
}
