package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileSystemTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nfs",
                "nfs4",
                "NFS4",
                "lustre",
                "gpfs",
                "beegfs",
                "cifs",
                "smb3",
                "9p",
                "ceph",
                "fuse.sshfs",
                "fuse.glusterfs",
                "virtiofs"
            })
    void file_systems_of_other_machines_are_told_by_their_type(String type) {
        assertThat(NetworkFileSystem.isNetwork(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs"})
    void disks_of_this_machine_are_none(String type) {
        assertThat(NetworkFileSystem.isNetwork(type)).isFalse();
    }

    @Test
    void where_the_type_is_not_known_the_mode_that_works_everywhere_is_taken() {
        assertThat(NetworkFileSystem.holds(directory.resolve("missing/polymorph.db")))
                .isTrue();
    }

    @Test
    void a_database_says_which_journal_it_keeps() {
        Path file = DataDirectory.database(directory);
        try (Database database = Database.open(file)) {
            String mode = database.jdbi().withHandle(db -> db.createQuery("PRAGMA journal_mode")
                    .mapTo(String.class)
                    .one());
            assertThat(mode).isEqualToIgnoringCase(database.journalMode());
            assertThat(database.journalMode()).isEqualTo(NetworkFileSystem.holds(file) ? "DELETE" : "WAL");
        }
    }
}
