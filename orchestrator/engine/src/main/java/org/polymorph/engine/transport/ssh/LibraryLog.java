package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the SSH library says about itself, one level down: its own warnings are common in a session that is given up. */
final class LibraryLog implements Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LibraryLog.class);

    @Override
    public boolean isEnabled(int level) {
        return level >= WARN ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
    }

    @Override
    public void log(int level, String message) {
        log(level, message, null);
    }

    @Override
    public void log(int level, String message, @Nullable Throwable cause) {
        if (level >= WARN) {
            LOG.debug("{}", message, cause);
        } else {
            LOG.trace("{}", message, cause);
        }
    }
}
