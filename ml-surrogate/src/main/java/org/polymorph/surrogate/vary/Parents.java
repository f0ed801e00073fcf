package org.polymorph.surrogate.vary;

import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.spi.Parent;

/** Draws parents, the lower the more often: of n, number k from the lowest (k = 1 … n) has the weight n + 1 − k. */
record Parents(List<Parent> lowestFirst) {

    Parent draw(SplittableRandom random) {
        int n = lowestFirst.size();
        int ticket = random.nextInt(n * (n + 1) / 2);
        for (int k = 0; k < n; k++) {
            ticket -= n - k;
            if (ticket < 0) {
                return lowestFirst.get(k);
            }
        }
        throw new AssertionError("tickets of " + n + " parents do not sum up");
    }

    /** Draws another one than {@code first}, if there is another. */
    Parent drawOther(Parent first, SplittableRandom random) {
        if (lowestFirst.size() == 1) {
            return first;
        }
        return new Parents(lowestFirst.stream()
                        .filter(parent -> !parent.id().equals(first.id()))
                        .toList())
                .draw(random);
    }
}
