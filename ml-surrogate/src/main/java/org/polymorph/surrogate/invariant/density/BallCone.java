package org.polymorph.surrogate.invariant.density;

/**
 * The volume of a cone within a ball about its apex, in closed form. The base is a right-angled triangle: one corner at the
 * foot of the perpendicular from the apex (height h), one at the distance d from there, one further on by s along the edge.
 *
 * <p>In polar coordinates (ρ, θ) about the foot, with R² = h² + ρ², a piece of the base weighs h ρ dρ dθ / 3, cut down by
 * (t/R)³ where R is beyond the radius t. The integral over ρ up to d / cos θ is elementary, and so is, with
 * ∫ h dθ / R = asin(h sin θ / √(h² + d²)), the one over θ.
 */
final class BallCone {
    private BallCone() {}

    /** Returns the volume; odd in {@code s}. */
    static double volume(double h, double d, double s, double t) {
        if (h == 0 || d == 0 || s == 0 || t <= 0) {
            return 0;
        }
        double theta = Math.atan2(Math.abs(s), d);
        double volume;
        double base = t * t - h * h;
        if (base <= 0) {
            volume = t * t * t / 3 * theta - tail(h, d, theta, t);
        } else if (d * d >= base) {
            volume = beyond(h, d, theta, t);
        } else {
            double edge = Math.acos(d / Math.sqrt(base));
            volume = h * d * d * Math.tan(Math.min(theta, edge)) / 6;
            if (theta > edge) {
                volume += beyond(h, d, theta, t) - beyond(h, d, edge, t);
            }
        }
        return s > 0 ? volume : -volume;
    }

    private static double beyond(double h, double d, double theta, double t) {
        return (h * (t * t - h * h) / 6 + h * t * t / 3) * theta - tail(h, d, theta, t);
    }

    private static double tail(double h, double d, double theta, double t) {
        return t * t * t / 3 * Math.asin(Math.min(1, h * Math.sin(theta) / Math.sqrt(h * h + d * d)));
    }
}
