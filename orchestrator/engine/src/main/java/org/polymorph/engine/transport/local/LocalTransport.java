package org.polymorph.engine.transport.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.shell.Exchange;
import org.polymorph.engine.transport.shell.ShellTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine. Commands run as children of this process; one that passes its deadline is killed with its children. */
public final class LocalTransport extends ShellTransport {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTransport.class);
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int CHUNK = 1 << 16;

    private final ExecutorService pumps = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "polymorph-local-transport");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public String name() {
        return "this machine";
    }

    @Override
    protected int exec(Exchange exchange, Deadline deadline) {
        Process process;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", exchange.command()).start();
        } catch (IOException e) {
            throw new NotDoneException("/bin/sh cannot be started: " + e.getMessage(), e);
        }
        boolean ended = false;
        try {
            pumps.execute(() -> pump(exchange.stdin(), process.getOutputStream(), true));
            var out = pumps.submit(() -> pump(process.getInputStream(), exchange.stdout(), false));
            var err = pumps.submit(() -> pump(process.getErrorStream(), exchange.stderr(), false));
            while (!exchange.awaitWhole(Math.min(TURN, deadline.remainingNanos()))) {
                if (!process.isAlive() && out.isDone() && err.isDone()) {
                    break;
                }
                if (deadline.passed()) {
                    throw exchange.failed(name() + ": the deadline passed", null);
                }
            }
            ended = true;
            return process.isAlive() ? -1 : process.exitValue();
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw new NotDoneException(name() + ": the transport is closed", e);
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    // a reader that went away is no error of ours: the exchange knows what is missing
    private static void pump(InputStream from, OutputStream to, boolean close) {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                to.write(chunk, 0, n);
                to.flush();
            }
        } catch (IOException e) {
            LOG.debug("a stream of a command ended early: {}", e.getMessage());
        } finally {
            if (close) {
                closeQuietly(to);
            }
        }
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("a command no longer reads: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        pumps.shutdownNow();
    }
}
