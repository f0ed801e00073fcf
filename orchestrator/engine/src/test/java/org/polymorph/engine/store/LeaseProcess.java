package org.polymorph.engine.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A process that takes the lease of a database as soon as it can and then writes one row after the other: the program of a test.
 * Its output has a line TOKEN n when it holds the lease and LOST when it was refused.
 */
final class LeaseProcess {
    private LeaseProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresServer server = new PostgresServer(DatabaseUrl.parse(arguments[0]), System.getenv());
        Duration duration = Duration.parse(arguments[1]);
        try (Database database = Database.openForWriting(server)) {
            Optional<Lease> lease = Lease.acquire(database, duration);
            while (lease.isEmpty()) {
                Thread.sleep(200);
                lease = Lease.acquire(database, duration);
            }
            long token = lease.get().token();
            System.out.println("TOKEN " + token);
            for (int i = 0; ; i++) {
                write(database, token, i);
            }
        } catch (LeaseLostException e) {
            System.out.println("LOST");
        }
    }

    private static void write(Database database, long token, int row) {
        try {
            database.jdbi()
                    .useTransaction(db -> db.execute("INSERT INTO written (token, row) VALUES (?, ?)", token, row));
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException e) {
            // stopped in the midst of a transaction, its session was ended: the next one tells why
            System.out.println("FAILED " + row);
        }
    }
}
