package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/**
 * Settings of {@link RandomGenerator} for one composition.
 *
 * @param minVolume least volume per atom, Å³; by default 1.5 times the mean covalent sphere
 * @param maxVolume largest volume per atom, Å³; by default 4.5 times the mean covalent sphere
 * @param lengthRatio largest ratio of two lengths of a cell
 * @param minAngle of the angles that a system leaves free, degrees
 * @param maxAngle of the angles that a system leaves free, degrees
 * @param systems the crystal systems to draw from, each as often
 * @param attempts cells tried for one structure before giving up
 * @param groups numbers of the space groups to draw from; none for no symmetry
 * @param extent bulk, layer or cluster
 * @param thickness of a layer, Å
 * @param vacuum beside a layer or around a cluster, Å
 * @param units the molecules and atoms of a cell
 */
record RandomSettings(
        MinimumDistances distances,
        double minVolume,
        double maxVolume,
        double lengthRatio,
        double minAngle,
        double maxAngle,
        List<CellShape> systems,
        int attempts,
        List<Integer> groups,
        Extent extent,
        double thickness,
        double vacuum,
        RigidUnits units) {
    private static final double DENSE = 1.5;
    private static final double LOOSE = 4.5;

    /** Reads a section and finishes it; problems stay in the settings. */
    static RandomSettings of(Settings settings, Composition composition) {
        settings.has("type");
        settings.has("share");
        List<Integer> groups = SpaceGroupList.of(settings);
        if (!groups.isEmpty() && settings.has("systems")) {
            settings.reject("systems", "space groups have crystal systems of their own: leave out one of the two");
        }
        MinimumDistances distances = MinimumDistances.of(settings, composition);
        double[] volume = range(settings, "volumePerAtom", defaultVolume(composition), 0, Double.MAX_VALUE);
        double[] angles = range(settings, "angles", new double[] {60, 120}, 0, 180);
        RandomSettings read = new RandomSettings(
                distances,
                volume[0],
                volume[1],
                settings.number("lengthRatio", 2.5, 1, 100),
                angles[0],
                angles[1],
                systems(settings),
                settings.integer("attempts", 1000, 1, Integer.MAX_VALUE),
                groups,
                Extent.of(settings.choice("extent", Extent.BULK.key(), Extent.keys())),
                settings.number("thickness", 3, 0.01, 1000),
                settings.number("vacuum", 15, 0, 1000),
                RigidUnits.of(settings, composition));
        settings.finish();
        MinimumDistances.Bound bound = distances.packingBound(composition);
        // atoms at a surface need less room, those of one molecule may be nearer to each other
        boolean packed = read.extent() == Extent.BULK && !read.units().hasMolecules();
        if (packed && bound.volumePerAtom() > volume[1]) {
            settings.reject(
                    settings.has("minDistance") ? "minDistance" : "volumePerAtom",
                    String.format(
                            Locale.ROOT,
                            "cannot be met: %s, but volumePerAtom ends at %.4g Å³; lower minDistance or raise volumePerAtom",
                            bound.reason(),
                            volume[1]));
        }
        if (settings.problems().isEmpty() && read.isSymmetric()) {
            new SymmetricGeneration(composition, read)
                    .impossible()
                    .ifPresent(reason -> settings.reject("spacegroups", reason));
        }
        return read;
    }

    /** Returns whether there is more to do than to fill a cell with atoms at random. */
    boolean isSymmetric() {
        return !groups.isEmpty() || extent != Extent.BULK || units.hasMolecules();
    }

    private static double[] defaultVolume(Composition composition) {
        double spheres = 0;
        for (Element element : composition.species()) {
            double r = element.covalentRadius();
            spheres += 4.0 / 3.0 * Math.PI * r * r * r;
        }
        double mean = spheres / composition.size();
        return new double[] {DENSE * mean, LOOSE * mean};
    }

    private static double[] range(Settings settings, String key, double[] fallback, double above, double below) {
        double[] range = settings.numbers(key, 2).orElse(fallback);
        if (!(range[0] > above && range[0] <= range[1] && range[1] < below)) {
            settings.reject(
                    key,
                    "expected two rising numbers above " + (int) above + (below == 180 ? " and below 180" : "")
                            + ", found [" + range[0] + ", " + range[1] + "]");
            return fallback;
        }
        return range;
    }

    private static List<CellShape> systems(Settings settings) {
        List<CellShape> systems = new ArrayList<>();
        for (String name : settings.texts("systems")) {
            if (CellShape.keys().contains(name)) {
                systems.add(CellShape.valueOf(name.toUpperCase(Locale.ROOT)));
            } else {
                settings.reject(
                        "systems",
                        "expected crystal systems of " + String.join(", ", CellShape.keys()) + ", found \"" + name
                                + "\"" + Spelling.suggestion(name, CellShape.keys()));
            }
        }
        return systems.isEmpty() ? List.of(CellShape.values()) : List.copyOf(systems);
    }
}
