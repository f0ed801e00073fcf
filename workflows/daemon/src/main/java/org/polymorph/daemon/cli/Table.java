package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns aligned, numbers to the right. */
public final class Table {
    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    /** Makes a table; a title such as {@code energy [eV]} carries its unit in brackets. */
    public Table(String... titles) {
        this.titles = List.of(titles);
    }

    /** Adds a row of as many cells as there are titles. */
    public Table row(String... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException("expected " + titles.size() + " cells, found " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Returns the lines, the titles first, without trailing blanks. */
    public List<String> lines() {
        List<List<String>> all = new ArrayList<>();
        all.add(titles);
        all.addAll(rows);
        int[] widths = new int[titles.size()];
        boolean[] right = new boolean[titles.size()];
        for (int column = 0; column < widths.length; column++) {
            int c = column;
            widths[c] = all.stream().mapToInt(row -> width(row.get(c))).max().orElse(0);
            right[c] = rows.stream().map(row -> row.get(c)).allMatch(Table::isNumber);
        }
        return all.stream().map(row -> line(row, widths, right)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : "  ");
            line.append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.equals("–") || cell.matches("[-+−]?\\d.*");
    }
}
