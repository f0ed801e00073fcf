package org.polymorph.surrogate.property.site;

import org.polymorph.model.crystal.Element;

/** What tells one atom from another whatever its surroundings: period, group, electronegativity and covalent radius. */
final class AtomicProperties {
    /** How many there are. */
    static final int COUNT = 4;

    /** Place of the electronegativity among them. */
    static final int ELECTRONEGATIVITY = 2;

    /** Place of the radius among them. */
    static final int RADIUS = 3;

    private static final int[] NOBLE = {2, 10, 18, 36, 54, 86, 118};

    /**
     * Electronegativities by atomic number: Pauling's scale (CRC Handbook of Chemistry and Physics), of helium, neon and argon
     * Allen's (1989, doi 10.1021/ja00207a003).
     */
    private static final double[] PAULING = {
        2.20, 4.16, 0.98, 1.57, 2.04, 2.55, 3.04, 3.44, 3.98, 4.79, 0.93, 1.31, 1.61, 1.90, 2.19, 2.58, 3.16, 3.24,
                0.82,
        1.00, 1.36, 1.54, 1.63, 1.66, 1.55, 1.83, 1.88, 1.91, 1.90, 1.65, 1.81, 2.01, 2.18, 2.55, 2.96, 3.00, 0.82,
                0.95,
        1.22, 1.33, 1.60, 2.16, 1.90, 2.20, 2.28, 2.20, 1.93, 1.69, 1.78, 1.96, 2.05, 2.10, 2.66, 2.60, 0.79, 0.89,
                1.10,
        1.12, 1.13, 1.14, 1.13, 1.17, 1.20, 1.20, 1.10, 1.22, 1.23, 1.24, 1.25, 1.10, 1.27, 1.30, 1.50, 2.36, 1.90,
                2.20,
        2.20, 2.28, 2.54, 2.00, 1.62, 2.33, 2.02, 2.00, 2.20, 2.20, 0.70, 0.90, 1.10, 1.30, 1.50, 1.38
    };

    /** Of the elements beyond uranium. */
    private static final double HEAVY = 1.3;

    private AtomicProperties() {}

    /** Returns them, each about a middling value and in steps of about one. */
    static double[] of(Element element) {
        int number = element.atomicNumber();
        double electronegativity = number <= PAULING.length ? PAULING[number - 1] : HEAVY;
        return new double[] {
            period(number) - 3, group(number) / 6.0 - 1.5, electronegativity - 2, 2 * (element.covalentRadius() - 1.2)
        };
    }

    static int period(int number) {
        int period = 1;
        while (number > NOBLE[period - 1]) {
            period++;
        }
        return period;
    }

    /** Returns the group, 1 to 18; 3 of what stands below the table. */
    static int group(int number) {
        int period = period(number);
        int place = period == 1 ? number : number - NOBLE[period - 2];
        int length = period == 1 ? 2 : NOBLE[period - 1] - NOBLE[period - 2];
        int left = length - place;
        if (place <= 2 && left > 0) {
            return place;
        }
        return Math.max(3, 18 - left);
    }
}
