package org.polymorph.engine.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.polymorph.engine.timing.ScheduleTicks;

/**
 * A process that leads as a daemon does and gives the schedules of a database their turns: the program of a test. Arguments: the
 * address of the database, how long the lease lasts, and at how many looks at the clock in the midst of transactions it hangs, 0
 * for never. Its output has a line LEADS and, where it hangs, HANGS.
 */
final class ScheduleProcess {
    private ScheduleProcess() {}

    /** A clock that stops who asks it while a campaign is being written down. */
    private static final class Hanging extends Clock {
        private final int at;
        private int asked;

        Hanging(int at) {
            this.at = at;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public synchronized long millis() {
            if (++asked == at) {
                System.out.println("HANGS");
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return System.currentTimeMillis();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        PostgresServer server = new PostgresServer(DatabaseUrl.parse(arguments[0]), System.getenv());
        Duration duration = Duration.parse(arguments[1]);
        Clock clock = new Hanging(Integer.parseInt(arguments[2]));
        try (Database database = Database.openForWriting(server)) {
            Optional<Lease> lease = Lease.acquire(database, duration);
            while (lease.isEmpty()) {
                Thread.sleep(100);
                lease = Lease.acquire(database, duration);
            }
            System.out.println("LEADS");
            var unused = new ScheduleTicks(new ScheduleControl(database, clock), clock);
            new CountDownLatch(1).await();
        }
    }
}
