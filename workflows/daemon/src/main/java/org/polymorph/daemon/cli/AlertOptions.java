package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.engine.config.AlertFile;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.AlertKind;
import picocli.CommandLine.Option;

/** Who is told of what needs a person. */
final class AlertOptions {
    @Option(
            names = "--alert",
            paramLabel = "URI",
            description =
                    "Tell of what needs a person: https://… gets a JSON document by POST, any other URI is an endpoint of"
                            + " Camel such as smtp://HOST?to=ADDRESS; may be given several times. Without secrets, which"
                            + " belong into --alerts.")
    private List<String> uris = List.of();

    @Option(
            names = "--alerts",
            paramLabel = "FILE",
            description = "File with webhooks, mail and other receivers of alerts; their secrets come from files or the"
                    + " environment.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--alert-on",
            paramLabel = "KIND",
            split = ",",
            description = "What those of --alert are told of, by default all: trouble, disk, site, login, jobs, budget,"
                    + " failed, ended, lease.")
    private List<String> kinds = List.of();

    /**
     * Returns all receivers.
     *
     * @throws org.polymorph.model.spi.ConfigurationException if one of them cannot be understood
     */
    List<AlertReceiver> receivers() {
        if (!kinds.isEmpty() && uris.isEmpty()) {
            throw new UsageException("--alert-on: expected --alert with it; a file has on: for each receiver");
        }
        Set<AlertKind> wanted = UsageException.at("--alert-on", () -> AlertFile.kinds(kinds));
        List<AlertReceiver> receivers = new ArrayList<>();
        uris.forEach(uri -> receivers.add(AlertReceiver.ofUri(uri, wanted)));
        file.ifPresent(path -> receivers.addAll(AlertFile.read(path, System.getenv())));
        return receivers;
    }
}
