package org.polymorph.daemon.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.JobRow;

/** When each job was handed over, waited, ran and was brought back; one bar a job, the first one on top. */
public final class JobsPlot {
    private static final int TALLEST_BAR = 16;
    private static final int HEIGHT = 620;
    private static final int ROOM_OF_BARS = 460;

    private JobsPlot() {}

    /**
     * Draws all jobs so far.
     *
     * @param site that they run on
     * @throws IllegalArgumentException if there is none yet
     */
    public static Picture of(String campaign, String site, CampaignReader reader) {
        List<Bar> bars = reader.jobs().stream()
                .sorted(Comparator.comparingLong(JobRow::createdAt).thenComparing(JobRow::token))
                .map(job -> Bar.of(reader.story(job.token())))
                .flatMap(Optional::stream)
                .toList();
        if (bars.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw yet: no job has been written down");
        }
        long start = bars.stream().mapToLong(Bar::start).min().orElseThrow();
        long end = bars.stream().mapToLong(Bar::end).max().orElseThrow();
        TimeUnit unit = TimeUnit.of(end - start);
        Axes axes = new Axes(
                campaign + ": " + bars.size() + (bars.size() == 1 ? " job" : " jobs") + " on site " + site,
                "time since the first job was written down [" + unit.symbol + "]",
                "job",
                900,
                HEIGHT);
        Map<JobSpan, Points> spans = new EnumMap<>(JobSpan.class);
        Points failures = new Points();
        for (int i = 0; i < bars.size(); i++) {
            int row = i + 1;
            for (Part part : bars.get(i).parts()) {
                Points points = spans.computeIfAbsent(part.span(), span -> new Points());
                points.add(unit.from(part.from() - start), -row);
                points.add(unit.from(part.to() - start), -row);
                points.add(unit.from(part.to() - start), Double.NaN);
            }
            bars.get(i).failedAt().ifPresent(at -> failures.add(unit.from(at - start), -row));
        }
        float thick = Math.max(1f, Math.min(TALLEST_BAR, 0.7f * ROOM_OF_BARS / bars.size()));
        spans.forEach((span, points) -> axes.line(span.words, points, span.color, thick, SeriesMarkers.NONE));
        axes.dots("failed", failures, Palette.BLACK, SeriesMarkers.CROSS, 9);
        axes.xRange(0, unit.from(Math.max(1, end - start)));
        // the first job on top, as in a list
        axes.style().setYAxisMin(-bars.size() - 0.8);
        axes.style().setYAxisMax(-0.2);
        axes.style().setyAxisTickLabelsFormattingFunction(number -> Long.toString(Math.round(-number)));
        axes.style().setPlotGridHorizontalLinesVisible(false);
        return new Picture(axes);
    }

    /** A unit of time that gives numbers a person can read. */
    private enum TimeUnit {
        SECONDS("s", 1e3),
        MINUTES("min", 60e3),
        HOURS("h", 3600e3),
        DAYS("d", 86_400e3);

        private final String symbol;
        private final double milliseconds;

        TimeUnit(String symbol, double milliseconds) {
            this.symbol = symbol;
            this.milliseconds = milliseconds;
        }

        static TimeUnit of(long milliseconds) {
            TimeUnit best = SECONDS;
            for (TimeUnit unit : values()) {
                if (milliseconds >= 3 * unit.milliseconds) {
                    best = unit;
                }
            }
            return best;
        }

        double from(long duration) {
            return duration / milliseconds;
        }
    }

    /** Part of a bar. */
    private record Part(JobSpan span, long from, long to) {}

    /** One job. */
    private record Bar(List<Part> parts, Optional<Long> failedAt) {
        static Optional<Bar> of(List<StoryLine> story) {
            if (story.isEmpty()) {
                return Optional.empty();
            }
            List<Part> parts = new ArrayList<>();
            Optional<Long> failedAt = Optional.empty();
            for (int i = 0; i < story.size(); i++) {
                long from = story.get(i).event().at().toEpochMilli();
                long to = i + 1 < story.size() ? story.get(i + 1).event().at().toEpochMilli() : from;
                Optional<JobSpan> span = JobSpan.of(story.get(i).event().stage());
                span.ifPresent(found -> parts.add(new Part(found, from, to)));
                if (story.get(i).event().stage() == JobStage.FAILED) {
                    failedAt = Optional.of(from);
                }
            }
            return Optional.of(new Bar(parts, failedAt));
        }

        long start() {
            return parts.stream().mapToLong(Part::from).min().orElse(0);
        }

        long end() {
            return parts.stream().mapToLong(Part::to).max().orElse(0);
        }
    }
}
