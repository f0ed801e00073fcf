package org.polymorph.engine.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Who is told of alerts.
 *
 * @param name in logs and tables; shows no secret
 * @param kinds of alerts that it is told of
 */
public record AlertReceiver(String name, Way way, Set<AlertKind> kinds) {
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*[?&][^=&]*(password|passwd|token|secret|key)[^=&]*=.+|[a-z0-9+.-]+://[^/?#]*:[^/?#@]*@.*");

    public AlertReceiver {
        kinds = Set.copyOf(kinds);
    }

    /** How it is told. */
    public sealed interface Way permits Webhook, Mail, Endpoint {}

    /**
     * A JSON document is posted to an address.
     *
     * @param token sent as {@code Authorization: Bearer}
     * @param caFile certificates (PEM) that vouch for the host in place of those of this Java
     */
    public record Webhook(Secret url, Optional<Secret> token, Optional<Path> caFile) implements Way {}

    /**
     * A mail is sent.
     *
     * @param caFile certificates (PEM) that vouch for the host in place of those of this Java
     */
    public record Mail(List<String> to, String from, Server server, Optional<Login> login, Optional<Path> caFile)
            implements Way {
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** A server for outgoing mail. */
    public record Server(String host, int port, Tls tls) {}

    /** Who sends the mail. */
    public record Login(String user, Secret password) {}

    /** How a connection to a mail server is protected. */
    public enum Tls {
        /** It begins in the clear and must be encrypted before anything is said. */
        STARTTLS,
        /** It is encrypted from the beginning. */
        TLS,
        /** Not at all. */
        NONE
    }

    /** An endpoint of Camel gets the JSON document as its body. */
    public record Endpoint(Secret uri) implements Way {}

    /**
     * Makes one of what stands on a command line.
     *
     * @param uri http or https for a webhook, else of any endpoint of Camel
     * @throws ConfigurationException if it is no URI, or a secret stands in it
     */
    public static AlertReceiver ofUri(String uri, Set<AlertKind> kinds) {
        String name = shown(uri);
        if (SECRET.matcher(uri).matches()) {
            throw new ConfigurationException("--alert " + name
                    + "…: a secret must not stand on the command line; expected it in a file: --alerts FILE");
        }
        boolean web = uri.startsWith("http://") || uri.startsWith("https://");
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+")) {
            throw new ConfigurationException(
                    "--alert " + uri
                            + ": expected a URI such as https://hooks.example.org/polymorph or smtp://smtp.example.org?to=ada@example.org");
        }
        Way way = web
                ? new Webhook(url(Secret.of(uri), "--alert " + name), Optional.empty(), Optional.empty())
                : new Endpoint(Secret.of(uri));
        return new AlertReceiver(name, way, kinds);
    }

    /** Checks the address of a webhook; the message never shows it. */
    static Secret url(Secret text, String place) {
        try {
            URI uri = new URI(text.reveal());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below, without the address
        }
        throw new ConfigurationException(
                place + ": expected an address such as https://hooks.example.org/polymorph, found something else");
    }

    // scheme and host, or what stands in its place: the rest may be a secret
    private static String shown(String uri) {
        String bare = uri.replaceFirst("[?#].*", "").replaceFirst("://[^/@]*@", "://");
        return bare.replaceFirst("^([^:]*:(?://)?[^/]*).*", "$1");
    }
}
