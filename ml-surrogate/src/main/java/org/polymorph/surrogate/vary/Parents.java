package org.polymorph.surrogate.vary;

import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Parent;

/**
 * What structures are made from: parents, of which the lower are drawn more often, and the surrogate.
 *
 * @param pressure eV/Å³
 */
record Parents(List<Parent> lowestFirst, Calculator calculator, double pressure) {

    Parent draw(SplittableRandom random) {
        return lowestFirst.get(rank(lowestFirst.size(), random));
    }

    /** Draws one of 0 … n − 1; number k has the weight n − k. */
    static int rank(int n, SplittableRandom random) {
        int ticket = random.nextInt(n * (n + 1) / 2);
        for (int k = 0; k < n; k++) {
            ticket -= n - k;
            if (ticket < 0) {
                return k;
            }
        }
        throw new AssertionError("tickets of " + n + " do not sum up");
    }

    /** Draws another one than {@code first}, if there is another. */
    Parent drawOther(Parent first, SplittableRandom random) {
        List<Parent> others = lowestFirst.stream()
                .filter(parent -> !parent.id().equals(first.id()))
                .toList();
        return others.isEmpty() ? first : others.get(rank(others.size(), random));
    }
}
