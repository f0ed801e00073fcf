package org.polymorph.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polymorph.engine.config.AlertReceiver.Endpoint;
import org.polymorph.engine.config.AlertReceiver.Login;
import org.polymorph.engine.config.AlertReceiver.Mail;
import org.polymorph.engine.config.AlertReceiver.Server;
import org.polymorph.engine.config.AlertReceiver.Tls;
import org.polymorph.engine.config.AlertReceiver.Way;
import org.polymorph.engine.config.AlertReceiver.Webhook;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Settings;

/** Reads the file that says who is told of alerts. Secrets stand in files or in the environment, never in it. */
public final class AlertFile {
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:]+]|[^:\\s/@]+)(?::([1-9]\\d{0,4}))?");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> WAYS = List.of("webhook", "webhookFile", "mail", "uri", "uriFile");

    private final Path directory;
    private final List<String> problems;

    private AlertFile(Path directory, List<String> problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException with all problems
     */
    public static List<AlertReceiver> read(Path file, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Settings root =
                new MergedConfig(new Interpolation(environment, problems).apply(YamlReader.file(file))).settings();
        Path parent = file.toAbsolutePath().getParent();
        AlertFile reader = new AlertFile(parent == null ? Path.of("/") : parent, problems);
        List<AlertReceiver> receivers = new ArrayList<>();
        Settings all = root.section("alerts");
        for (String name : all.keys()) {
            if (!NAME.matcher(name).matches()) {
                all.reject(name, "expected a name of letters, digits, _ and -");
            }
            ConfigLoader.collect(
                    problems, () -> reader.receiver(name, all.section(name)).ifPresent(receivers::add));
        }
        root.finish();
        problems.addAll(root.problems());
        if (problems.isEmpty() && receivers.isEmpty()) {
            problems.add(file + ": alerts: expected at least one receiver, found none");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream().distinct().toList());
        }
        return List.copyOf(receivers);
    }

    /**
     * Reads kinds of alerts.
     *
     * @throws IllegalArgumentException if a word is none; the message lists them
     */
    public static Set<AlertKind> kinds(List<String> words) {
        Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
        for (String word : words) {
            kinds.add(all().stream()
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected some of "
                            + all().stream().map(AlertKind::word).collect(Collectors.joining(", ")) + ", found \""
                            + word + "\"")));
        }
        return kinds.isEmpty() ? all() : kinds;
    }

    /** Returns the kinds that a receiver is told of unless it wants others. */
    public static Set<AlertKind> all() {
        return EnumSet.complementOf(EnumSet.of(AlertKind.TEST));
    }

    private Optional<AlertReceiver> receiver(String name, Settings section) {
        List<String> ways = WAYS.stream().filter(section::has).toList();
        Set<AlertKind> kinds =
                section.attempt("on", () -> kinds(section.texts("on"))).orElse(all());
        Optional<Way> way = Optional.empty();
        if (ways.size() != 1) {
            section.reject(
                    WAYS.get(0),
                    "expected one of " + String.join(", ", WAYS) + ", found "
                            + (ways.isEmpty() ? "none" : String.join(" and ", ways)));
        } else if (ways.get(0).equals("mail")) {
            way = mail(section);
        } else if (ways.get(0).startsWith("webhook")) {
            String place = "alerts." + name + "." + ways.get(0);
            way = secret(section, "webhook")
                    .map(url -> new Webhook(
                            AlertReceiver.url(url, place), secret(section, "token"), path(section, "caFile")));
        } else {
            way = secret(section, "uri").map(Endpoint::new);
        }
        section.finish();
        return way.map(found -> new AlertReceiver(name, found, kinds));
    }

    private Optional<Way> mail(Settings section) {
        List<String> to = section.texts("mail");
        for (String address : to) {
            if (!ADDRESS.matcher(address).matches()) {
                section.reject("mail", "expected addresses such as ada@example.org, found \"" + address + "\"");
            }
        }
        String words = section.choice(
                "tls",
                "starttls",
                Arrays.stream(Tls.values()).map(SiteReader::word).toList());
        Tls tls = Tls.valueOf(words.toUpperCase(Locale.ROOT));
        Optional<Server> server = section.parsed("server", text -> server(text, tls));
        if (!section.has("server")) {
            section.reject("server", "expected the mail server, as HOST or HOST:PORT, found nothing");
        }
        Optional<String> user = section.text("user");
        Optional<Secret> password = secret(section, "password");
        if (user.isPresent() != password.isPresent()) {
            section.reject("user", "expected user together with password or passwordFile, found one of them");
        }
        Optional<Login> login = user.flatMap(name -> password.map(word -> new Login(name, word)));
        if (login.isPresent() && tls == Tls.NONE) {
            section.reject("tls", "expected starttls or tls, as a password is sent, found none");
        }
        String from = section.text("from").orElse(to.isEmpty() ? "" : to.get(0));
        Optional<Path> caFile = path(section, "caFile");
        return server.map(host -> new Mail(to, from, host, login, caFile));
    }

    private static Server server(String text, Tls tls) {
        Matcher matcher = SERVER.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected HOST or HOST:PORT, found \"" + text + "\"");
        }
        int standard =
                switch (tls) {
                    case STARTTLS -> 587;
                    case TLS -> 465;
                    case NONE -> 25;
                };
        return new Server(
                matcher.group(1), matcher.group(2) == null ? standard : Integer.parseInt(matcher.group(2)), tls);
    }

    // as KEY, whose value the environment may hold, or in the file that KEYFile names
    private Optional<Secret> secret(Settings section, String key) {
        Optional<Secret> here = section.text(key).map(Secret::of);
        Optional<Path> file = path(section, key + "File");
        if (here.isPresent() && file.isPresent()) {
            section.reject(key, "expected " + key + " or " + key + "File, found both");
        }
        List<Secret> read = new ArrayList<>();
        here.ifPresent(read::add);
        file.ifPresent(
                path -> ConfigLoader.collect(problems, () -> read.add(SecretFile.read(path, key + "File: " + path))));
        return read.stream().findFirst();
    }

    private Optional<Path> path(Settings section, String key) {
        return section.text(key).map(directory::resolve);
    }
}
