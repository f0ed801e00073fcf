package org.polymorph.model.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One section of a campaign or site file, read key by key. Wrong values and unknown keys are not thrown but collected, with
 * their place, so that a user sees all of them at once: read every key, then call {@link #finish()} on each section and
 * {@link #throwIfProblems()} once at the end. Not thread-safe.
 *
 * <p>Values are what YAML gives: String, Integer, Long, Double, Boolean, List, Map.
 */
public final class Settings {
    private final String path;
    private final Map<String, Object> values;
    private final Places places;
    private final Collection<String> problems;
    /** Path of the section that a key comes from, where that is another one than this; a map for the keys of a section. */
    private final Map<String, Object> origins;

    private final Set<String> known = new TreeSet<>();

    /** Says where a dotted path such as {@code pool.size} or {@code pool.generators[0].type} stands. */
    @FunctionalInterface
    public interface Places {
        /** Returns for example {@code si8.yaml:7}; empty if not known. */
        String of(String path);
    }

    private Settings(
            String path,
            Map<String, Object> values,
            Places places,
            Collection<String> problems,
            Map<String, Object> origins) {
        this.path = path;
        this.values = values;
        this.places = places;
        this.problems = problems;
        this.origins = origins;
    }

    /** Makes the root section of a tree. */
    public static Settings of(Map<String, ?> tree, Places places) {
        return new Settings("", new LinkedHashMap<>(tree), places, new ArrayList<>(), Map.of());
    }

    /** Makes a root section without places. */
    public static Settings of(Map<String, ?> tree) {
        return of(tree, path -> "");
    }

    /** Makes an empty root section: every key has its default. */
    public static Settings empty() {
        return of(Map.of());
    }

    /** Returns a fresh view of the same values: nothing read yet, problems of its own. */
    public Settings fresh() {
        return new Settings(path, values, places, new ArrayList<>(), origins);
    }

    /**
     * Returns this section laid over another one of the same file: where both have a value this one's counts, where both have a
     * section the two are laid over each other. Nothing read yet, problems of its own, each told where its key stands.
     */
    public Settings over(Settings base) {
        Map<String, Object> merged = new LinkedHashMap<>(base.values);
        Map<String, Object> from = new LinkedHashMap<>(base.origins);
        SettingsTrees.lay(path, values, merged, from);
        return new Settings(base.path, merged, places, new ArrayList<>(), from);
    }

    /** Returns this section with another value of a key; nothing read yet, told of in the same places and problems. */
    public Settings with(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new Settings(path, changed, places, problems, origins);
    }

    /** Returns the tree of values as given; unmodifiable at the top level. */
    public Map<String, Object> tree() {
        return java.util.Collections.unmodifiableMap(values);
    }

    public boolean has(String key) {
        known.add(key);
        return values.get(key) != null;
    }

    /** Returns a sub-section; an empty one if it is absent. */
    public Settings section(String key) {
        Object value = take(key);
        if (value == null) {
            return new Settings(at(key), Map.of(), places, problems, Map.of());
        }
        Map<String, Object> inner = origins.get(key) instanceof Map<?, ?> map ? SettingsTrees.byText(map) : Map.of();
        return sectionOf(at(key), value, inner);
    }

    /** Returns a list of sub-sections; empty if absent. */
    public List<Settings> sections(String key) {
        Object value = take(key);
        List<Settings> sections = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                sections.add(sectionOf(at(key) + "[" + i + "]", list.get(i), Map.of()));
            }
        } else if (value != null) {
            wrong(key, value, "a list of sections");
        }
        return sections;
    }

    private Settings sectionOf(String where, @Nullable Object value, Map<String, Object> inner) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            entries = SettingsTrees.byText(map);
        } else {
            problem(where, "expected a section of keys and values, found " + describe(value));
        }
        return new Settings(where, entries, places, problems, inner);
    }

    /** Returns a text; numbers and booleans are taken as written. */
    public Optional<String> text(String key) {
        Object value = take(key);
        if (value instanceof Map || value instanceof List) {
            wrong(key, value, "a text");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(Object::toString);
    }

    public String text(String key, String fallback) {
        return text(key).orElse(fallback);
    }

    /** Returns a list of texts; a single text counts as a list of one. */
    public List<String> texts(String key) {
        Object value = take(key);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (value instanceof Map) {
            wrong(key, value, "a list of texts");
            return List.of();
        }
        return value == null ? List.of() : List.of(value.toString());
    }

    public Optional<Double> number(String key) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            double number = value instanceof Number n
                    ? n.doubleValue()
                    : Double.parseDouble(value.toString().trim());
            if (Double.isFinite(number)) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // told below, with the place
        }
        wrong(key, value, "a number");
        return Optional.empty();
    }

    /** Returns a number between two bounds, both allowed. */
    public double number(String key, double fallback, double min, double max) {
        double number = number(key).orElse(fallback);
        if (number < min || number > max) {
            wrong(key, number, "a number " + range(shorten(min), shorten(max), min, max));
            return fallback;
        }
        return number;
    }

    /** Returns a number above zero. */
    public double positive(String key, double fallback) {
        double number = number(key).orElse(fallback);
        if (!(number > 0)) {
            wrong(key, number, "a number above zero");
            return fallback;
        }
        return number;
    }

    /** Returns a whole number between two bounds, both allowed. */
    public int integer(String key, int fallback, int min, int max) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        try {
            long number = value instanceof Integer || value instanceof Long
                    ? ((Number) value).longValue()
                    : Long.parseLong(value.toString().trim());
            if (number >= min && number <= max) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // told below, with the place
        }
        wrong(key, value, "a whole number " + range(min, max, min, max == Integer.MAX_VALUE ? Double.MAX_VALUE : max));
        return fallback;
    }

    private static Object shorten(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? (Object) (long) x : (Object) x;
    }

    private static String range(Object min, Object max, double lower, double upper) {
        if (upper == Double.MAX_VALUE) {
            return lower == -Double.MAX_VALUE ? "" : "of at least " + min;
        }
        return "between " + min + " and " + max;
    }

    /** Returns exactly {@code count} numbers, or nothing if absent or wrong. */
    public Optional<double[]> numbers(String key, int count) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof List<?> list
                && list.size() == count
                && list.stream().allMatch(Number.class::isInstance)) {
            return Optional.of(
                    list.stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray());
        }
        wrong(key, value, "a list of " + count + " numbers");
        return Optional.empty();
    }

    public boolean flag(String key, boolean fallback) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        String text = value.toString().toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        wrong(key, value, "true or false");
        return fallback;
    }

    /** Returns a duration written with its unit: 500ms, 60s, 15m, 2h, 1d. */
    public Duration duration(String key, Duration fallback) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        Optional<Duration> duration = DurationTexts.parse(value.toString());
        if (duration.isEmpty()) {
            wrong(key, value, "a duration with its unit, such as 60s, 15m, 2h or 1d");
        }
        return duration.orElse(fallback);
    }

    /** Returns one of several words. */
    public String choice(String key, String fallback, Collection<String> allowed) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        if (allowed.contains(value.toString())) {
            return value.toString();
        }
        wrong(key, value, "one of " + String.join(", ", allowed) + Spelling.suggestion(value.toString(), allowed));
        return fallback;
    }

    /** Reads a text with a parser whose IllegalArgumentException becomes a problem at this place. */
    public <T> Optional<T> parsed(String key, java.util.function.Function<String, T> parser) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (IllegalArgumentException e) {
            problem(at(key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Returns a section's own keys as given, in their order; all count as known. */
    public Set<String> keys() {
        known.addAll(values.keySet());
        return java.util.Collections.unmodifiableSet(values.keySet());
    }

    /** Adds a problem about a key. */
    public void reject(String key, String what) {
        known.add(key);
        problem(at(key), what);
    }

    /** Runs something whose IllegalArgumentException becomes a problem about a key. */
    public <T> Optional<T> attempt(String key, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (IllegalArgumentException e) {
            reject(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Returns a value as it is given; the key counts as known. */
    public Optional<Object> value(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /** Returns the keys of this section that nobody has asked for yet. */
    public List<String> unread() {
        return values.keySet().stream().filter(key -> !known.contains(key)).toList();
    }

    /** Reports every key of this section that nobody asked for, with the nearest known one. */
    public void finish() {
        for (String key : unread()) {
            problem(
                    at(key),
                    "unknown key \"" + key + "\"" + Spelling.suggestion(key, known) + "; known here: "
                            + String.join(", ", known));
        }
    }

    /** Returns the problems collected so far by all sections of this tree. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigurationException if there were problems, with all of them
     */
    public void throwIfProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(List.copyOf(problems));
        }
    }

    private @Nullable Object take(String key) {
        known.add(key);
        return values.get(key);
    }

    private String at(String key) {
        String section = origins.get(key) instanceof String other ? other : path;
        return section.isEmpty() ? key : section + "." + key;
    }

    private void wrong(String key, @Nullable Object value, String expected) {
        problem(at(key), "expected " + expected + ", found " + describe(value));
    }

    private void problem(String where, String what) {
        String place = places.of(where);
        boolean namesIt = place.endsWith(" " + where); // as --set stop.topK does
        String problem = (place.isEmpty() ? "" : place + ": ") + (namesIt ? "" : where + ": ") + what;
        if (!problems.contains(problem)) {
            problems.add(problem); // once, even if two readers share a section
        }
    }

    private static String describe(@Nullable Object value) {
        return value == null ? "nothing" : "\"" + value + "\"";
    }
}
