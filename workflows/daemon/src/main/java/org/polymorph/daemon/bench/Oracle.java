package org.polymorph.daemon.bench;

import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * The classical potential that a campaign has in the place of DFT, at hand in this process: what a search would have found, had
 * it relaxed its lowest clusters with it at any time. Thread-safe.
 */
final class Oracle {
    private static final double FINE = 0.001; // eV/Å

    private final Calculator calculator;
    private final RelaxSettings settings;
    private final double pressure;

    private Oracle(Calculator calculator, RelaxSettings settings, double pressure) {
        this.calculator = calculator;
        this.settings = settings;
        this.pressure = pressure;
    }

    /** Returns the oracle of a campaign that was checked; empty if it is a DFT code. */
    static Optional<Oracle> of(CampaignSpec spec) {
        if (!spec.calculate().code().equals("potential")) {
            return Optional.empty();
        }
        Settings section = spec.calculate().settings();
        Calculator calculator = Providers.of(CalculatorProvider.class)
                .get(section.text("potential", ""))
                .create(section.section("parameters"));
        return Optional.of(new Oracle(
                calculator,
                RelaxSettings.of(spec.sections().relax()),
                spec.search().pressure() * Units.GPA));
    }

    /** Relaxes a structure as {@code relax} of the campaign's file says; its calls are counted. */
    Relaxation relax(Structure structure) {
        return Relaxer.relax(structure, calculator, settings, pressure);
    }

    /** Takes a relaxation to the bottom, so that it can be told from its neighbours; its calls are not counted. */
    Relaxation refine(Structure relaxed) {
        return Relaxer.relax(relaxed, calculator, settings.withFmax(FINE).withSteps(2000), pressure);
    }

    /** Returns the enthalpy per atom, eV. */
    double enthalpy(Relaxation relaxation) {
        return relaxation.enthalpyPerAtom(pressure);
    }
}
