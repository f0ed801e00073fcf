package org.polymorph.surrogate.select;

import java.util.Locale;
import org.polymorph.model.spi.Settings;

/**
 * How to select: section {@code select} of a campaign.
 *
 * @param forceWeight ω of the score laqa, Å
 * @param kappa κ of the score lcb
 * @param relabel spread of a force, eV/Å, from which a crystal that has a label already is labelled again
 */
public record ScoreSettings(Score score, double forceWeight, double kappa, double relabel) {

    /** Returns the defaults: laqa with ω = 0.5. */
    public static ScoreSettings defaults() {
        return of(Settings.empty());
    }

    /** Reads a section and finishes it; problems stay in the settings. */
    public static ScoreSettings of(Settings settings) {
        ScoreSettings read = new ScoreSettings(
                Score.valueOf(settings.choice("score", "laqa", Score.names()).toUpperCase(Locale.ROOT)),
                settings.number("forceWeight", 0.5, 0, Double.MAX_VALUE),
                settings.number("kappa", 2, 0, Double.MAX_VALUE),
                settings.positive("relabel", 0.5));
        settings.finish();
        return read;
    }
}
