package org.polymorph.dft.input;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.crystal.Element;

/**
 * What the head of a UPF pseudopotential file says.
 *
 * @param type norm-conserving, ultrasoft, PAW, or the bare Coulomb potential
 * @param functional exchange-correlation functional in one spelling, such as {@code PBE} or {@code SLA+PW+PBX+PBC}
 * @param wavefunctionCutoff suggested, in Ry; 0 where the file has none
 * @param densityCutoff suggested, in Ry; 0 where the file has none
 */
public record UpfHeader(
        Path file,
        Element element,
        Type type,
        double valence,
        String functional,
        double wavefunctionCutoff,
        double densityCutoff) {

    /** Kinds of pseudopotential. */
    public enum Type {
        NORM_CONSERVING,
        ULTRASOFT,
        PAW,
        COULOMB;

        /** Returns the usual ratio of the density cutoff to that of the wave functions. */
        public double densityRatio() {
            return this == ULTRASOFT || this == PAW ? 8 : 4;
        }
    }

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Reads {@code NC}, {@code SL}, {@code US}, {@code USPP}, {@code PAW} or {@code 1/r}. */
    public static Type typeOf(String word) {
        return switch (word.trim().toUpperCase(Locale.ROOT)) {
            case "NC", "SL" -> Type.NORM_CONSERVING;
            case "US", "USPP" -> Type.ULTRASOFT;
            case "PAW" -> Type.PAW;
            case "1/R" -> Type.COULOMB;
            default ->
                throw new IllegalArgumentException(
                        "expected a pseudopotential type NC, SL, US, PAW or 1/r, found \"" + word.trim() + "\"");
        };
    }

    // Short names and the four-part names that pw.x itself resolves them to.
    public static String functionalOf(String text) {
        String name = SPACE.matcher(text.trim().toUpperCase(Locale.ROOT))
                .replaceAll("+")
                .replace('-', '+');
        return switch (name) {
            case "SLA+PW+PBX+PBC", "SLA+PW+PBE+PBE" -> "PBE";
            case "SLA+PW+PSX+PSC" -> "PBESOL";
            case "SLA+PZ+NOGX+NOGC", "LDA" -> "PZ";
            case "B88+LYP", "SLA+LYP+B88+BLYP" -> "BLYP";
            case "SLA+PW+GGX+GGC" -> "PW91";
            default -> name;
        };
    }

    /**
     * Reads an element's symbol as UPF files write it, such as {@code " B"} or {@code SI}.
     *
     * @throws IllegalArgumentException if it names no element
     */
    public static Element elementOf(String text) {
        String symbol = text.trim();
        Matcher letters = Pattern.compile("[A-Za-z]{1,2}").matcher(symbol);
        if (!letters.matches()) {
            throw new IllegalArgumentException("expected an element's symbol, found \"" + symbol + "\"");
        }
        return Element.of(symbol.substring(0, 1).toUpperCase(Locale.ROOT)
                + symbol.substring(1).toLowerCase(Locale.ROOT));
    }

    /** Returns the same header with cutoffs that a library recommends; 0 leaves the file's own. */
    public UpfHeader withCutoffs(double wavefunctions, double density) {
        return new UpfHeader(
                file,
                element,
                type,
                valence,
                functional,
                wavefunctions > 0 ? wavefunctions : wavefunctionCutoff,
                density > 0 ? density : densityCutoff);
    }

    /** Returns the file's own name. */
    public String fileName() {
        return String.valueOf(file.getFileName());
    }
}
