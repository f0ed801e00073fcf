package org.polymorph.model.crystal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many atoms of which element a cell holds, such as {@code Al4O6}; elements in the order of atomic number. */
public record Composition(Map<Element, Integer> counts) {
    /** From the electropositive to the electronegative: IUPAC Red Book 2005, table VI, read backwards. */
    private static final List<Element> FORMULA_ORDER = Arrays.stream(
                    ("Og Rn Xe Kr Ar Ne He Fr Cs Rb K Na Li Ra Ba Sr Ca Mg Be Lr No Md Fm Es Cf Bk Cm Am Pu Np "
                                    + "U Pa Th Ac Lu Yb Tm Er Ho Dy Tb Gd Eu Sm Pm Nd Pr Ce La Y Sc Rf Hf Zr Ti Db Ta Nb V Sg W "
                                    + "Mo Cr Bh Re Tc Mn Hs Os Ru Fe Mt Ir Rh Co Ds Pt Pd Ni Rg Au Ag Cu Cn Hg Cd Zn Nh Tl In "
                                    + "Ga Al B Fl Pb Sn Ge Si C Mc Bi Sb As P N H Lv Po Te Se S O Ts At I Br Cl F")
                            .split(" "))
            .map(Element::of)
            .toList();

    private static final Pattern TERM = Pattern.compile("([A-Z][a-z]?)(\\d*)");

    public Composition {
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("a composition needs at least one element");
        }
        counts.forEach((element, count) -> {
            if (count < 1) {
                throw new IllegalArgumentException(
                        "a composition needs counts of at least 1, found " + element + count);
            }
        });
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /**
     * Reads a formula such as {@code Si8}, {@code NaCl} or {@code Al4O6}; an element named twice is added up.
     *
     * @throws IllegalArgumentException if it is no formula or names an unknown element
     */
    public static Composition parse(String formula) {
        Map<Element, Integer> counts = new TreeMap<>();
        Matcher term = TERM.matcher(formula);
        int at = 0;
        while (term.lookingAt()) {
            int count = term.group(2).isEmpty() ? 1 : parseCount(formula, term.group(2));
            counts.merge(Element.of(term.group(1)), count, Integer::sum);
            at = term.end();
            term.region(at, formula.length());
        }
        if (at == 0 || at < formula.length()) {
            throw new IllegalArgumentException("expected a formula such as Si8 or Al4O6, found \"" + formula
                    + "\" (stopped at character " + (at + 1) + ")");
        }
        return new Composition(counts);
    }

    private static int parseCount(String formula, String digits) {
        if (digits.length() > 6) {
            throw new IllegalArgumentException("the count " + digits + " in \"" + formula + "\" is too large");
        }
        return Integer.parseInt(digits);
    }

    /** Counts the elements of a list of atoms. */
    public static Composition ofSpecies(List<Element> species) {
        Map<Element, Integer> counts = new TreeMap<>();
        species.forEach(element -> counts.merge(element, 1, Integer::sum));
        return new Composition(counts);
    }

    /** Returns the number of atoms. */
    public int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int count(Element element) {
        return counts.getOrDefault(element, 0);
    }

    /** Returns the smallest composition with these shares of elements: Al2O3 of Al4O6. */
    public Composition reduced() {
        int divisor = counts.values().stream().reduce(0, Composition::greatestCommonDivisor);
        Map<Element, Integer> fewer = new TreeMap<>();
        counts.forEach((element, count) -> fewer.put(element, count / divisor));
        return new Composition(fewer);
    }

    /** Returns the composition of so many cells together: Al4O6 is twice Al2O3. */
    public Composition times(int cells) {
        Map<Element, Integer> more = new TreeMap<>();
        counts.forEach((element, count) -> more.put(element, Math.multiplyExact(count, cells)));
        return new Composition(more);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Returns one entry an atom, elements in the order of atomic number. */
    public List<Element> species() {
        List<Element> species = new ArrayList<>();
        counts.forEach((element, count) -> {
            for (int i = 0; i < count; i++) {
                species.add(element);
            }
        });
        return List.copyOf(species);
    }

    /** Returns the formula, such as {@code Al4O6}: the electropositive first; a count of one is left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.keySet().stream()
                .sorted(Comparator.comparingInt(FORMULA_ORDER::indexOf))
                .forEach(element -> text.append(element).append(count(element) == 1 ? "" : count(element)));
        return text.toString();
    }
}
