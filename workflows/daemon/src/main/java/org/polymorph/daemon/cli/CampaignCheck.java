package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.surrogate.relax.RelaxSettings;

/** Asks those who will read them whether the sections of a campaign can be used: generators, surrogate, relaxation, code. */
public final class CampaignCheck {
    private static final double ROOM_PER_ATOM = 20; // Å³, for a structure that only stands for its elements

    private final CampaignSpec campaign;
    private final ConfigLoader.Loaded loaded;
    private final List<String> problems = new ArrayList<>();

    private CampaignCheck(ConfigLoader.Loaded loaded) {
        this.loaded = loaded;
        this.campaign = loaded.campaign();
    }

    /** Returns every problem found, with its place; empty if all is well. Starts nothing. */
    public static List<String> problems(ConfigLoader.Loaded loaded) {
        CampaignCheck check = new CampaignCheck(loaded);
        check.generators();
        check.surrogate();
        check.relaxation();
        check.code();
        check.collect(() -> loaded.site().requireLocal());
        return check.problems.stream().distinct().toList();
    }

    private void generators() {
        Composition composition = campaign.search().composition();
        Providers<Generator> known = Providers.of(Generator.class);
        for (CampaignSpec.GeneratorSection section : campaign.pool().generators()) {
            Settings settings = section.settings();
            settings.attempt("type", () -> known.get(section.type()))
                    .ifPresent(generator -> collect(() -> generator.validate(composition, settings)));
            problems.addAll(settings.problems());
        }
    }

    private void surrogate() {
        Settings settings = campaign.sections().surrogate();
        String type = settings.text("type", "ace");
        Providers<Surrogate> known = Providers.of(Surrogate.class);
        settings.attempt("type", () -> known.get(type))
                .ifPresent(surrogate -> collect(() -> surrogate.validate(settings)));
        problems.addAll(settings.problems());
    }

    private void relaxation() {
        Settings settings = campaign.sections().relax();
        collect(() -> RelaxSettings.of(settings));
        problems.addAll(settings.problems());
    }

    private void code() {
        CampaignSpec.Calculate calculate = campaign.calculate();
        Providers<DftCode> known = Providers.of(DftCode.class);
        try {
            DftCode code = known.get(calculate.code());
            Stream.concat(Stream.of(calculate.labelStage()), calculate.finalStages().stream())
                    .distinct()
                    .forEach(stage -> code(code, stage));
        } catch (IllegalArgumentException e) {
            problems.add("calculate.code: " + e.getMessage());
        }
    }

    private void code(DftCode code, String stage) {
        Composition composition = campaign.search().composition();
        double edge = Math.cbrt(ROOM_PER_ATOM * composition.size());
        double[] positions = new double[3 * composition.size()];
        for (int i = 0; i < composition.size(); i++) {
            positions[3 * i] = (double) i / composition.size();
        }
        Structure structure = Structure.of(Lattice.cubic(edge), composition.species(), positions);
        CalculationRequest request = new CalculationRequest(
                List.of(structure),
                stage,
                campaign.search().pressure(),
                campaign.calculate().settings(),
                loaded.site().code(code.name()));
        collect(() -> code.validate(request));
        problems.addAll(request.settings().problems());
        problems.addAll(request.site().problems());
    }

    private void collect(Runnable action) {
        try {
            action.run();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
    }
}
