package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server of Debian's packages on a port of loopback, begun by the first test that asks for it and gone with this
 * process. Tests get databases of their own; the tests of other modules find it in this module's archive of tests.
 */
public final class OwnPostgres {
    private static final String USER = "polymorph";
    private static final String PASSWORD =
            "only-for-this-test-" + ProcessHandle.current().pid();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Optional<OwnPostgres> SERVER = begin();

    private final Path binaries;
    private final Path directory;
    private final int port;

    private OwnPostgres(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** Returns the server; a test is skipped where Debian's package postgresql is missing. */
    public static OwnPostgres require() {
        Assumptions.assumeTrue(SERVER.isPresent(), "needs the package postgresql");
        return SERVER.get();
    }

    /** Returns where user and password are told to the program. */
    public static Map<String, String> environment() {
        return Map.of("PGUSER", USER, "PGPASSWORD", PASSWORD);
    }

    /** Makes an empty database and returns its address. */
    public DatabaseUrl create() {
        String name = "test" + DATABASES.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name);
        return DatabaseUrl.parse(url(name));
    }

    /** Returns the database that others are made from. */
    public DatabaseUrl admin() {
        return DatabaseUrl.parse(url("postgres"));
    }

    /** Runs statements as a person at the server would. */
    public void sql(DatabaseUrl database, String... statements) {
        sql(database.toString().replaceFirst(".*/", ""), statements);
    }

    private void sql(String database, String... statements) {
        try (Connection raw = connect(database);
                Statement statement = raw.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a connection of the test's own. */
    public Connection connect(DatabaseUrl database) throws SQLException {
        return connect(database.toString().replaceFirst(".*/", ""));
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, PASSWORD);
    }

    /** Ends the server at once, as a machine that loses its power does. Whoever calls this begins it again. */
    public void stop() throws IOException {
        run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + data());
    }

    /** Begins a server that was stopped, with all that was committed. */
    public void start() throws IOException {
        run(
                "pg_ctl",
                "start",
                "--wait",
                "--pgdata=" + data(),
                "--log=" + directory.resolve("log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static Optional<OwnPostgres> begin() {
        try {
            Optional<Path> binaries = binaries();
            return binaries.isPresent() ? Optional.of(begin(binaries.get())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> binaries() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    private static OwnPostgres begin(Path binaries) throws IOException {
        Path directory = Files.createTempDirectory("polymorph-postgres");
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        if (isRoot()) {
            var nobody =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(directory, nobody);
            Files.setOwner(password, nobody);
        }
        OwnPostgres server = new OwnPostgres(binaries, directory, freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::end));
        // another language than C, so that the order of texts is not byte by byte unless somebody sees to it
        server.run(
                "initdb",
                "--pgdata=" + server.data(),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=icu",
                "--icu-locale=en-US",
                "--locale=C.UTF-8",
                "--no-sync");
        server.start();
        return server;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // the server refuses to run as root
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("polymorph-postgres", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(program + ": " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
        }
    }

    private void end() {
        try {
            Path running = data().resolve("postmaster.pid");
            if (Files.exists(running)) {
                String pid = Files.readAllLines(running).get(0).trim();
                // at once, without writing anything more; waits no longer than Surefire would
                new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(server -> server.onExit()
                        .completeOnTimeout(server, 10, TimeUnit.SECONDS)
                        .join());
            }
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, java.io.IOException problem) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
