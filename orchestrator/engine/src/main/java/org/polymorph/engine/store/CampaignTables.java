package org.polymorph.engine.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the database holds of one campaign as comma-separated values (RFC 4180, with a line of names first): energies in
 * eV, volumes in Å³, forces in eV/Å, times as ISO 8601 in UTC; what is not known is empty.
 */
public final class CampaignTables {
    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("candidates", "SELECT id, origin, rejected FROM candidate WHERE campaign = ? ORDER BY id");
        QUERIES.put(
                "frames",
                "SELECT candidate, round, outcome, steps, energy AS enthalpy_per_atom, max_force,"
                        + " energy_std AS energy_std_per_atom, force_std, volume AS volume_per_atom, cluster FROM frame"
                        + " WHERE campaign = ? ORDER BY round, candidate");
        QUERIES.put(
                "rounds",
                "SELECT round, stopped, verdict, training, held_out FROM round WHERE campaign = ? ORDER BY round");
        QUERIES.put(
                "clusters",
                "SELECT round, rank, id, candidate, energy AS enthalpy_per_atom, size AS members FROM cluster"
                        + " WHERE campaign = ? ORDER BY round, rank");
        QUERIES.put(
                "calculations",
                "SELECT id, purpose, round, candidate, stage, input_set, state, job, energy, max_force,"
                        + " volume AS volume_per_atom, atoms, converged, ionic_steps, infrastructure_retries, dft_retries,"
                        + " failure, detail FROM calculation WHERE campaign = ? ORDER BY id");
        QUERIES.put(
                "remedies",
                "SELECT calculation, attempt, job, failure, detail, remedy, counted, created_at FROM remedy"
                        + " WHERE campaign = ? ORDER BY calculation, attempt");
        QUERIES.put(
                "jobs",
                "SELECT token, site, round, attempt, cores, state, cause, scheduler_id, scheduler_word, exit_code,"
                        + " created_at, started_at, ended_at FROM job WHERE campaign = ? ORDER BY created_at, token");
        QUERIES.put(
                "job_events",
                "SELECT token, seq, at, from_stage, to_stage, cause, evidence, command, exit_code, bytes_out, bytes_in,"
                        + " duration AS milliseconds FROM job_event WHERE token IN (SELECT token FROM job WHERE campaign = ?)"
                        + " ORDER BY token, seq");
        QUERIES.put("events", "SELECT seq, at, kind, round, detail FROM event WHERE campaign = ? ORDER BY seq");
        QUERIES.put(
                "results",
                "SELECT rank, candidate, calculation, energy AS enthalpy_per_atom, volume AS volume_per_atom, max_force,"
                        + " converged, duplicates FROM result WHERE campaign = ? ORDER BY rank");
    }

    private CampaignTables() {}

    /** Writes {@code NAME.csv} for each table into a directory, all of one moment, and returns the names of the files. */
    public static List<String> write(Database database, String campaign, Path directory) {
        return database.reading().inTransaction(db -> {
            List<String> files = new ArrayList<>();
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                String file = query.getKey() + ".csv";
                try {
                    write(db, query.getValue(), campaign, directory.resolve(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (SQLException e) {
                    throw new IllegalStateException(database.place() + ": cannot be read", e);
                }
                files.add(file);
            }
            return files;
        });
    }

    private static void write(Handle db, String query, String campaign, Path file) throws IOException, SQLException {
        try (PreparedStatement statement = db.getConnection().prepareStatement(query);
                BufferedWriter out = Files.newBufferedWriter(file)) {
            statement.setString(1, campaign);
            try (ResultSet rs = statement.executeQuery()) {
                ResultSetMetaData columns = rs.getMetaData();
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    line.add(columns.getColumnLabel(i));
                }
                out.write(line(line));
                while (rs.next()) {
                    line.clear();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        line.add(text(columns.getColumnLabel(i), rs.getObject(i)));
                    }
                    out.write(line(line));
                }
            }
        }
    }

    private static String text(String column, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        boolean time = column.equals("at") || column.endsWith("_at");
        return time && value instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue()).toString()
                : value.toString();
    }

    private static String line(List<String> values) {
        return values.stream().map(CampaignTables::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
