package org.polymorph.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.OxidationStates;
import org.polymorph.model.spi.Settings;

/** Reads which compositions a section asks for: one, a list, or all within ranges of its elements. */
final class CompositionReader {
    /** More would leave too few structures to each. */
    static final int MOST = 1000;

    private static final int MOST_TRIED = 1_000_000;
    private static final int MOST_ATOMS = 100_000;
    private static final List<String> WAYS = List.of("composition", "compositions", "elements");
    private static final List<String> PARTS = List.of("composition", "share");
    private static final List<String> LIMITS = List.of("formulaUnits", "atoms", "charges");

    private final Settings section;

    CompositionReader(Settings section) {
        this.section = section;
    }

    /** Reads the compositions, each with its share of the pool; none if there was a problem. */
    Map<Composition, Double> read() {
        LIMITS.forEach(section::has);
        List<String> ways = WAYS.stream().filter(section::has).toList();
        if (ways.isEmpty()) {
            section.reject("composition", "expected a formula such as Si8 or Al4O6, found nothing");
            return Map.of();
        }
        if (ways.size() > 1) {
            section.reject(
                    ways.get(1), "expected one of " + String.join(", ", WAYS) + ", found " + ways.get(0) + " too");
            return Map.of();
        }
        Map<Composition, Double> found = ways.get(0).equals("elements") ? ranges() : multiples(formulas());
        if (found.isEmpty()) {
            if (section.problems().isEmpty()) {
                section.reject(ways.get(0), "expected at least one composition, found none");
            }
            return Map.of();
        }
        Map<Composition, Double> ofSize = ofSize(found);
        if (ofSize.isEmpty()) {
            section.reject(
                    "atoms",
                    "expected " + sizes(found) + " atoms of what " + ways.get(0) + " asks for, found \""
                            + section.value("atoms").orElse("") + "\"");
            return Map.of();
        }
        Map<Composition, Double> kept = neutral(ofSize, ways.get(0).equals("elements"));
        if (kept.size() > MOST) {
            section.reject(ways.get(0), "expected at most " + MOST + " compositions, found " + kept.size());
            return Map.of();
        }
        return kept;
    }

    private Map<Composition, Double> formulas() {
        Map<Composition, Double> found = new LinkedHashMap<>();
        if (!section.has("compositions")) {
            if (section.value("composition").filter(List.class::isInstance).isPresent()) {
                section.reject("composition", "expected one formula, such as Si16: give several as compositions");
                return found;
            }
            section.parsed("composition", Composition::parse).ifPresent(formula -> found.put(formula, 1.0));
            return found;
        }
        Object value = section.value("compositions").orElseThrow();
        if (!(value instanceof List<?> list)) {
            section.reject("compositions", "expected a list such as [Al4, O8, Al4O6], found \"" + value + "\"");
            return found;
        }
        for (Object entry : list) {
            formula(entry).ifPresent(formula -> {
                if (found.put(formula, share(entry)) != null) {
                    section.reject("compositions", "expected each composition once, found " + formula + " twice");
                }
            });
        }
        return found;
    }

    private Optional<Composition> formula(Object entry) {
        if (entry instanceof Map<?, ?> part) {
            for (Object key : part.keySet()) {
                if (!PARTS.contains(String.valueOf(key))) {
                    section.reject(
                            "compositions", "unknown key \"" + key + "\"; known here: " + String.join(", ", PARTS));
                    return Optional.empty();
                }
            }
        }
        Object text = entry instanceof Map<?, ?> part ? part.get("composition") : entry;
        if (!(text instanceof String formula)) {
            section.reject(
                    "compositions",
                    "expected a formula such as Al4O6 or {composition: Al4O6, share: 2}, found \"" + entry + "\"");
            return Optional.empty();
        }
        return section.attempt("compositions", () -> Composition.parse(formula));
    }

    private double share(Object entry) {
        if (!(entry instanceof Map<?, ?> part)) {
            return 1;
        }
        Object share = part.get("share");
        if (share == null) {
            return 1;
        }
        if (share instanceof Number number && number.doubleValue() > 0 && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        section.reject("compositions", "share: expected a number above zero, found \"" + share + "\"");
        return 1;
    }

    private Map<Composition, Double> multiples(Map<Composition, Double> formulas) {
        Optional<CountRange> units = range("formulaUnits");
        if (units.isEmpty()) {
            return formulas;
        }
        if (units.get().from() < 1 || units.get().to() > MOST) {
            section.reject("formulaUnits", "expected numbers between 1 and " + MOST);
            return formulas;
        }
        Map<Composition, Double> found = new LinkedHashMap<>();
        formulas.forEach((formula, share) -> {
            for (int n = units.get().from(); n <= units.get().to(); n++) {
                found.putIfAbsent(formula.times(n), share);
            }
        });
        return found;
    }

    private Optional<CountRange> range(String key) {
        Optional<Object> value = section.value(key);
        return value.isEmpty()
                ? Optional.empty()
                : section.attempt(key, () -> CountRange.parse(String.valueOf(value.get())));
    }

    private static String sizes(Map<Composition, Double> compositions) {
        IntSummaryStatistics sizes =
                compositions.keySet().stream().mapToInt(Composition::size).summaryStatistics();
        return sizes.getMin() == sizes.getMax()
                ? Integer.toString(sizes.getMin())
                : sizes.getMin() + " to " + sizes.getMax();
    }

    // all counts of all elements, fewest atoms first
    private Map<Composition, Double> ranges() {
        if (section.has("formulaUnits")) {
            section.reject(
                    "formulaUnits", "expected with composition or compositions: elements have ranges of their own");
        }
        Settings elements = section.section("elements");
        Map<Element, CountRange> ranges = new TreeMap<>();
        double number = 1;
        for (String symbol : elements.keys()) {
            Optional<Element> element = elements.attempt(symbol, () -> Element.of(symbol));
            Optional<CountRange> range = elements.parsed(symbol, CountRange::parse);
            if (element.isPresent() && range.isPresent()) {
                ranges.put(element.get(), range.get());
                number *= range.get().to() - range.get().from() + 1;
            }
        }
        if (ranges.isEmpty() || number > MOST_TRIED) {
            section.reject(
                    "elements",
                    "expected ranges such as {Al: 2-4, O: 3-6}, with at most " + MOST_TRIED + " compositions");
            return Map.of();
        }
        List<Map<Element, Integer>> counts = List.of(Map.of());
        for (Map.Entry<Element, CountRange> range : ranges.entrySet()) {
            counts = with(counts, range.getKey(), range.getValue());
        }
        Map<Composition, Double> found = new LinkedHashMap<>();
        counts.stream()
                .filter(count -> !count.isEmpty())
                .map(Composition::new)
                .sorted(Comparator.comparingInt(Composition::size).thenComparing(Composition::toString))
                .forEach(composition -> found.put(composition, 1.0));
        return found;
    }

    private static List<Map<Element, Integer>> with(
            List<Map<Element, Integer>> counts, Element element, CountRange range) {
        List<Map<Element, Integer>> more = new ArrayList<>();
        for (Map<Element, Integer> count : counts) {
            for (int n = range.from(); n <= range.to(); n++) {
                Map<Element, Integer> next = new TreeMap<>(count);
                if (n > 0) {
                    next.put(element, n);
                }
                more.add(next);
            }
        }
        return more;
    }

    private Map<Composition, Double> ofSize(Map<Composition, Double> found) {
        CountRange atoms = range("atoms").orElse(new CountRange(1, MOST_ATOMS));
        Map<Composition, Double> kept = new LinkedHashMap<>(found);
        kept.keySet().removeIf(composition -> !atoms.contains(composition.size()));
        return kept;
    }

    // what was named and is not neutral is a slip of the pen; of ranges only the neutral ones are meant
    private Map<Composition, Double> neutral(Map<Composition, Double> found, boolean ranges) {
        Optional<OxidationStates> states = states(found);
        if (states.isEmpty()) {
            return found;
        }
        Map<Composition, Double> kept = new LinkedHashMap<>(found);
        kept.keySet().removeIf(composition -> !states.get().areNeutralIn(composition));
        if (!ranges && kept.size() < found.size()) {
            TreeSet<String> charged = new TreeSet<>();
            found.keySet().stream()
                    .filter(composition -> !kept.containsKey(composition))
                    .forEach(composition -> charged.add(composition.toString()));
            section.reject("charges", "expected neutral compositions, found " + String.join(", ", charged));
        } else if (kept.isEmpty()) {
            section.reject(
                    "charges",
                    "expected charges that add up to nothing in at least one of the " + found.size()
                            + " compositions within elements and atoms, found "
                            + section.value("charges").orElse(""));
        }
        return kept;
    }

    private Optional<OxidationStates> states(Map<Composition, Double> found) {
        if (!section.has("charges")) {
            return Optional.empty();
        }
        Settings charges = section.section("charges");
        Map<Element, List<Integer>> states = new TreeMap<>();
        for (String symbol : charges.keys()) {
            charges.attempt(symbol, () -> Element.of(symbol))
                    .ifPresent(element -> states.put(element, values(charges, symbol)));
        }
        TreeSet<Element> used = new TreeSet<>();
        found.keySet().forEach(composition -> used.addAll(composition.counts().keySet()));
        if (!states.keySet().equals(used)) {
            // what is no section at all has been told
            if (section.value("charges").filter(Map.class::isInstance).isPresent()) {
                section.reject("charges", "expected charges of " + used + ", found those of " + states.keySet());
            }
            return Optional.empty();
        }
        return Optional.of(new OxidationStates(states));
    }

    private static List<Integer> values(Settings charges, String symbol) {
        List<Integer> values = new ArrayList<>();
        for (String text : charges.texts(symbol)) {
            if (text.matches("[+-]?[0-9]{1,2}")) {
                values.add(Integer.parseInt(text));
            }
        }
        if (values.isEmpty() || values.size() < charges.texts(symbol).size()) {
            charges.reject(symbol, "expected a charge such as 3 or -2, or a list of them such as [2, 3]");
            return List.of(0);
        }
        return values;
    }
}
