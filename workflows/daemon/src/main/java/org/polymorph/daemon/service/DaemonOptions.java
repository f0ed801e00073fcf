package org.polymorph.daemon.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.polymorph.daemon.rest.RestOptions;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.DatabaseUrl;

/**
 * How a daemon works.
 *
 * @param directory of objects, jobs and, without a server of its own, the database
 * @param database server that the rows lie with
 * @param standby whether to wait while another daemon works on the same campaigns
 * @param routes directory of route files to use in place of the built-in ones
 * @param threads for numerical work
 * @param rest where to listen; empty for nowhere
 * @param alerts who is told of what needs a person
 * @param stateLog where each change of a state is logged
 */
public record DaemonOptions(
        Path directory,
        Optional<DatabaseUrl> database,
        boolean standby,
        Optional<Path> routes,
        int threads,
        Optional<RestOptions> rest,
        List<AlertReceiver> alerts,
        Optional<StateLog.Target> stateLog) {
    public DaemonOptions {
        alerts = List.copyOf(alerts);
    }
}
