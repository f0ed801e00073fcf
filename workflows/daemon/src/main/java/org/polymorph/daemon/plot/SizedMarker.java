package org.polymorph.daemon.plot;

import java.awt.Graphics2D;
import org.knowm.xchart.style.markers.Marker;

/** A marker of a size of its own, whatever the size of the others in its chart. */
final class SizedMarker extends Marker {
    private final Marker marker;
    private final int size;

    SizedMarker(Marker marker, int size) {
        this.marker = marker;
        this.size = size;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int ignored) {
        marker.paint(graphics, x, y, size);
    }
}
