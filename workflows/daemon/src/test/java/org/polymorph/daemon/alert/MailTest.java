package org.polymorph.daemon.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.AlertFile;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Mail to a server that wants STARTTLS and a password, and a webhook by HTTPS, with a certificate of their own. */
class MailTest {
    private static final char[] STORE_WORD = "changeit".toCharArray();
    private static final String PASSWORD = "hush-hush-hush";

    @TempDir
    static Path keys;

    @TempDir
    Path directory;

    private static SSLContext tls;

    private record Received(String from, String to, String user, String text) {}

    private final List<Received> mails = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = keys.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(STORE_WORD))
                .redirectErrorStream(true)
                .redirectOutput(keys.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            own.load(in, STORE_WORD);
        }
        String pem = Base64.getMimeEncoder()
                .encodeToString(own.getCertificate(own.aliases().nextElement()).getEncoded());
        Files.writeString(
                keys.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, STORE_WORD);
        tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
    }

    private SMTPServer mailServer(boolean secure) {
        SMTPServer.Builder builder = SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress());
        if (secure) {
            builder.startTlsSocketFactory(tls).requireTLS().requireAuth();
            builder.authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, word, context) -> {
                if (!user.equals("polymorph") || !word.equals(PASSWORD)) {
                    throw new LoginFailedException();
                }
            }));
        }
        SMTPServer server = builder.messageHandler((context, from, to, data) -> mails.add(new Received(
                        from,
                        to,
                        context.getAuthenticationHandler()
                                .map(who -> String.valueOf(who.getIdentity()))
                                .orElse(""),
                        new String(data, StandardCharsets.UTF_8))))
                .build();
        server.start();
        return server;
    }

    private Map<String, Optional<String>> trial(String receiver) throws IOException {
        Path word = Files.writeString(directory.resolve("word"), PASSWORD + "\n");
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(directory.resolve("alerts.yaml"), "alerts:\n  ops: " + receiver + "\n");
        return AlertTrial.run(AlertFile.read(file, Map.of("WRONG", "wrong")), "here", Clock.systemUTC());
    }

    private String problem(String receiver) throws IOException {
        return Objects.requireNonNull(trial(receiver).get("ops")).orElse("");
    }

    @Test
    void goes_to_a_server_that_wants_starttls_and_a_password() throws Exception {
        SMTPServer server = mailServer(true);
        String base = "mail: [ada@example.org, bob@example.org], from: polymorph@example.org, server: \"localhost:"
                + server.getPortAllocated() + "\", user: polymorph, ";
        try {
            assertThat(trial("{" + base + "passwordFile: word, caFile: " + keys.resolve("ca.pem") + "}"))
                    .containsEntry("ops", Optional.empty());
            assertThat(mails).hasSize(1);
            Received mail = mails.get(0);
            assertThat(mail.from()).isEqualTo("polymorph@example.org");
            assertThat(mail.user()).isEqualTo("polymorph");
            assertThat(mail.text())
                    .contains("To: ada@example.org, bob@example.org")
                    .contains("Subject: [polymorph] daemon is a test")
                    .contains("X-Polymorph-Alert: ")
                    .contains("alerts of this daemon arrive here");

            String wrong = problem("{" + base + "password: \"${env:WRONG}\", caFile: " + keys.resolve("ca.pem") + "}");
            assertThat(wrong).contains("AuthenticationFailed");
            String unknown = problem("{" + base + "passwordFile: word}");
            assertThat(unknown).containsIgnoringCase("certification path").doesNotContain(PASSWORD);
            assertThat(mails).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void is_not_sent_in_the_clear_unless_that_is_wanted() throws Exception {
        SMTPServer server = mailServer(false);
        String base = "{mail: ada@example.org, server: \"localhost:" + server.getPortAllocated() + "\"";
        try {
            assertThat(problem(base + "}")).containsIgnoringCase("starttls");
            assertThat(mails).isEmpty();
            assertThat(trial(base + ", tls: none}")).containsEntry("ops", Optional.empty());
            assertThat(mails).singleElement().extracting(Received::from).isEqualTo("ada@example.org");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_webhook_by_https_trusts_the_certificates_of_its_file() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String base = "{webhook: \"https://localhost:" + server.getAddress().getPort() + "/x\"";
        try {
            assertThat(trial(base + ", caFile: " + keys.resolve("ca.pem") + "}"))
                    .containsEntry("ops", Optional.empty());
            assertThat(problem(base + "}")).containsIgnoringCase("certification path");
        } finally {
            server.stop(0);
        }
    }
}
