package org.polymorph.surrogate.external;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFormatException;

/**
 * What a program says of one structure.
 *
 * @param evaluation not finite where the program refused the structure
 * @param deviations its own standard deviations, where it gives them
 * @param refusal why it refused the structure, in its words; empty if it did not
 */
record ExternalAnswer(Evaluation evaluation, Optional<Deviations> deviations, Optional<String> refusal) {

    /**
     * Standard deviations.
     *
     * @param energy of the whole cell, eV
     * @param forces one number an atom, eV/Å
     * @param stress eV/Å³
     */
    record Deviations(double energy, double[] forces, Stress stress) {}

    /**
     * Reads a frame.
     *
     * @param asked the structure that was sent
     * @throws StructureFormatException if it is no answer to that, with what was expected
     */
    static ExternalAnswer parse(String text, Structure asked) {
        Frame frame = ExtXyz.read(new StringReader(text), "answer").get(0);
        if (!frame.structure().species().equals(asked.species())) {
            throw new StructureFormatException("answer: expected the atoms of " + asked.composition()
                    + " in the order in which they were sent, found "
                    + frame.structure().composition());
        }
        String refusal = frame.info().get("error");
        if (refusal != null) {
            double[] unknown = new double[3 * asked.size()];
            Arrays.fill(unknown, Double.NaN);
            return new ExternalAnswer(
                    new Evaluation(Double.NaN, unknown, Stress.UNKNOWN), Optional.empty(), Optional.of(refusal));
        }
        Evaluation evaluation = frame.evaluation()
                .orElseThrow(() -> new StructureFormatException(
                        "answer: expected energy, forces and stress, found " + found(frame.info(), text)));
        return new ExternalAnswer(evaluation, deviations(frame.info(), asked.size()), Optional.empty());
    }

    // the reader drops the forces of a frame that lacks something else
    private static String found(Map<String, String> info, String text) {
        String properties = text.lines().skip(1).findFirst().orElse("");
        String energy = info.containsKey("energy") || info.containsKey("free_energy") ? "an energy" : "no energy";
        String forces = properties.contains("forces:R:3") || properties.contains("force:R:3") ? "forces" : "no forces";
        String stress = info.containsKey("stress") || info.containsKey("virial") ? "a stress" : "no stress";
        return energy + ", " + forces + " and " + stress;
    }

    private static Optional<Deviations> deviations(Map<String, String> info, int atoms) {
        double[] energy = numbers(info, "energy_std", 1);
        double[] forces = numbers(info, "forces_std", atoms);
        double[] stress = numbers(info, "stress_std", 6, 9);
        if (energy == null && forces == null && stress == null) {
            return Optional.empty();
        }
        if (energy == null || forces == null || stress == null) {
            throw new StructureFormatException(
                    "answer: expected all of energy_std, forces_std and stress_std or none, found " + info.keySet());
        }
        return Optional.of(new Deviations(
                energy[0], forces, stress.length == 6 ? Stress.ofVoigt(stress) : Stress.ofMatrix(stress)));
    }

    private static double @Nullable [] numbers(Map<String, String> info, String key, Integer... counts) {
        String text = info.get(key);
        if (text == null) {
            return null;
        }
        String[] words = text.replaceAll("[\\[\\],]", " ").strip().split("\\s+", -1);
        if (!List.of(counts).contains(words.length)) {
            throw new StructureFormatException(
                    "answer: expected " + counts[0] + " numbers for " + key + ", found " + words.length);
        }
        double[] numbers = new double[words.length];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = deviation(words[k], key);
        }
        return numbers;
    }

    private static double deviation(String word, String key) {
        try {
            double number = Double.parseDouble(word);
            if (number >= 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new StructureFormatException(
                "answer: expected numbers of at least 0 for " + key + ", found \"" + word + "\"");
    }
}
