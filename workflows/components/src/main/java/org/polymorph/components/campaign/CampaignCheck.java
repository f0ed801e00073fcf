package org.polymorph.components.campaign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.polymorph.components.surrogate.PoolGenerators;
import org.polymorph.components.surrogate.PoolSteps;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.property.SavedProperty;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.select.PoolFilter;
import org.polymorph.surrogate.select.PropertyOrder;
import org.polymorph.surrogate.select.ScoreSettings;

/** Checks the sections of a campaign that generators, surrogates and DFT codes read, before any work begins. */
public final class CampaignCheck {
    private CampaignCheck() {}

    /** Returns all problems, each with its place; empty if there are none. */
    public static List<String> problems(Loaded loaded) {
        CampaignSpec spec = loaded.campaign();
        List<String> problems = new ArrayList<>();
        for (GeneratorSection section : spec.pool().generators()) {
            check(
                    problems,
                    section.settings(),
                    settings -> PoolGenerators.validate(spec.search().parts(), settings));
        }
        check(problems, loaded.settings().section("pool"), settings -> checkPool(spec, settings));
        check(problems, spec.sections().surrogate(), settings -> {
            Optional<Surrogate> kind = settings.has("type")
                    ? settings.parsed("type", Providers.of(Surrogate.class)::get)
                    : Optional.of(PoolSteps.surrogate(settings));
            kind.ifPresent(surrogate -> {
                surrogate.validate(settings);
                check(
                        problems,
                        loaded.settings().section("label"),
                        label -> checkLabels(label, spec.label().perRound(), surrogate, settings));
            });
        });
        check(problems, spec.sections().relax(), RelaxSettings::of);
        check(problems, spec.sections().cluster(), ClusterSettings::of);
        check(problems, spec.sections().select(), settings -> {
            ScoreSettings select = ScoreSettings.of(settings);
            checkModel(spec, settings, select.model(), select.maximize());
        });
        check(problems, spec.sections().prefilter(), settings -> PoolFilter.of(settings)
                .ifPresent(filter -> checkModel(spec, settings, filter.model(), filter.maximize())));
        check(problems, loaded.settings().section("stop"), settings -> checkStop(spec, settings));
        check(problems, loaded.settings().section("calculate"), settings -> settings.attempt(
                        "code",
                        () -> Providers.of(DftCode.class).get(spec.calculate().code()))
                .ifPresent(code -> checkCode(problems, spec, loaded.site(), code)));
        return problems.stream().distinct().toList();
    }

    private static void checkPool(CampaignSpec spec, Settings settings) {
        PoolGenerators.checkTogether(spec.pool(), settings);
        List<Path> seeds = spec.pool().seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Path file = seeds.get(i);
            settings.attempt(
                    seeds.size() == 1 ? "seeds" : "seeds[" + i + "]",
                    () -> PoolSteps.seeds(file, spec.search().parts()));
        }
    }

    private static void checkStop(CampaignSpec spec, Settings settings) {
        boolean several = spec.search().parts().vary(Role.SEARCH);
        if (spec.stop().improvement().isPresent() && several) {
            settings.reject(
                    "improvement",
                    "expected a search of one composition, found several: energies of different compositions do not"
                            + " tell what may still be found");
        }
        if (spec.stop().apart() > 0 && several) {
            settings.reject(
                    "apart",
                    "expected a search of one composition, found several: all that is on the convex hull would count"
                            + " as one");
        }
    }

    private static void checkLabels(Settings label, int perRound, Surrogate surrogate, Settings settings) {
        if (settings.problems().isEmpty() && perRound < surrogate.fewestLabels(settings)) {
            label.reject(
                    "perRound",
                    "expected at least " + surrogate.fewestLabels(settings) + ", as many as " + surrogate.name()
                            + " needs to be trained, found " + perRound);
        }
    }

    private static void check(List<String> problems, Settings settings, Consumer<Settings> reader) {
        try {
            reader.accept(settings);
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        problems.addAll(settings.problems());
    }

    // whether a model of one property can be read, and knows what is searched for
    private static void checkModel(CampaignSpec spec, Settings settings, Optional<Path> file, boolean maximize) {
        Optional<PropertyOrder> order = file.flatMap(
                path -> settings.attempt("model", () -> new PropertyOrder(SavedProperty.read(path), maximize)));
        for (PoolPart part : spec.search().parts().parts()) {
            order.map(known -> known.judge(sample(part.composition()), 0))
                    .filter(judgement -> !judgement.problem().isEmpty())
                    .ifPresent(judgement -> settings.reject(
                            "model", "expected a model that knows " + part.composition() + ": " + judgement.problem()));
        }
    }

    private static void checkCode(List<String> problems, CampaignSpec spec, SiteSpec site, DftCode code) {
        List<String> inputSets = new ArrayList<>(spec.calculate().finalStages());
        inputSets.add(spec.calculate().labelStage());
        for (String inputSet : inputSets) {
            checkCode(problems, spec, site, code, inputSet);
        }
    }

    // one sample of each ratio of elements: of ions a code may ask that they are neutral together
    private static void checkCode(
            List<String> problems, CampaignSpec spec, SiteSpec site, DftCode code, String inputSet) {
        Set<Composition> ratios = new LinkedHashSet<>();
        spec.search()
                .parts()
                .parts()
                .forEach(part -> ratios.add(part.composition().reduced()));
        for (Composition ratio : ratios) {
            CalculationRequest request = new CalculationRequest(
                    List.of(sample(ratio)),
                    inputSet,
                    spec.search().pressure(),
                    spec.calculate().settings(inputSet),
                    site.code(spec.calculate().code()),
                    site.resources(),
                    Attempt.FIRST);
            try {
                code.validate(request);
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
            problems.addAll(request.settings().problems());
            problems.addAll(request.site().problems());
        }
    }

    // atoms in a row at their usual distance: enough for an adapter to see the elements
    private static Structure sample(Composition composition) {
        List<Element> species = composition.species();
        double[] fractional = new double[3 * species.size()];
        double spacing = 0;
        for (int i = 0; i < species.size(); i++) {
            fractional[3 * i] = (double) i / species.size();
            spacing = Math.max(spacing, 2 * species.get(i).covalentRadius());
        }
        return Structure.of(
                Lattice.of(spacing * species.size(), 0, 0, 0, spacing, 0, 0, 0, spacing), species, fractional);
    }
}
