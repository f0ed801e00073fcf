package org.polymorph.tests.dashboard;

import java.util.List;
import java.util.Objects;

/** What is drawn on a canvas, read pixel by pixel. */
final class Pictures {
    private Pictures() {}

    /** A place on an element, from its middle. */
    record Place(int x, int y) {}

    /** Returns an expression that holds where a canvas has at least a hundred pixels that are not empty, in three colours. */
    static String isDrawn(String css) {
        return "(canvas => { if (!canvas || !canvas.width) return false;"
                + "const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                + "const colours = new Set(); let drawn = 0;"
                + "for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) {"
                + " drawn++; colours.add((data[i] >> 4) * 256 + (data[i + 1] >> 4) * 16 + (data[i + 2] >> 4)); }"
                + "return drawn > 100 && colours.size >= 3; })(document.querySelector(" + Browser.quoted(css) + "))";
    }

    /** Returns the middle of what is drawn on a canvas, such as a ring around a point. */
    static Place ring(Browser browser, String css) {
        List<?> middle = (List<?>) browser.script(
                "const canvas = document.querySelector(arguments[0]);"
                        + "const {width, height} = canvas; const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;"
                        + "let [n, sx, sy] = [0, 0, 0];"
                        + "for (let i = 3; i < data.length; i += 4) if (data[i] > 100) { n++; sx += (i >> 2) % width; sy += Math.floor((i >> 2) / width); }"
                        + "return [Math.round(sx / n - width / 2), Math.round(sy / n - height / 2)];",
                css);
        return new Place(number(middle.get(0)), number(middle.get(1)));
    }

    private static int number(Object value) {
        return ((Number) Objects.requireNonNull(value)).intValue();
    }
}
