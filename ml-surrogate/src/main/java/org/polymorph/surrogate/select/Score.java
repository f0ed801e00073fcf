package org.polymorph.surrogate.select;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polymorph.model.spi.Seed;

/** What a candidate is judged by; the lower the better. */
public enum Score {
    /**
     * Look-ahead by quadratic approximation: E − ω·max‖F‖ per atom, an estimate of where a relaxation ends. Terayama,
     * Yamashita, Oguchi, Tsuda 2018, doi 10.1038/s41524-018-0090-y.
     */
    LAQA {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return c.energyPerAtom() - settings.forceWeight() * c.maxForce();
        }
    },
    /** Lower confidence bound: E − κσ. */
    LCB {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return c.energyPerAtom() - settings.kappa() * c.energyStd();
        }
    },
    /** Negative expected improvement on the lowest energy. */
    EI {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return -ExpectedImprovement.of(best, c.energyPerAtom(), c.energyStd());
        }
    },
    /**
     * The energy by one draw from what the model believes (Thompson 1933, doi 10.2307/2332286): by one member of its committee,
     * the same for all candidates, or where the members are not known by E + σ·z, z normally distributed for each.
     */
    THOMPSON {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            if (c.deviations().isEmpty()) {
                return c.energyPerAtom()
                        + c.energyStd() * seed.split(c.id()).random().nextGaussian();
            }
            int member = seed.random().nextInt(c.deviations().size());
            return c.energyPerAtom() + c.deviations().get(member);
        }
    },
    /** Largest spread of a force first. */
    UNCERTAINTY {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return -c.forceStd();
        }
    },
    /** What a model of one property says, its sign such that the lowest is the best. */
    PROPERTY {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return c.property();
        }
    },
    /** A draw of lots, by seed and id. */
    RANDOM {
        @Override
        double of(SelectionCandidate c, ScoreSettings settings, double best, Seed seed) {
            return seed.split(c.id()).random().nextDouble();
        }
    };

    /** Returns all names, as in campaign files. */
    static List<String> names() {
        return Arrays.stream(values())
                .map(score -> score.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Returns the score of a candidate, or NaN if it cannot be judged.
     *
     * @param best lowest energy per atom of all candidates
     */
    abstract double of(SelectionCandidate candidate, ScoreSettings settings, double best, Seed seed);
}
