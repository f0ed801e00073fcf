package org.polymorph.surrogate.autoencoder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Where the code of a proposed crystal comes from. */
enum CodeDraw {
    /** A normal distribution with the mean and deviation of the codes of known crystals. */
    SAMPLE,
    /** The straight line between the codes of two known crystals. */
    INTERPOLATE,
    /** One as often as the other. */
    BOTH;

    /** Returns the words in a campaign file. */
    static List<String> words() {
        return Arrays.stream(values())
                .map(v -> v.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static CodeDraw of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Draws a code.
     *
     * @param known codes, at least one
     * @param temperature factor on the deviation of samples
     */
    double[] draw(List<double[]> known, double temperature, SplittableRandom random) {
        CodeDraw how = this == BOTH ? (random.nextBoolean() ? SAMPLE : INTERPOLATE) : this;
        return how == SAMPLE ? sample(known, temperature, random) : between(known, random);
    }

    private static double[] between(List<double[]> known, SplittableRandom random) {
        double[] a = known.get(random.nextInt(known.size()));
        double[] b = known.get(random.nextInt(known.size()));
        double share = random.nextDouble();
        double[] code = new double[a.length];
        Arrays.setAll(code, k -> a[k] + share * (b[k] - a[k]));
        return code;
    }

    private static double[] sample(List<double[]> known, double temperature, SplittableRandom random) {
        double[] code = new double[known.get(0).length];
        for (int k = 0; k < code.length; k++) {
            double sum = 0;
            double squares = 0;
            for (double[] one : known) {
                sum += one[k];
                squares += one[k] * one[k];
            }
            double mean = sum / known.size();
            double deviation = Math.sqrt(Math.max(0, squares / known.size() - mean * mean));
            code[k] = mean + temperature * deviation * random.nextGaussian();
        }
        return code;
    }
}
