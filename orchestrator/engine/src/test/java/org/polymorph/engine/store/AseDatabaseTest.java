package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Files that ASE itself reads: Debian's python3-ase. */
class AseDatabaseTest {
    private static final String READ = """
            import json, sys, ase.db
            rows = []
            for row in ase.db.connect(sys.argv[1]).select(sys.argv[2]):
                atoms = row.toatoms()
                known = atoms.calc is not None
                rows.append(dict(
                    symbols=atoms.get_chemical_symbols(), cell=atoms.cell.tolist(), pbc=atoms.pbc.tolist(),
                    scaled=atoms.get_scaled_positions(wrap=False).tolist(), positions=atoms.positions.tolist(),
                    energy=atoms.get_potential_energy() if known else None,
                    forces=atoms.get_forces().tolist() if known else None,
                    stress=atoms.get_stress().tolist() if known and 'stress' in row else None,
                    fmax=row.get('fmax'), smax=row.get('smax'), volume=row.volume, natoms=row.natoms, mass=row.mass,
                    age=row.ctime, keys=row.key_value_pairs, data=row.data, formula=row.formula))
            print(json.dumps(rows))
            """;

    private static final Structure SALT = Structure.of(
            Lattice.of(4, 0.1, 0, 0, 5, 0.2, 0.3, 0, 6),
            List.of(Element.Na, Element.Cl, Element.Na),
            new double[] {0.1, 0.2, 0.3, 0.5, 0.6, 0.7, -0.1, 1.2, 0.4});
    private static final Evaluation KNOWN = new Evaluation(
            -12.345678901234567,
            new double[] {0.1, 0, 0, -0.2, 0.3, 0, 0.1, -0.3, 1e-17},
            new Stress(0.01, -0.02, 0.03, 0.004, 0.005, 0.006));

    @TempDir
    private Path directory;

    @BeforeEach
    void requireAse() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs the package python3-ase");
        Assumptions.assumeTrue(python("-c", "import ase.db").waitFor() == 0, "needs the package python3-ase");
    }

    private static Process python(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/python3"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private JsonNode read(Path file, String selection) throws Exception {
        return new ObjectMapper().readTree(output(python("-c", READ, file.toString(), selection)));
    }

    private Path write() {
        Path file = directory.resolve("out.db");
        AseDatabase.write(
                file,
                List.of(
                        new AseDatabase.Row(
                                SALT, Optional.of(KNOWN), Map.of("kind", "label", "candidate", "c0001", "rank", 2.0)),
                        new AseDatabase.Row(SALT, Optional.empty(), Map.of("kind", "pool")),
                        new AseDatabase.Row(
                                SALT, Optional.of(new Evaluation(-1, KNOWN.forces(), Stress.UNKNOWN)), Map.of())),
                Instant.parse("2026-11-26T08:00:00Z"));
        return file;
    }

    private static double[] numbers(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .flatMapToDouble(value -> value.isArray()
                        ? java.util.Arrays.stream(numbers(value))
                        : java.util.stream.DoubleStream.of(value.asDouble()))
                .toArray();
    }

    @Test
    void ase_reads_structures_energies_forces_and_stresses_to_the_last_bit() throws Exception {
        JsonNode rows = read(write(), "");
        assertThat(rows).hasSize(3);
        JsonNode first = rows.get(0);
        assertThat(first.get("symbols")).extracting(JsonNode::asText).containsExactly("Na", "Cl", "Na");
        assertThat(numbers(first.get("cell"))).containsExactly(SALT.lattice().toArray());
        assertThat(numbers(first.get("positions"))).containsExactly(SALT.cartesian());
        assertThat(first.get("pbc")).extracting(JsonNode::asBoolean).containsExactly(true, true, true);
        assertThat(first.get("energy").asDouble()).isEqualTo(KNOWN.energy());
        assertThat(numbers(first.get("forces"))).containsExactly(KNOWN.forces());
        assertThat(numbers(first.get("stress"))).containsExactly(KNOWN.stress().toVoigt());
        assertThat(first.get("fmax").asDouble()).isEqualTo(KNOWN.maxForce());
        assertThat(first.get("smax").asDouble()).isEqualTo(0.03);
        assertThat(first.get("volume").asDouble()).isCloseTo(SALT.volume(), within(1e-9));
        assertThat(first.get("natoms").asInt()).isEqualTo(3);
        assertThat(first.get("formula").asText()).isEqualTo("Na2Cl");
        // 26.9 Julian years after ASE's zero
        assertThat(first.get("age").asDouble()).isBetween(26.89, 26.91);
        assertThat(first.get("data")).isEmpty();
        assertThat(first.at("/keys/rank").asDouble()).isEqualTo(2);
        assertThat(first.at("/keys/candidate").asText()).isEqualTo("c0001");
        assertThat(rows.get(1).get("energy").isNull()).isTrue();
        assertThat(rows.get(2).get("stress").isNull()).isTrue();
        assertThat(rows.get(2).get("energy").asDouble()).isEqualTo(-1);
    }

    @Test
    void ase_finds_rows_by_keys_elements_and_numbers() throws Exception {
        Path file = write();
        assertThat(read(file, "kind=pool")).hasSize(1);
        assertThat(read(file, "rank>1,candidate=c0001")).hasSize(1);
        assertThat(read(file, "Cl=1,Na>1")).hasSize(3);
        assertThat(read(file, "energy<-10")).hasSize(1);
        assertThat(read(file, "Si")).isEmpty();
    }

    @Test
    void the_command_of_ase_shows_it_and_ase_adds_to_it() throws Exception {
        Path file = write();
        assertThat(output(python("-m", "ase", "db", file.toString(), "-c", "id,formula,kind,energy")))
                .contains("Na2Cl", "label", "-12.346", "Rows: 3");
        output(python(
                "-c",
                "import sys, ase.db; from ase import Atoms; ase.db.connect(sys.argv[1]).write(Atoms('H2'), kind='x')",
                file.toString()));
        assertThat(read(file, "kind=x")).hasSize(1);
    }

    @Test
    void a_file_is_replaced_as_a_whole() throws Exception {
        Path file = write();
        AseDatabase.write(file, List.of(new AseDatabase.Row(SALT, Optional.empty(), Map.of())), Instant.EPOCH);
        assertThat(read(file, "")).hasSize(1);
        assertThat(directory.toFile().list()).containsExactly("out.db");
    }
}
