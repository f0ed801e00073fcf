package org.polymorph.components.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.polymorph.components.surrogate.ClusterWork;
import org.polymorph.components.surrogate.FilterWork;
import org.polymorph.components.surrogate.GenerateWork;
import org.polymorph.components.surrogate.ModelFile;
import org.polymorph.components.surrogate.OutlookWork;
import org.polymorph.components.surrogate.ProposeWork;
import org.polymorph.components.surrogate.RankWork;
import org.polymorph.components.surrogate.RelaxWork;
import org.polymorph.components.surrogate.SelectWork;
import org.polymorph.components.surrogate.TrainWork;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CampaignReader.LabelCounts;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.generate.Displacement;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.select.PoolFilter;
import org.polymorph.surrogate.select.ScoreSettings;
import org.polymorph.surrogate.stop.TopKRule;

/** Puts together what a command needs: always from the books, so that a replayed command sees what the first one saw. */
final class CampaignWork {
    private final CampaignSession session;
    private final CampaignSpec spec;
    private final CampaignReader reader;
    private final Command command;

    private CampaignWork(CampaignSession session, Command command) {
        this.session = session;
        this.spec = session.spec();
        this.reader = session.reader();
        this.command = command;
    }

    static Object of(CampaignSession session, Command command) {
        CampaignWork work = new CampaignWork(session, command);
        return switch (command.kind()) {
            case GENERATE ->
                new GenerateWork(work.spec.search().parts(), work.spec.pool(), session.seed(), work.filter(false));
            case SELECT -> work.select();
            case TRAIN -> work.train();
            case PROPOSE -> work.propose();
            case RELAX -> work.relax();
            case CLUSTER -> work.cluster();
            case RANK -> work.rank();
        };
    }

    private SelectWork select() {
        int round = command.round();
        LabelCounts counts = reader.counts(Purpose.LABEL);
        // with a quorum below 1, labels of earlier rounds may still be under way
        int left = spec.stop().labels() - counts.done() - counts.failed() - counts.planned();
        return new SelectWork(
                round,
                notRejected(reader.frames(round - 1)),
                round == 0 ? Optional.empty() : Optional.of(model(round - 1)),
                labelled(),
                Math.min(spec.label().perRound(), left),
                pressure(),
                ScoreSettings.of(spec.sections().select()),
                ClusterSettings.of(spec.sections().cluster()),
                Displacement.ofPositions(
                        spec.label().displacementStart(), spec.label().displacementFactor()),
                distances(),
                session.seed(),
                round > 0 && ScoreSettings.of(spec.sections().select()).path() > 0
                        ? reader.frames(round - 2)
                        : List.of(),
                RelaxSettings.of(spec.sections().relax()),
                spec.search().parts());
    }

    // a candidate whose calculation showed it to be no crystal is neither chosen nor counted any more
    private List<CandidateFrame> notRejected(List<CandidateFrame> frames) {
        Set<String> rejected = reader.rejected().keySet();
        return frames.stream()
                .filter(frame -> !rejected.contains(frame.candidate()))
                .toList();
    }

    // the frames that labels were displaced from: each stands in the round before its label's
    private List<Structure> labelled() {
        Map<Integer, Map<String, Structure>> rounds = new HashMap<>();
        List<Structure> structures = new ArrayList<>();
        for (Calculation label : reader.calculations(Purpose.LABEL)) {
            if (label.state() == Calculation.State.DONE && label.round() > 0) {
                Structure source = rounds.computeIfAbsent(label.round() - 1, this::structures)
                        .get(label.candidate());
                if (source != null) {
                    structures.add(source);
                }
            }
        }
        return structures;
    }

    private Map<String, Structure> structures(int round) {
        Map<String, Structure> structures = new HashMap<>();
        reader.frames(round).forEach(frame -> structures.put(frame.candidate(), frame.structure()));
        return structures;
    }

    private MinimumDistances distances() {
        return spec.pool().generators().stream()
                .map(CampaignSpec.GeneratorSection::settings)
                .filter(settings -> settings.has("minDistance"))
                .findFirst()
                .map(MinimumDistances::of)
                .orElseGet(MinimumDistances::defaults);
    }

    private TrainWork train() {
        Optional<java.nio.file.Path> previous = command.round() == 0
                ? Optional.empty()
                : Optional.of(session.book().model(command.round() - 1));
        return new TrainWork(
                reader.labels(),
                spec.sections().surrogate(),
                session.seed().split(command.round()),
                previous,
                labelsOf(command.round()),
                Optional.of(session.trainingState()));
    }

    private Set<String> labelsOf(int round) {
        return reader.calculations(Purpose.LABEL).stream()
                .filter(label -> label.round() == round)
                .map(Calculation::id)
                .collect(Collectors.toSet());
    }

    private ProposeWork propose() {
        int round = command.round();
        return new ProposeWork(
                spec.search().parts(),
                spec.pool(),
                model(round),
                notRejected(reader.frames(round - 1)),
                reader.clusters(round - 1),
                reader.births(),
                round,
                pressure(),
                session.seed(),
                filter(true));
    }

    // one that learns has nothing to learn from while the pool is made
    private Optional<FilterWork> filter(boolean labelled) {
        return PoolFilter.of(spec.sections().prefilter())
                .filter(filter -> labelled || !filter.learns())
                .map(filter -> new FilterWork(
                        filter,
                        filter.learns() ? reader.labels() : List.of(),
                        pressure(),
                        session.seed().split(command.round()),
                        Optional.of(session.filterState())));
    }

    private RelaxWork relax() {
        List<CandidateFrame> all = reader.frames(command.round() - 1);
        int from = command.part() * CampaignSession.PART_SIZE;
        int to = Math.min(all.size(), from + CampaignSession.PART_SIZE);
        return new RelaxWork(
                model(command.round()),
                all.subList(from, to),
                RelaxSettings.of(spec.sections().relax()),
                pressure(),
                command.round());
    }

    private ClusterWork cluster() {
        return new ClusterWork(
                model(command.round()),
                notRejected(reader.frames(command.round() - 1)),
                notRejected(reader.frames(command.round())),
                command.round(),
                pressure(),
                ClusterSettings.of(spec.sections().cluster()),
                new TopKRule(
                        spec.stop().topK(), spec.stop().tolerance(), spec.stop().apart()),
                spec.search().parts(),
                spec.stop().patience() - reader.heldBefore(command.round()),
                spec.stop()
                        .improvement()
                        .map(limit -> new OutlookWork(
                                limit,
                                reader.labels(),
                                labelled(),
                                session.seed().split(command.round()))));
    }

    private RankWork rank() {
        return new RankWork(
                reader.calculations(Purpose.FINAL),
                spec.calculate().finalStages().size() - 1,
                pressure(),
                spec.search().parts().vary(Role.SEARCH));
    }

    private ModelFile model(int round) {
        Settings surrogate = spec.sections().surrogate();
        return new ModelFile(surrogate.text("type", "ace"), session.book().model(round));
    }

    private double pressure() {
        return spec.search().pressure() * Units.GPA;
    }
}
