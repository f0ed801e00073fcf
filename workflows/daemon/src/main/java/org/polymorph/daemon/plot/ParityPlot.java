package org.polymorph.daemon.plot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.components.surrogate.ModelFile;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;

/**
 * What the surrogate of the round before said of each label, against what DFT then gave: a test that a search makes by itself,
 * as that surrogate has not seen the label.
 */
public final class ParityPlot {
    private static final int MOST_FORCES = 10_000;

    private final String campaign;
    private final Panel energies = new Panel();
    private final Panel forces = new Panel();

    private ParityPlot(String campaign) {
        this.campaign = campaign;
    }

    /**
     * Predicts all labels anew with the surrogates that the campaign keeps, and draws them.
     *
     * @param type kind of the surrogates, such as {@code ace}
     * @throws IllegalArgumentException if there is no label yet that a surrogate was asked about before
     */
    public static Picture of(String campaign, CampaignReader reader, String type, Workers workers) {
        ParityPlot plot = new ParityPlot(campaign);
        int last = reader.campaign().orElseThrow().state().round();
        List<Calculation> labels = reader.calculations(Purpose.LABEL);
        for (int round = 1; round <= last; round++) {
            int before = round - 1;
            List<Frame> frames = labels.stream()
                    .filter(label -> label.round() == before + 1)
                    .map(Calculation::result)
                    .flatMap(Optional::stream)
                    .toList();
            Optional<SurrogateModel> model = frames.isEmpty()
                    ? Optional.empty()
                    : reader.model(before).map(file -> new ModelFile(type, file).load());
            if (model.isPresent()) {
                List<Prediction> predictions = workers.map(
                        frames.size(), i -> model.get().predict(frames.get(i).structure()));
                for (int i = 0; i < predictions.size(); i++) {
                    plot.add(frames.get(i).evaluation().orElseThrow(), predictions.get(i), round == last);
                }
            }
        }
        return plot.picture(last);
    }

    private void add(Evaluation label, Prediction prediction, boolean last) {
        if (!prediction.isFinite()) {
            return;
        }
        int atoms = label.size();
        energies.add(label.energy() / atoms, prediction.mean().energy() / atoms, last);
        double[] calculated = label.forces();
        double[] predicted = prediction.mean().forces();
        for (int i = 0; i < calculated.length; i++) {
            forces.add(calculated[i], predicted[i], last);
        }
    }

    private Picture picture(int last) {
        if (energies.count == 0) {
            throw new IllegalArgumentException(
                    "nothing to draw yet: the first labels that a surrogate can be held against are those of round 1");
        }
        return new Picture(
                energies.axes(
                        campaign + ": energy, mean error "
                                + String.format(Locale.ROOT, "%.1f meV/atom", 1000 * energies.meanError()),
                        "energy [eV/atom]",
                        last),
                forces.axes(
                        String.format(Locale.ROOT, "forces, mean error %.3f eV/Å", forces.meanError())
                                + (forces.count > MOST_FORCES ? " (some of " + forces.count + ")" : ""),
                        "component of a force [eV/Å]",
                        last));
    }

    /** One quantity. */
    private static final class Panel {
        private final Points earlier = new Points();
        private final Points newest = new Points();
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private double errors;
        private int count;

        void add(double calculated, double predicted, boolean last) {
            (last ? newest : earlier).add(calculated, predicted);
            low = Math.min(low, Math.min(calculated, predicted));
            high = Math.max(high, Math.max(calculated, predicted));
            errors += Math.abs(calculated - predicted);
            count++;
        }

        double meanError() {
            return errors / count;
        }

        Axes axes(String title, String quantity, int last) {
            Axes axes = new Axes(title, "DFT: " + quantity, "surrogate of the round before: " + quantity, 640, 680);
            Points diagonal = new Points();
            diagonal.add(low, low);
            diagonal.add(high, high);
            axes.guide("equal", diagonal);
            String rounds = last == 2 ? "round 1" : "rounds 1 to " + (last - 1);
            axes.dots(rounds, earlier.thinned(MOST_FORCES), Palette.fainter(Palette.SKY, 150), SeriesMarkers.CIRCLE, 7);
            axes.dots(
                    "round " + last,
                    newest.thinned(MOST_FORCES),
                    Palette.fainter(Palette.VERMILION, 150),
                    SeriesMarkers.DIAMOND,
                    9);
            axes.xRange(low, high);
            axes.yRange(low, high);
            return axes;
        }
    }
}
