package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Hall symbols such as {@code -F 4vw 2vw 3}, which name a space group by generators in an explicit setting, and makes
 * all operations of the group. Hall 1981, doi 10.1107/S0567739481001228; International Tables B, 1.4, appendix 2. A change
 * of origin is read as three numbers in twelfths: {@code P 2 (0 0 1)}.
 */
public final class HallSymbol {
    private static final Pattern SYMBOL =
            Pattern.compile("(-?)([PABCIRSTFH])((?:\\s+[^\\s()]+)*)\\s*(?:\\(([^)]*)\\))?");
    private static final Pattern GENERATOR = Pattern.compile("(-?)([12346])([1-5xyz'\"*abcnuvwd=]*)");
    private static final int LARGEST_GROUP = 192;

    // rotations about c, and the threefold one about the body diagonal: the rest follows by permuting the axes
    private static final int[] ONE = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    private static final int[] TWO = {-1, 0, 0, 0, -1, 0, 0, 0, 1};
    private static final int[] THREE = {0, -1, 0, 1, -1, 0, 0, 0, 1};
    private static final int[] FOUR = {0, -1, 0, 1, 0, 0, 0, 0, 1};
    private static final int[] SIX = {1, -1, 0, 1, 0, 0, 0, 0, 1};
    private static final int[] TWO_MINUS = {0, -1, 0, -1, 0, 0, 0, 0, -1};
    private static final int[] TWO_PLUS = {0, 1, 0, 1, 0, 0, 0, 0, -1};
    private static final int[] THREE_DIAGONAL = {0, 0, 1, 1, 0, 0, 0, 1, 0};

    private final String text;
    private final double[] origin = new double[3];
    private final List<SymmetryOperation> generators = new ArrayList<>();
    private int order;
    private char axis = 'z';

    private HallSymbol(String text) {
        this.text = text;
    }

    /**
     * Returns all operations of the group that a symbol names, the identity first, in an order that the symbol fixes.
     *
     * @throws IllegalArgumentException if it is no Hall symbol
     */
    public static List<SymmetryOperation> operations(String symbol) {
        HallSymbol hall = new HallSymbol(symbol.replace('_', ' ').strip());
        hall.parse();
        return close(hall.generators, LARGEST_GROUP);
    }

    /**
     * Returns the group that some operations generate, the identity first.
     *
     * @throws IllegalArgumentException if it has more operations than {@code largest}
     */
    static List<SymmetryOperation> close(List<SymmetryOperation> generators, int largest) {
        Set<SymmetryOperation> found = new LinkedHashSet<>();
        found.add(SymmetryOperation.IDENTITY);
        List<SymmetryOperation> group = new ArrayList<>(found);
        for (int i = 0; i < group.size(); i++) {
            for (SymmetryOperation generator : generators) {
                SymmetryOperation next = generator.after(group.get(i));
                if (found.add(next)) {
                    group.add(next);
                }
            }
            if (group.size() > largest) {
                throw new IllegalArgumentException("these operations make no space group: more than " + largest);
            }
        }
        return List.copyOf(group);
    }

    private void parse() {
        Matcher symbol = SYMBOL.matcher(text);
        if (!symbol.matches()) {
            throw wrong("expected a lattice letter, then generators");
        }
        if (symbol.group(4) != null) {
            readOrigin(symbol.group(4).strip());
        }
        for (double[] centring : centrings(symbol.group(2).charAt(0))) {
            generators.add(SymmetryOperation.of(ONE, centring));
        }
        if (symbol.group(1).equals("-")) {
            add(ONE, true, new double[3]);
        }
        String[] words = symbol.group(3).strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i++) {
            generator(words[i], i);
        }
    }

    private void readOrigin(String shift) {
        String[] numbers = shift.split("\\s+", -1);
        if (numbers.length != 3) {
            throw wrong("expected a change of origin as three whole numbers in twelfths");
        }
        for (int k = 0; k < 3; k++) {
            try {
                origin[k] = Integer.parseInt(numbers[k]) / 12.0;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "the change of origin in \"" + text + "\" is not three whole numbers in twelfths", e);
            }
        }
    }

    private void generator(String word, int position) {
        Matcher matcher = GENERATOR.matcher(word.replace("=", "\""));
        if (!matcher.matches()) {
            throw wrong("expected a generator such as 4vw or -2ya, found \"" + word + "\"");
        }
        int fold = matcher.group(2).charAt(0) - '0';
        char direction = defaultDirection(fold, position);
        double[] shift = new double[3];
        int screw = 0;
        for (char c : matcher.group(3).toCharArray()) {
            if ("xyz'\"*".indexOf(c) >= 0) {
                direction = c;
            } else if (Character.isDigit(c)) {
                screw = c - '0';
            } else {
                translate(c, shift);
            }
        }
        if (screw > 0) {
            if (screw >= fold || direction < 'x') {
                throw wrong("no screw axis " + word);
            }
            shift[direction - 'x'] += (double) screw / fold;
        }
        add(rotation(fold, direction), matcher.group(1).equals("-"), shift);
        order = fold;
        if (direction >= 'x') {
            axis = direction;
        }
    }

    // the axis that need not be written: Int. Tables B, 1.4, rules (i) to (iv) of section A1.4.2.3
    private char defaultDirection(int fold, int position) {
        if (fold == 1 || position == 0) {
            return 'z';
        }
        if (fold == 3) {
            return '*';
        }
        if (fold == 2 && position == 1) {
            return order == 3 || order == 6 ? '\'' : 'x';
        }
        return 'z';
    }

    private int[] rotation(int fold, char direction) {
        if (fold == 1) {
            return ONE;
        }
        if (direction == '*') {
            if (fold != 3) {
                throw wrong("only a threefold axis runs along the body diagonal");
            }
            return THREE_DIAGONAL;
        }
        if (direction == '\'' || direction == '"') {
            if (fold != 2) {
                throw wrong("only a twofold axis runs along a face diagonal");
            }
            return along(axis, direction == '"' ? TWO_PLUS : TWO_MINUS);
        }
        return along(
                direction,
                switch (fold) {
                    case 2 -> TWO;
                    case 3 -> THREE;
                    case 4 -> FOUR;
                    default -> SIX;
                });
    }

    private static int[] along(char axis, int[] aboutZ) {
        int shift = axis == 'z' ? 0 : axis == 'x' ? 1 : 2;
        int[] turned = new int[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                turned[3 * ((i + shift) % 3) + (j + shift) % 3] = aboutZ[3 * i + j];
            }
        }
        return turned;
    }

    private void translate(char letter, double[] shift) {
        switch (letter) {
            case 'a' -> shift[0] += 0.5;
            case 'b' -> shift[1] += 0.5;
            case 'c' -> shift[2] += 0.5;
            case 'u' -> shift[0] += 0.25;
            case 'v' -> shift[1] += 0.25;
            case 'w' -> shift[2] += 0.25;
            case 'n', 'd' -> {
                for (int k = 0; k < 3; k++) {
                    shift[k] += letter == 'n' ? 0.5 : 0.25;
                }
            }
            default -> throw wrong("unknown translation " + letter);
        }
    }

    // an operation about the shifted origin: w' = w + v − W·v
    private void add(int[] rotation, boolean improper, double[] shift) {
        int[] signed = rotation.clone();
        double[] moved = shift.clone();
        for (int i = 0; i < 9; i++) {
            signed[i] *= improper ? -1 : 1;
            moved[i / 3] -= signed[i] * origin[i % 3];
        }
        for (int k = 0; k < 3; k++) {
            moved[k] += origin[k];
        }
        generators.add(SymmetryOperation.of(signed, moved));
    }

    private static double[][] centrings(char letter) {
        double third = 1 / 3.0;
        double half = 0.5;
        return switch (letter) {
            case 'A' -> new double[][] {{0, half, half}};
            case 'B' -> new double[][] {{half, 0, half}};
            case 'C' -> new double[][] {{half, half, 0}};
            case 'I' -> new double[][] {{half, half, half}};
            case 'F' -> new double[][] {{0, half, half}, {half, 0, half}};
            case 'R' -> new double[][] {{2 * third, third, third}};
            case 'S' -> new double[][] {{third, third, 2 * third}};
            case 'T' -> new double[][] {{third, 2 * third, third}};
            case 'H' -> new double[][] {{2 * third, third, 0}};
            default -> new double[0][];
        };
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("\"" + text + "\" is no Hall symbol: " + what);
    }
}
