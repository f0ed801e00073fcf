package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.dft.input.UpfHeaderReader;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;

class PwDetailsTest {

    @Test
    void a_mesh_is_never_coarser_than_the_spacing() {
        assertThat(KPointMesh.ofSpacing(Lattice.cubic(2 * Math.PI), 0.25)).isEqualTo(new KPointMesh(4, 4, 4, 0, 0, 0));
        assertThat(KPointMesh.ofSpacing(Lattice.cubic(2 * Math.PI), 0.2499).n1())
                .isEqualTo(5);
        assertThat(KPointMesh.ofSpacing(Lattice.cubic(100), 0.4).card()).isEqualTo("1 1 1 0 0 0");
        // the reciprocal vectors of a skewed cell are longer than 2π over its edges
        assertThat(KPointMesh.ofSpacing(Lattice.of(5, 0, 0, 4, 3, 0, 0, 0, 5), 0.4))
                .isEqualTo(new KPointMesh(6, 6, 4, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25d0",
        "1e-8, 1.0d-8",
        "-3, -3.0d0",
        "1e22, 1.0d22",
    })
    void reals_are_double_precision(double value, String text) {
        assertThat(Namelists.real(value)).isEqualTo(text);
    }

    @Test
    void numbers_run_together_are_told_apart_by_their_signs() {
        assertThat(FortranNumbers.read("  -0.00000001-1234.56789012   0.5D+01", 3))
                .containsExactly(-0.00000001, -1234.56789012, 5);
        assertThatThrownBy(() -> FortranNumbers.read("1.0 ***** 2.0", 3)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> FortranNumbers.read("1.0 2.0", 3)).isInstanceOf(NumberFormatException.class);
        // 38919.72 and 38932.60: nobody can tell where the second begins
        assertThatThrownBy(() -> FortranNumbers.read("38919.7238932.60", 1)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"19.45s, 19.45", "1m 2.31s, 62.31", "2h 5m, 7500", "'1d 0h 1m', 86460"})
    void wall_times_have_units(String text, double seconds) {
        assertThat(FortranNumbers.seconds(text)).isCloseTo(seconds, within(1e-9));
    }

    @Test
    void a_upf_of_version_1_is_read_by_its_lines(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("c.UPF"), """
                <PP_INFO>
                </PP_INFO>
                <PP_HEADER>
                   0                   Version Number
                  C                    Element
                   US                  Ultrasoft pseudopotential
                    F                  Nonlinear Core Correction
                 SLA  PW   PBE  PBE    PBE  Exchange-Correlation functional
                    4.00000000000      Z valence
                    -5.34834           Total energy (Ha)
                  25.0  2.00E+02 Suggested cutoff for wfc and rho
                </PP_HEADER>
                """);
        assertThat(UpfHeaderReader.read(file))
                .isEqualTo(new UpfHeader(file, Element.C, UpfHeader.Type.ULTRASOFT, 4, "PBE", 25, 200));
    }

    @Test
    void an_entity_of_an_xml_file_is_not_followed(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "-1.0");
        Path file = Files.writeString(
                folder.resolve("x.xml"),
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a><output><total_energy><etot>&x;</etot>"
                        + "</total_energy></output></a>");
        assertThat(PwDataFile.read(file)).isEmpty();
    }
}
