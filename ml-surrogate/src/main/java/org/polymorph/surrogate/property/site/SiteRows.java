package org.polymorph.surrogate.property.site;

import java.util.Arrays;
import java.util.List;

/**
 * The sites of a crystal, or of several side by side. Immutable.
 *
 * @param values what is known of each site, row-major
 * @param share of the atoms of its crystal that a site has
 * @param crystal that each site belongs to, by rising number
 * @param crystals how many there are
 */
record SiteRows(double[] values, double[] share, int[] crystal, int crystals) {
    int sites() {
        return share.length;
    }

    int width() {
        return values.length / share.length;
    }

    /** Puts crystals side by side, in their order. */
    static SiteRows join(List<SiteRows> parts) {
        int sites = parts.stream().mapToInt(SiteRows::sites).sum();
        int width = parts.get(0).width();
        SiteRows whole = new SiteRows(new double[sites * width], new double[sites], new int[sites], parts.size());
        int site = 0;
        for (int c = 0; c < parts.size(); c++) {
            SiteRows part = parts.get(c);
            System.arraycopy(part.values, 0, whole.values, site * width, part.values.length);
            System.arraycopy(part.share, 0, whole.share, site, part.sites());
            Arrays.fill(whole.crystal, site, site + part.sites(), c);
            site += part.sites();
        }
        return whole;
    }

    /** Returns these with other values, (value − mean)·factor of each column. */
    SiteRows scaled(double[] mean, double[] factor) {
        double[] scaled = new double[values.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = (values[k] - mean[k % mean.length]) * factor[k % mean.length];
        }
        return new SiteRows(scaled, share, crystal, crystals);
    }
}
