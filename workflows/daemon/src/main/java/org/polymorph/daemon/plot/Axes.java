package org.polymorph.daemon.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One chart with labelled axes; its legend lies below or beside it, never over the data. */
final class Axes {
    static {
        // set before the first font is asked for: there may be no display, and none is needed
        System.setProperty("java.awt.headless", "true");
    }

    private static final double HEADROOM = 0.06;

    private final XYChart chart;
    private final List<String> notes = new ArrayList<>();

    /**
     * Makes an empty chart.
     *
     * @param x what is to the right, with its unit
     * @param y what is upwards, with its unit
     */
    Axes(String title, String x, String y) {
        this(title, x, y, 900, 620);
    }

    Axes(String title, String x, String y, int width, int height) {
        chart = new XYChartBuilder()
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .width(width)
                .height(height)
                .build();
        XYStyler style = chart.getStyler();
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotGridLinesColor(new Color(0xE4, 0xE4, 0xE4));
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setPlotBorderColor(Palette.BLACK);
        style.setChartFontColor(Palette.BLACK);
        style.setChartTitleBoxVisible(false);
        style.setChartTitleFont(font(Font.BOLD, 17));
        style.setAxisTitleFont(font(Font.PLAIN, 15));
        style.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        style.setLegendFont(font(Font.PLAIN, 13));
        style.setAnnotationTextFont(font(Font.PLAIN, 13));
        style.setLegendPosition(LegendPosition.OutsideS);
        style.setLegendLayout(LegendLayout.Horizontal);
        style.setLegendBorderColor(Color.WHITE);
        style.setXAxisDecimalPattern("0.####");
        style.setYAxisDecimalPattern("0.####");
    }

    static Font font(int weight, int size) {
        return new Font(Font.SANS_SERIF, weight, size);
    }

    XYChart chart() {
        return chart;
    }

    /** Returns what is written in the chart, in words. */
    String words() {
        List<String> words = new ArrayList<>();
        words.add(chart.getTitle() + ".");
        words.add("To the right: " + chart.getXAxisTitle() + "; upwards: " + chart.getYAxisTitle() + ".");
        chart.getSeriesMap().values().stream()
                .filter(XYSeries::isShowInLegend)
                .map(XYSeries::getLabel)
                .forEach(words::add);
        words.addAll(notes);
        return String.join(" ", words);
    }

    /** Writes a word at a place of the chart. */
    void note(String text, double x, double y) {
        notes.add(text);
        chart.addAnnotation(new AnnotationText(text, x, y, false));
    }

    XYStyler style() {
        return chart.getStyler();
    }

    /** Adds points without a line; none where there are none. */
    void dots(String name, Points points, Color color, Marker marker, int size) {
        if (points.size() > 0) {
            // each series has its own size, but the library knows one for all of a chart
            XYSeries series = add(name, points, color, new SizedMarker(marker, size));
            series.setLineStyle(new BasicStroke(0));
            series.setLineColor(new Color(0, true));
        }
    }

    /** Adds a line, with markers at its points; none where there are no points. */
    void line(String name, Points points, Color color, float width, Marker marker) {
        if (points.size() > 0) {
            XYSeries series = add(name, points, color, new SizedMarker(marker, 8));
            series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            series.setLineColor(color);
        }
    }

    /** Adds a dashed line that guides the eye and needs no words. */
    void guide(String name, Points points) {
        XYSeries series = add(name, points, Palette.BLACK, SeriesMarkers.NONE);
        series.setLineStyle(
                new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0));
        series.setLineColor(Palette.BLACK);
        series.setShowInLegend(false);
    }

    private XYSeries add(String name, Points points, Color color, Marker marker) {
        XYSeries series = chart.addSeries(name, points.x(), points.y());
        series.setMarker(marker);
        series.setMarkerColor(color);
        return series;
    }

    /** Shows an axis from one number to another, with some room at both ends. */
    void xRange(double low, double high) {
        double room = room(low, high);
        style().setXAxisMin(low - room);
        style().setXAxisMax(high + room);
    }

    /** Counts to the right, as rounds are counted: the library then labels whole numbers only, as no label may come twice. */
    void xCounts(int last) {
        xRange(0, Math.max(1, last));
        style().setXAxisDecimalPattern("0");
    }

    /** Shows shares from 0 to 1 to the right, and nothing beyond. */
    void xShares() {
        style().setXAxisMin(0.0);
        style().setXAxisMax(1.0);
    }

    /** Puts the legend beside the chart, where there may be many lines in it. */
    void legendBeside() {
        style().setLegendPosition(LegendPosition.OutsideE);
        style().setLegendLayout(LegendLayout.Vertical);
    }

    /** Shows an axis from one number to another, with some room at both ends. */
    void yRange(double low, double high) {
        double room = room(low, high);
        style().setYAxisMin(low - room);
        style().setYAxisMax(high + room);
    }

    private static double room(double low, double high) {
        return high > low ? HEADROOM * (high - low) : Math.max(1e-3, Math.abs(low) * 1e-3);
    }

    /**
     * Returns the number below which a share of some numbers lies.
     *
     * @param share 0 for the smallest to 1 for the largest
     */
    static double quantile(double[] numbers, double share) {
        double[] sorted =
                Arrays.stream(numbers).filter(Double::isFinite).sorted().toArray();
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
