package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Logger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the SSH library says about itself in one connection, one level down: its own warnings are common in a session that is given
 * up.
 */
final class LibraryLog implements Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LibraryLog.class);

    private volatile @Nullable String complaint;

    /** Returns why something was not taken in place of which something else was tried, such as a host's certificate. */
    Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    @Override
    public boolean isEnabled(int level) {
        return level >= INFO || LOG.isTraceEnabled();
    }

    @Override
    public void log(int level, String message) {
        log(level, message, null);
    }

    @Override
    public void log(int level, String message, @Nullable Throwable cause) {
        if (cause instanceof JSchException) {
            complaint = cause.getMessage();
        }
        if (level >= WARN) {
            LOG.debug("{}", message, cause);
        } else {
            LOG.trace("{}", message, cause);
        }
    }
}
