package org.polymorph.surrogate.select;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.spi.Settings;

/**
 * How to select: section {@code select} of a campaign.
 *
 * @param forceWeight ω of the score laqa, Å
 * @param kappa κ of the score lcb
 * @param relabel spread of a force, eV/Å, from which a crystal that has a label already is labelled again
 * @param perCluster labels of one cluster in one round at most
 * @param committee labels of a round that go first to those of the lowest clusters that the committee disagrees on most
 * @param depth how many of the lowest clusters the committee is asked about
 * @param densities labels of a round that go, after those of the committee, to the best of each {@link DensityNiche}
 * @param path labels of a round that go to structures half way along the relaxations of the first ones chosen
 * @param model file of the model of the score property; empty with others
 * @param maximize whether the score property takes the highest values for the best
 */
public record ScoreSettings(
        Score score,
        double forceWeight,
        double kappa,
        double relabel,
        int perCluster,
        int committee,
        int depth,
        int densities,
        int path,
        Optional<Path> model,
        boolean maximize) {
    private static final int MAX = 10_000_000;

    /** Returns the defaults: laqa with ω = 0.5, one label a cluster. */
    public static ScoreSettings defaults() {
        return of(Settings.empty());
    }

    /** Reads a section and finishes it; problems stay in the settings. */
    public static ScoreSettings of(Settings settings) {
        ScoreSettings read = new ScoreSettings(
                Score.valueOf(settings.choice("score", "laqa", Score.names()).toUpperCase(Locale.ROOT)),
                settings.number("forceWeight", 0.5, 0, Double.MAX_VALUE),
                settings.number("kappa", 2, 0, Double.MAX_VALUE),
                settings.positive("relabel", 0.5),
                settings.integer("perCluster", 1, 1, MAX),
                settings.integer("committee", 0, 0, MAX),
                settings.integer("depth", 10, 1, MAX),
                settings.integer("densities", 0, 0, MAX),
                settings.integer("path", 0, 0, MAX),
                settings.text("model").map(Path::of),
                settings.flag("maximize", false));
        checkTogether(read, settings);
        settings.finish();
        return read;
    }

    private static void checkTogether(ScoreSettings read, Settings settings) {
        boolean property = read.score() == Score.PROPERTY;
        if (property && read.model().isEmpty()) {
            settings.reject("model", "expected the file of a model of one property for the score property, found none");
        }
        if (!property && (read.model().isPresent() || read.maximize())) {
            settings.reject(
                    read.model().isPresent() ? "model" : "maximize",
                    "is for the score property, found the score "
                            + read.score().name().toLowerCase(Locale.ROOT));
        }
    }

    /** Returns how many of a round's labels go to end points of relaxations, at least half of them. */
    public int ends(int count) {
        return count - Math.min(path, count / 2);
    }
}
