package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.engine.job.Sha256;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/**
 * Writes database files of the Atomic Simulation Environment (ase.db, version 9 of its SQLite schema): eV, Å, eV/Å, and stresses
 * in eV/Å³, tensile positive, in the order xx yy zz yz xz xy, as ASE has them.
 */
public final class AseDatabase {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE systems (id INTEGER PRIMARY KEY AUTOINCREMENT, unique_id TEXT UNIQUE, ctime REAL, mtime REAL,"
                    + " username TEXT, numbers BLOB, positions BLOB, cell BLOB, pbc INTEGER, initial_magmoms BLOB,"
                    + " initial_charges BLOB, masses BLOB, tags BLOB, momenta BLOB, constraints TEXT, calculator TEXT,"
                    + " calculator_parameters TEXT, energy REAL, free_energy REAL, forces BLOB, stress BLOB, dipole BLOB,"
                    + " magmoms BLOB, magmom REAL, charges BLOB, key_value_pairs TEXT, data BLOB, natoms INTEGER, fmax REAL,"
                    + " smax REAL, volume REAL, mass REAL, charge REAL)",
            "CREATE TABLE species (Z INTEGER, n INTEGER, id INTEGER, FOREIGN KEY (id) REFERENCES systems(id))",
            "CREATE TABLE keys (key TEXT, id INTEGER, FOREIGN KEY (id) REFERENCES systems(id))",
            "CREATE TABLE text_key_values (key TEXT, value TEXT, id INTEGER, FOREIGN KEY (id) REFERENCES systems(id))",
            "CREATE TABLE number_key_values (key TEXT, value REAL, id INTEGER, FOREIGN KEY (id) REFERENCES systems(id))",
            "CREATE TABLE information (name TEXT, value TEXT)",
            "INSERT INTO information VALUES ('version', '9')",
            "CREATE INDEX unique_id_index ON systems(unique_id)",
            "CREATE INDEX ctime_index ON systems(ctime)",
            "CREATE INDEX username_index ON systems(username)",
            "CREATE INDEX calculator_index ON systems(calculator)",
            "CREATE INDEX species_index ON species(Z)",
            "CREATE INDEX key_index ON keys(key)",
            "CREATE INDEX text_index ON text_key_values(key)",
            "CREATE INDEX number_index ON number_key_values(key)");
    private static final String INSERTION =
            "INSERT INTO systems (id, unique_id, ctime, mtime, numbers, positions, cell,"
                    + " pbc, calculator, calculator_parameters, energy, forces, stress, fmax, smax, key_value_pairs, data, natoms,"
                    + " volume, mass, charge) VALUES (?, ?, ?, ?, ?, ?, ?, 7, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

    /** ASE counts time in Julian years since its year 2000. */
    private static final double SECONDS_OF_2000 = 946681200.0;

    private static final double SECONDS_A_YEAR = 31557600.0;

    /** No further data, as ASE writes it: where its JSON begins, and an empty object. */
    private static final byte[] NO_DATA = ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(8)
            .put("{}".getBytes(StandardCharsets.US_ASCII))
            .array();

    private AseDatabase() {}

    /**
     * A structure with what is known of it.
     *
     * @param evaluation by the DFT code; empty where there is none
     * @param keys numbers and texts to select by
     */
    public record Row(Structure structure, Optional<Evaluation> evaluation, Map<String, Object> keys) {
        public Row {
            keys = new LinkedHashMap<>(keys);
        }
    }

    /**
     * Writes a file, in the place of one that is there.
     *
     * @param time that all rows get
     */
    public static void write(Path target, List<Row> rows, Instant time) {
        Path parent = target.toAbsolutePath().getParent();
        try {
            Path scratch = Files.createTempDirectory(parent, ".polymorph-ase");
            try {
                Path file = scratch.resolve("ase.db");
                write("jdbc:sqlite:" + file, rows, time);
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Directories.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new UncheckedIOException(target + ": cannot be written", new IOException(e));
        }
    }

    private static void write(String url, List<Row> rows, Instant time) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
            }
            try (PreparedStatement systems = connection.prepareStatement(INSERTION);
                    PreparedStatement species = connection.prepareStatement("INSERT INTO species VALUES (?, ?, ?)");
                    PreparedStatement keys = connection.prepareStatement("INSERT INTO keys VALUES (?, ?)");
                    PreparedStatement texts =
                            connection.prepareStatement("INSERT INTO text_key_values VALUES (?, ?, ?)");
                    PreparedStatement numbers =
                            connection.prepareStatement("INSERT INTO number_key_values VALUES (?, ?, ?)")) {
                for (int i = 0; i < rows.size(); i++) {
                    system(systems, i + 1, rows.get(i), time);
                    species(species, i + 1, rows.get(i).structure());
                    for (Map.Entry<String, Object> entry : rows.get(i).keys().entrySet()) {
                        boolean number = entry.getValue() instanceof Number;
                        insert(keys, entry.getKey(), i + 1);
                        insert(number ? numbers : texts, entry.getKey(), entry.getValue(), i + 1);
                    }
                }
            }
            connection.commit();
        }
    }

    private static void system(PreparedStatement insertion, int id, Row row, Instant time) throws SQLException {
        Structure structure = row.structure();
        double years = (time.toEpochMilli() / 1000.0 - SECONDS_OF_2000) / SECONDS_A_YEAR;
        String keys = Json.write(row.keys());
        byte[] positions = doubles(structure.cartesian());
        byte[] cell = doubles(structure.lattice().toArray());
        insertion.setInt(1, id);
        insertion.setString(
                2,
                Sha256.of(Integer.toString(id).getBytes(StandardCharsets.UTF_8), positions, cell)
                        .substring(0, 32));
        insertion.setDouble(3, years);
        insertion.setDouble(4, years);
        insertion.setBytes(5, numbers(structure));
        insertion.setBytes(6, positions);
        insertion.setBytes(7, cell);
        Optional<Evaluation> evaluation = row.evaluation();
        if (evaluation.isPresent()) {
            Evaluation known = evaluation.get();
            insertion.setString(8, "polymorph");
            insertion.setString(9, "{}");
            insertion.setDouble(10, known.energy());
            insertion.setBytes(11, doubles(known.forces()));
            insertion.setDouble(13, known.maxForce());
            if (known.stress().isFinite()) {
                insertion.setBytes(12, doubles(known.stress().toVoigt()));
                insertion.setDouble(14, known.stress().maxAbs());
            } else {
                insertion.setNull(12, Types.BLOB);
                insertion.setNull(14, Types.REAL);
            }
        } else {
            for (int i = 8; i <= 14; i++) {
                insertion.setNull(i, Types.NULL);
            }
        }
        insertion.setString(15, keys);
        insertion.setBytes(16, NO_DATA);
        insertion.setInt(17, structure.size());
        insertion.setDouble(18, structure.volume());
        insertion.setDouble(
                19,
                structure.species().stream()
                        .mapToDouble(element -> element.mass())
                        .sum());
        insertion.executeUpdate();
    }

    private static void species(PreparedStatement insertion, int id, Structure structure) throws SQLException {
        Map<Integer, Integer> counts = new TreeMap<>();
        structure.species().forEach(element -> counts.merge(element.atomicNumber(), 1, Integer::sum));
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            insert(insertion, count.getKey(), count.getValue(), id);
        }
    }

    private static void insert(PreparedStatement insertion, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insertion.setObject(i + 1, values[i]);
        }
        insertion.executeUpdate();
    }

    private static byte[] doubles(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    private static byte[] numbers(Structure structure) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * structure.size()).order(ByteOrder.LITTLE_ENDIAN);
        structure.species().forEach(element -> bytes.putInt(element.atomicNumber()));
        return bytes.array();
    }
}
