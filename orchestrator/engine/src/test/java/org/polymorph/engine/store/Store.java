package org.polymorph.engine.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the rows of a test lie. What holds for the books holds in each. */
enum Store {
    SQLITE {
        @Override
        Database open(Path directory) {
            return Database.open(DataDirectory.database(directory));
        }

        @Override
        Database openReadOnly(Path directory) {
            return Database.openReadOnly(DataDirectory.database(directory));
        }
    },
    POSTGRESQL {
        @Override
        Database open(Path directory) {
            return Database.openForWriting(server(directory));
        }

        @Override
        Database openReadOnly(Path directory) {
            return Database.openReadOnly(server(directory));
        }
    };

    private static final Map<Path, DatabaseUrl> URLS = new ConcurrentHashMap<>();

    /** Opens the database that belongs to a data directory, always the same one. */
    abstract Database open(Path directory);

    abstract Database openReadOnly(Path directory);

    static PostgresServer server(Path directory) {
        OwnPostgres postgres = OwnPostgres.require();
        return new PostgresServer(
                URLS.computeIfAbsent(directory, unused -> postgres.create()), OwnPostgres.environment());
    }
}
