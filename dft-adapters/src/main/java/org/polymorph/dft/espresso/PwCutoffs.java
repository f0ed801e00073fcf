package org.polymorph.dft.espresso;

import java.util.Collection;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.model.spi.Settings;

/** The cutoffs of the plane waves: as given, else as the pseudopotentials recommend, times {@code cutoffFactor}. */
final class PwCutoffs {
    private PwCutoffs() {}

    static void read(Settings settings, Collection<UpfHeader> pseudopotentials, Namelists namelists) {
        double suggested = pseudopotentials.stream()
                .mapToDouble(UpfHeader::wavefunctionCutoff)
                .max()
                .orElse(0);
        boolean all = pseudopotentials.stream().allMatch(header -> header.wavefunctionCutoff() > 0);
        double factor = settings.number("cutoffFactor", 1, 0.1, 10);
        if (!settings.has("ecutwfc") && (suggested == 0 || !all)) {
            settings.reject(
                    "ecutwfc",
                    "expected the cutoff of the wave functions in Ry, such as 30, found nothing"
                            + (suggested > 0
                                    ? "; not every pseudopotential recommends one, the largest is " + suggested
                                    : ", and the pseudopotentials recommend none"));
            return;
        }
        if (settings.has("ecutwfc") && settings.has("cutoffFactor")) {
            settings.reject("cutoffFactor", "expected either ecutwfc or cutoffFactor, found both");
        }
        boolean recommended = !settings.has("ecutwfc");
        double ecutwfc = settings.number("ecutwfc", factor * suggested, 1, 10_000);
        double ratio = pseudopotentials.stream()
                .mapToDouble(header -> header.type().densityRatio())
                .max()
                .orElse(4);
        double density = pseudopotentials.stream()
                .mapToDouble(UpfHeader::densityCutoff)
                .max()
                .orElse(0);
        double least = recommended ? factor * density : density;
        double ecutrho = settings.number("ecutrho", Math.max(ratio * ecutwfc, least), 1, 100_000);
        if (ecutrho < ecutwfc * 4 - 1e-9) {
            settings.reject("ecutrho", "expected at least four times ecutwfc = " + ecutwfc + " Ry, found " + ecutrho);
        }
        namelists.set("system", "ecutwfc", ecutwfc);
        namelists.set("system", "ecutrho", ecutrho);
    }
}
