package org.polymorph.surrogate.training;

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
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;

/**
 * The labels that a fit uses, in the order of their ids, without those that contradict each other grossly and those whose
 * forces are absurd: a label is left out if its longest force is above both 30 eV/Å and twenty times the median of the longest
 * forces.
 *
 * @param dropped how many were left out
 * @param repeated labels of one crystal, those left out among them
 */
public record TrainingSet(
        List<LabelledStructure> labels, List<Element> elements, int dropped, RepeatedLabels repeated) {
    /** The fewest labels that can be fitted to: one has no spread. */
    public static final int FEWEST = 2;

    private static final double ABSURD_FORCE = 30;
    private static final double ABSURD_RATIO = 20;

    /**
     * Checks labels and chooses.
     *
     * @throws IllegalArgumentException if a label is not finite, is not of as many atoms as its structure, or if fewer
     *     than two can be used
     */
    public static TrainingSet of(List<LabelledStructure> all) {
        if (all.size() < FEWEST) {
            throw new IllegalArgumentException("a fit needs at least " + FEWEST + " labels, found " + all.size());
        }
        List<LabelledStructure> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(LabelledStructure::id));
        sorted.forEach(TrainingSet::check);
        RepeatedLabels repeated = RepeatedLabels.of(sorted);
        Set<String> wrong = repeated.wrong();
        List<LabelledStructure> possible =
                sorted.stream().filter(l -> !wrong.contains(l.id())).toList();
        if (possible.size() < FEWEST) {
            throw new IllegalArgumentException("a fit needs at least " + FEWEST + " labels, found " + possible.size()
                    + " that no other contradicts: "
                    + repeated.contradictions().get(0).text());
        }
        List<LabelledStructure> kept = withoutAbsurd(possible);
        List<Element> elements = kept.stream()
                .flatMap(l -> l.structure().species().stream())
                .distinct()
                .sorted()
                .toList();
        return new TrainingSet(kept, elements, sorted.size() - kept.size(), repeated);
    }

    private static void check(LabelledStructure label) {
        Evaluation evaluation = label.evaluation();
        int atoms = label.structure().size();
        if (evaluation.size() != atoms) {
            throw new IllegalArgumentException(
                    "label " + label.id() + ": expected forces of " + atoms + " atoms, found " + evaluation.size());
        }
        if (!evaluation.isFinite()) {
            throw new IllegalArgumentException(
                    "label " + label.id() + ": expected finite numbers, found " + evaluation);
        }
    }

    private static List<LabelledStructure> withoutAbsurd(List<LabelledStructure> labels) {
        double[] forces = labels.stream()
                .mapToDouble(l -> l.evaluation().maxForce())
                .sorted()
                .toArray();
        double limit = Math.max(ABSURD_FORCE, ABSURD_RATIO * forces[forces.length / 2]);
        return labels.stream().filter(l -> l.evaluation().maxForce() <= limit).toList();
    }

    /** Returns the SHA-256 of all labels: ids, structures and values. */
    public String hash() {
        MessageDigest digest = sha256();
        labels.forEach(label -> add(digest, label));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the SHA-256 of one label: id, structure and values. */
    public static String digest(LabelledStructure label) {
        MessageDigest digest = sha256();
        add(digest, label);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, LabelledStructure label) {
        digest.update(label.id().getBytes(StandardCharsets.UTF_8));
        Structure structure = label.structure();
        digest.update(structure.composition().toString().getBytes(StandardCharsets.UTF_8));
        add(digest, structure.lattice().toArray());
        add(digest, structure.fractional());
        structure.species().forEach(e -> digest.update((byte) e.atomicNumber()));
        add(digest, new double[] {label.evaluation().energy()});
        add(digest, label.evaluation().forces());
        add(digest, label.evaluation().stress().toVoigt());
    }

    private static void add(MessageDigest digest, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        Arrays.stream(values).forEach(bytes::putDouble);
        digest.update(bytes.array());
    }
}
