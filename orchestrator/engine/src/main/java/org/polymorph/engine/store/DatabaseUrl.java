package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.polymorph.model.spi.ConfigurationException;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL database is: {@code jdbc:postgresql://HOST[:PORT]/NAME[?parameter=value&…]}. No password stands in it, as
 * others see it in lists of processes and in logs: that comes from the environment or a file of passwords.
 */
public final class DatabaseUrl {
    /** How such an address begins. */
    public static final String PREFIX = "jdbc:postgresql:";

    private static final String EXPECTED = "a database as jdbc:postgresql://HOST/NAME";

    private final String url;
    private final Properties parts;

    private DatabaseUrl(String url, Properties parts) {
        this.url = url;
        this.parts = parts;
    }

    /**
     * Reads an address.
     *
     * @throws ConfigurationException if it is none of PostgreSQL, or there is a password in it; the message does not repeat it
     */
    public static DatabaseUrl parse(String text) {
        if (!text.startsWith(PREFIX)) {
            // what is wrong may be a password: nothing of it but the scheme is shown
            int scheme = text.indexOf("://");
            throw new ConfigurationException("expected " + EXPECTED + ", found "
                    + (scheme < 0 ? "no address of PostgreSQL" : text.substring(0, scheme) + "://…"));
        }
        int query = text.indexOf('?');
        String head = query < 0 ? text : text.substring(0, query);
        if (head.contains("@")) {
            throw secret("a user or password before @");
        }
        for (String parameter : query < 0
                ? List.<String>of()
                : List.of(text.substring(query + 1).split("&", -1))) {
            String name = parameter.replaceFirst("=.*", "");
            if (name.toLowerCase(Locale.ROOT).contains("password")) {
                throw secret("the parameter " + name);
            }
        }
        Properties parts = Driver.parseURL(text, null);
        if (parts == null) {
            throw new ConfigurationException("expected " + EXPECTED + ", found one that cannot be read");
        }
        return new DatabaseUrl(text, parts);
    }

    private static ConfigurationException secret(String found) {
        return new ConfigurationException("expected " + EXPECTED + " without a secret, found " + found
                + "; put the user into PGUSER or ?user=, and the password into PGPASSWORD or ~/.pgpass");
    }

    /** Returns the whole address, parameters and all. */
    String url() {
        return url;
    }

    /** Returns whether a parameter is given. */
    boolean has(String parameter) {
        return parts.getProperty(parameter) != null;
    }

    /** Returns the address without its parameters. */
    @Override
    public String toString() {
        List<String> servers = new ArrayList<>();
        String[] hosts = parts.getProperty("PGHOST", "").split(",", -1);
        String[] ports = parts.getProperty("PGPORT", "").split(",", -1);
        for (int i = 0; i < hosts.length; i++) {
            servers.add(i < ports.length ? hosts[i] + ":" + ports[i] : hosts[i]);
        }
        return PREFIX + "//" + String.join(",", servers) + "/" + parts.getProperty("PGDBNAME", "");
    }
}
