package org.polymorph.engine.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides the places of a site among those whose jobs wait for them: the next place goes to whoever holds fewest, and where two
 * hold as many, to the job that waits longest. Who has nothing waiting leaves its share to the others.
 */
public final class FairShare {
    private static final Pattern OF_CAMPAIGN = Pattern.compile("pm-(.+)-[a-z2-7]{26}");

    private FairShare() {}

    /** Returns the campaign whose job a token names, as {@code pm-<campaign>-<26 base32 characters>}; empty for all others. */
    public static String owner(String token) {
        Matcher campaign = OF_CAMPAIGN.matcher(token);
        return campaign.matches() ? campaign.group(1) : "";
    }

    // one who has jobs waiting: their positions in the line, and how many places it holds
    private static final class Owner {
        private final Queue<Integer> positions = new ArrayDeque<>();
        private int held;

        private int next() {
            return positions.isEmpty() ? Integer.MAX_VALUE : positions.element();
        }
    }

    /**
     * Puts jobs into the order in which they get places.
     *
     * @param waiting tokens, the one that waits longest first
     * @param holding tokens of jobs that have a place
     */
    public static List<String> order(List<String> waiting, Collection<String> holding) {
        Map<String, Owner> owners = new LinkedHashMap<>();
        for (int i = 0; i < waiting.size(); i++) {
            owners.computeIfAbsent(owner(waiting.get(i)), none -> new Owner())
                    .positions
                    .add(i);
        }
        if (owners.size() < 2) {
            return List.copyOf(waiting);
        }
        holding.forEach(token -> owners.computeIfAbsent(owner(token), none -> new Owner()).held++);
        List<Owner> inLine = new ArrayList<>(owners.values());
        List<String> order = new ArrayList<>();
        while (order.size() < waiting.size()) {
            inLine.removeIf(owner -> owner.positions.isEmpty());
            Owner next = Collections.min(
                    inLine, Comparator.comparingInt((Owner owner) -> owner.held).thenComparingInt(Owner::next));
            order.add(waiting.get(next.positions.remove()));
            next.held++;
        }
        return order;
    }
}
