package org.polymorph.engine.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tables as files of JSON lines, the same from every kind of database. Every method runs in the caller's transaction. */
final class BackupTables {
    /** Columns that name an object file. */
    static final Map<String, List<String>> REFERENCES = Map.of(
            "calculation", List.of("object", "result_object"),
            "frame", List.of("object"),
            "remedy", List.of("object"),
            "result", List.of("object"),
            "round", List.of("model"));

    /** What belongs to one database and not to what stands in it. */
    private static final Set<String> LEFT_OUT = Set.of("flyway_schema_history", "lease");

    private static final Set<String> LEFT_OUT_PREFIXES = Set.of("sqlite_", "qrtz_");
    private static final String NOT_FINITE = "number";
    private static final int BATCH = 500;

    private BackupTables() {}

    /** Returns the tables, each after those that it refers to. */
    static List<String> names(Handle db) throws SQLException {
        DatabaseMetaData catalogue = db.getConnection().getMetaData();
        Set<String> waiting = new TreeSet<>();
        try (ResultSet rs = catalogue.getTables(null, db.getConnection().getSchema(), "%", new String[] {"TABLE"})) {
            while (rs.next()) {
                String name = rs.getString("TABLE_NAME");
                String lower = name.toLowerCase(Locale.ROOT);
                if (!LEFT_OUT.contains(lower) && LEFT_OUT_PREFIXES.stream().noneMatch(lower::startsWith)) {
                    waiting.add(name);
                }
            }
        }
        Map<String, Set<String>> parents = new TreeMap<>();
        for (String table : waiting) {
            parents.put(table, parents(db.getConnection(), table));
        }
        Set<String> ordered = new LinkedHashSet<>();
        while (!waiting.isEmpty()) {
            List<String> next = waiting.stream()
                    .filter(table -> ordered.containsAll(parents.getOrDefault(table, Set.of())))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + waiting);
            }
            ordered.addAll(next);
            next.forEach(waiting::remove);
        }
        return List.copyOf(ordered);
    }

    private static Set<String> parents(Connection connection, String table) throws SQLException {
        Set<String> parents = new TreeSet<>();
        try (ResultSet rs = connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
            while (rs.next()) {
                parents.add(rs.getString("PKTABLE_NAME"));
            }
        }
        parents.remove(table);
        return parents;
    }

    private static List<String> keys(Connection connection, String table) throws SQLException {
        Map<Integer, String> keys = new TreeMap<>();
        try (ResultSet rs = connection.getMetaData().getPrimaryKeys(null, connection.getSchema(), table)) {
            while (rs.next()) {
                keys.put(rs.getInt("KEY_SEQ"), rs.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(keys.values());
    }

    /** Writes the rows of a table in the order of its key and returns how many there are. */
    static long write(Handle db, String table, Path file) throws SQLException, IOException {
        String keys = keys(db.getConnection(), table).stream()
                .map(BackupTables::quoted)
                .collect(Collectors.joining(", "));
        String query = "SELECT * FROM " + quoted(table) + (keys.isEmpty() ? "" : " ORDER BY " + keys);
        long rows = 0;
        try (Statement statement = db.getConnection().createStatement();
                BufferedWriter out = Files.newBufferedWriter(file)) {
            statement.setFetchSize(BATCH);
            try (ResultSet rs = statement.executeQuery(query)) {
                int columns = rs.getMetaData().getColumnCount();
                while (rs.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns; i++) {
                        row.put(rs.getMetaData().getColumnName(i), written(rs.getObject(i)));
                    }
                    out.write(Json.write(row));
                    out.write('\n');
                    rows++;
                }
            }
        }
        return rows;
    }

    private static @Nullable Object written(@Nullable Object value) {
        return value instanceof Double number && !Double.isFinite(number)
                ? Map.of(NOT_FINITE, number.toString())
                : value;
    }

    private static @Nullable Object read(@Nullable Object value) {
        return value instanceof Map<?, ?> number ? Double.valueOf(String.valueOf(number.get(NOT_FINITE))) : value;
    }

    /** Adds rows to a table and returns how many. */
    static long read(Handle db, String table, Path file) throws SQLException, IOException {
        long rows = 0;
        List<String> columns = List.of();
        @Nullable PreparedStatement insertion = null;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Map<String, @Nullable Object> row = Json.readTree(line);
                if (insertion == null) {
                    columns = List.copyOf(row.keySet());
                    insertion = db.getConnection().prepareStatement(insertion(table, columns));
                }
                for (int i = 0; i < columns.size(); i++) {
                    insertion.setObject(i + 1, read(row.get(columns.get(i))));
                }
                insertion.addBatch();
                rows++;
                if (rows % BATCH == 0) {
                    insertion.executeBatch();
                }
            }
            if (insertion != null) {
                insertion.executeBatch();
            }
        } finally {
            if (insertion != null) {
                insertion.close();
            }
        }
        return rows;
    }

    private static String insertion(String table, List<String> columns) {
        return "INSERT INTO " + quoted(table) + " ("
                + columns.stream().map(BackupTables::quoted).collect(Collectors.joining(", ")) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Returns the first table that has rows; empty if none has. */
    static String filled(Handle db) throws SQLException {
        for (String table : names(db)) {
            try (Statement statement = db.getConnection().createStatement();
                    ResultSet rs = statement.executeQuery("SELECT 1 FROM " + quoted(table) + " LIMIT 1")) {
                if (rs.next()) {
                    return table;
                }
            }
        }
        return "";
    }

    /** Returns the hashes of the objects that rows refer to. */
    static Set<String> references(Handle db) {
        Set<String> hashes = new TreeSet<>();
        REFERENCES.forEach((table, columns) -> columns.forEach(column -> hashes.addAll(
                db.createQuery("SELECT DISTINCT " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL")
                        .mapTo(String.class)
                        .list())));
        hashes.remove("");
        return hashes;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
