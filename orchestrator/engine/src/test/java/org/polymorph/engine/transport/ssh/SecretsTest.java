package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.Secret;
import org.polymorph.engine.store.CampaignBook;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.model.batch.InputFile;
import org.slf4j.LoggerFactory;

/** No passphrase and no key in any log, error, table, process list or string form, whatever they look like. */
class SecretsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ALPHABET = "abcXYZ0189 '\"`$\\%{}()<>|;&*?~!#@^,:=+-_[]/é漢";
    private static final int SECRETS = 3;

    private final Path directory;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> seen = new ArrayList<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private Level before;

    SecretsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void listen() {
        before = root.getLevel();
        root.setLevel(Level.TRACE);
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(before);
        root.detachAppender(appender);
        others.forEach(root::addAppender);
    }

    private static String random(Random random) {
        return random.ints(16 + random.nextInt(20), 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private void seen(Object something) {
        seen.add(String.valueOf(something));
    }

    private void seenError(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        seen(text);
    }

    private Loaded load(OwnSshd sshd, String passphrase) throws IOException {
        Path sites = Files.createDirectories(directory.resolve("sites"));
        Files.writeString(sites.resolve("far.yaml"), """
                site: far
                transport:
                  type: ssh
                  host: 127.0.0.1
                  port: %d
                  keyFile: %s
                  knownHosts: %s
                  passphrase: ${env:FAR_PASSPHRASE}
                workDir: /scratch/${env:WHO}
                codes:
                  potential: {}
                """.formatted(sshd.port(), sshd.keyFile(), sshd.knownHosts()));
        Path file = Files.writeString(
                directory.resolve("c.yaml"),
                "campaign: si8\nsite: far\nsearch: {composition: Si8}\ncalculate: {code: potential}\n");
        return new ConfigLoader(Map.of("FAR_PASSPHRASE", passphrase, "WHO", "ada"), directory)
                .campaign(file, List.of(), Optional.empty());
    }

    private void store(Loaded loaded, Path place) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine("si8", 5, 1000, 2, 100),
                1,
                2,
                "static",
                List.of("final"),
                2,
                Duration.ofHours(1),
                RetryBudgets.DEFAULT);
        try (Database database = Database.open(DataDirectory.database(place))) {
            new CampaignBook(rules, database, DataDirectory.objects(place), Clock.systemUTC()).start(loaded.tree());
        }
    }

    private void use(OwnSshd sshd, SshOptions options) {
        try (SshTransport transport = new SshTransport(options)) {
            String processes = transport
                    .run("ps -eww -o args; tr '\\0' '\\n' </proc/$$/environ", new byte[0], LONG)
                    .stdout();
            assertThat(processes).contains("/bin/sh -c i=0");
            // this process's own list and environment among them
            seen(processes);
            Path there = directory.resolve("there");
            transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG);
            transport.download(there.toString(), List.of("a"), directory.resolve("here"), LONG);
            seen(transport.name());
        }
        try (SshTransport transport = new SshTransport(options)) {
            sshd.signalConnections("KILL");
            seenError(catchThrowable(() -> transport.run("kill -9 $PPID", new byte[0], LONG)));
        }
    }

    @Test
    void secrets_stand_nowhere() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "LogLevel DEBUG3")) {
            List<String> secrets = new ArrayList<>(Files.readAllLines(sshd.keyFile()).stream()
                    .filter(line -> !line.contains("PRIVATE KEY"))
                    .toList());
            assertThat(secrets).hasSizeGreaterThan(3);
            String passphrase = "";
            for (int i = 0; i < SECRETS; i++) {
                String next = random(random);
                OwnSshd.keygen(
                        "-p", "-P", passphrase, "-N", next, "-f", sshd.keyFile().toString());
                passphrase = next;
                secrets.add(next);
                secrets.add(Base64.getEncoder().encodeToString(next.getBytes(StandardCharsets.UTF_8)));
                secrets.add(HexFormat.of().formatHex(next.getBytes(StandardCharsets.UTF_8)));

                Loaded loaded = load(sshd, next);
                Optional<Secret> secret = loaded.site().transport().session().passphrase();
                assertThat(secret.map(Secret::reveal)).contains(next);
                seen(loaded);
                seen(loaded.site());
                seen(secret);
                Path place = Files.createDirectory(directory.resolve("store" + i));
                store(loaded, place);
                Credentials right =
                        new Credentials(Optional.of(sshd.keyFile()), Optional.empty(), secret, Optional.empty());
                SshOptions options = sshd.options(right, OwnSshd.BRISK);
                seen(options);
                seen(options.hashCode());
                use(sshd, options);
                Secret wrong = Secret.of(next + "x");
                Credentials bad = new Credentials(
                        Optional.of(sshd.keyFile()), Optional.empty(), Optional.of(wrong), Optional.empty());
                try (SshTransport transport = new SshTransport(sshd.options(bad, OwnSshd.BRISK))) {
                    seenError(catchThrowable(() -> transport.run("true", new byte[0], LONG)));
                }
                seen(Files.readString(directory.resolve("sshd/sshd.log"), StandardCharsets.ISO_8859_1));
                seen(bytesIn(place));
            }
            check(secrets, "seed " + seed);
        }
    }

    private static String bytesIn(Path place) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        assertThat(all).contains("si8", "${env:FAR_PASSPHRASE}", "/scratch/ada");
        return all.toString();
    }

    private void check(List<String> secrets, String what) {
        List<ILoggingEvent> events = List.copyOf(appender.list);
        assertThat(events)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(text -> text.contains("logged in at"));
        assertThat(events).extracting(ILoggingEvent::getLoggerName).contains(LibraryLog.class.getName());
        for (ILoggingEvent event : events) {
            seen(event.getFormattedMessage());
            for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                seen(cause.getMessage());
            }
        }
        for (String secret : secrets) {
            // not by assertThat on all: a failure would print the secrets' surroundings for each
            assertThat(seen).as(what).noneMatch(text -> text.contains(secret));
        }
    }

    @Test
    void a_secret_shows_nothing_of_itself() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret).hasToString("(secret)").isEqualTo(Secret.of("hunter2"));
        assertThat(new Object[] {secret, Optional.of(secret), List.of(secret)})
                .allSatisfy(each -> assertThat(each.toString()).doesNotContain("hunter"));
        assertThat(secret).isNotInstanceOf(java.io.Serializable.class);
        assertThat(Secret.class.getMethods())
                .extracting(java.lang.reflect.Method::getName)
                .noneMatch(name -> name.startsWith("get") && !name.equals("getClass"));
    }
}
