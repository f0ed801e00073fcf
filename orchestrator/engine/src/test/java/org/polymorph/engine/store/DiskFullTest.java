package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFullTest {
    @TempDir
    Path directory;

    @Test
    void is_found_behind_the_exceptions_of_files_and_of_the_database() {
        IOException file = new IOException("/data/x: No space left on device");
        SQLException database = new SQLException("[SQLITE_FULL]  Insertion failed because database is full");

        assertThat(DiskFull.isCauseOf(file, directory)).isTrue();
        assertThat(DiskFull.isCauseOf(new IllegalStateException(new UncheckedIOException(file)), directory))
                .isTrue();
        assertThat(DiskFull.isCauseOf(new IllegalStateException(database), directory))
                .isTrue();
    }

    @Test
    void is_not_blamed_for_anything_else() {
        assertThat(DiskFull.isCauseOf(new IOException("permission denied"), directory))
                .isFalse();
        assertThat(DiskFull.isCauseOf(new IllegalStateException("the disk is full of surprises"), directory))
                .isFalse();
    }
}
