package org.polymorph.daemon.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** A picture of one chart, or of several side by side. It is drawn without a display. */
public final class Picture {
    private static final String PNG = ".png";
    private static final String SVG = ".svg";
    /** Pixels of a PNG for each unit of length, so that it is sharp on paper and on fine screens. */
    private static final int SCALE = 2;

    private final List<Axes> charts;

    Picture(Axes... charts) {
        this.charts = List.of(charts);
    }

    /**
     * Checks that a picture can be written to a file of such a name.
     *
     * @throws IllegalArgumentException if its suffix is neither .png nor .svg
     */
    public static void requireSuffix(String file) {
        if (!file.toLowerCase(Locale.ROOT).endsWith(PNG)
                && !file.toLowerCase(Locale.ROOT).endsWith(SVG)) {
            throw new IllegalArgumentException("expected a name that ends in .png or .svg, found \"" + file + "\"");
        }
    }

    /**
     * Writes the picture in the format that the suffix names.
     *
     * @throws IllegalArgumentException if its suffix is neither .png nor .svg
     */
    public void write(Path file) {
        requireSuffix(file.toString());
        try {
            Files.write(file, file.toString().toLowerCase(Locale.ROOT).endsWith(SVG) ? svg() : png());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(SCALE * width(), SCALE * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            paint(graphics);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IllegalStateException("this Java cannot write PNG");
        }
        return bytes.toByteArray();
    }

    private byte[] svg() throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        CommandSequence commands = graphics.getCommands();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(commands, new PageSize(width(), height()))
                .writeTo(bytes);
        String text = bytes.toString(StandardCharsets.UTF_8)
                // readers of XML would fetch the document type from the web
                .replaceFirst("<!DOCTYPE[^>]*>\\s*", "")
                // the library draws letters as shapes: those who cannot see them are told what they say
                .replaceFirst("<svg [^>]*>", Matcher.quoteReplacement(opening(bytes) + words()));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String opening(ByteArrayOutputStream svg) {
        String text = svg.toString(StandardCharsets.UTF_8);
        int start = text.indexOf("<svg ");
        return text.substring(start, text.indexOf('>', start) + 1);
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        words.append("<title>").append(escaped(titles())).append("</title><desc>");
        charts.forEach(axes -> words.append(escaped(axes.words())).append(' '));
        return words.append("</desc>").toString();
    }

    private String titles() {
        return String.join(
                "; ", charts.stream().map(axes -> axes.chart().getTitle()).toList());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void paint(Graphics2D graphics) {
        for (Axes axes : charts) {
            XYChart chart = axes.chart();
            chart.paint(graphics, chart.getWidth(), height());
            graphics.translate(chart.getWidth(), 0);
        }
    }

    private int width() {
        return charts.stream().mapToInt(axes -> axes.chart().getWidth()).sum();
    }

    private int height() {
        return charts.stream().mapToInt(axes -> axes.chart().getHeight()).max().orElseThrow();
    }
}
