package org.polymorph.daemon.plot;

import java.awt.Color;
import java.util.List;

/** Colours that people with any colour vision tell apart (Okabe and Ito, Color Universal Design, 2008). */
final class Palette {
    static final Color BLACK = new Color(0x22, 0x22, 0x22);
    static final Color GREY = new Color(0xA6, 0xA6, 0xA6);
    static final Color BLUE = new Color(0x00, 0x72, 0xB2);
    static final Color ORANGE = new Color(0xE6, 0x9F, 0x00);
    static final Color GREEN = new Color(0x00, 0x9E, 0x73);
    static final Color VERMILION = new Color(0xD5, 0x5E, 0x00);
    static final Color PURPLE = new Color(0xCC, 0x79, 0xA7);
    static final Color SKY = new Color(0x56, 0xB4, 0xE9);

    /** In the order in which they are used where things are only to be told apart. */
    static final List<Color> SERIES = List.of(BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY);

    private Palette() {}

    static Color fainter(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }
}
