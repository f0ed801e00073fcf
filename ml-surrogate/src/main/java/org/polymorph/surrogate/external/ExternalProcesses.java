package org.polymorph.surrogate.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Structure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running processes of one command, shared by all models that use it: started when a thread asks and none is idle, kept for
 * the next question, ended when nobody has asked for two minutes or this program ends. Thread-safe.
 */
final class ExternalProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalProcesses.class);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Map<ExternalCommand, ExternalProcesses> ALL = new ConcurrentHashMap<>();
    private static final Set<ExternalProcess> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending = true;
            RUNNING.forEach(ExternalProcess::kill);
        }));
        Watchdog.repeat(IDLE.dividedBy(4), () -> ALL.values().forEach(ExternalProcesses::endIdle));
    }

    private final ExternalCommand command;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<ExternalProcess> idle = new ConcurrentLinkedDeque<>();

    private ExternalProcesses(ExternalCommand command) {
        this.command = command;
        this.permits = new Semaphore(command.processes() == 0 ? Integer.MAX_VALUE : command.processes());
    }

    static ExternalProcesses of(ExternalCommand command) {
        return ALL.computeIfAbsent(command, ExternalProcesses::new);
    }

    /**
     * Evaluates a structure. A process that ends in place of an answer is replaced by a new one, once.
     *
     * @throws UncheckedIOException if the program cannot be started, ends again, or gives no usable answer in time
     * @throws CancellationException if the calling thread is interrupted, whose flag stays set
     */
    ExternalAnswer evaluate(Structure structure) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        try {
            return ask(structure);
        } finally {
            permits.release();
        }
    }

    private ExternalAnswer ask(Structure structure) {
        @Nullable ExternalProcess kept = idle.pollFirst();
        try {
            return ask(kept == null ? start() : kept, structure);
        } catch (ExternalProcess.EndedException first) {
            LOG.warn("started anew after this: {}", first.getMessage());
        }
        try {
            return ask(start(), structure);
        } catch (ExternalProcess.EndedException second) {
            throw new UncheckedIOException("twice: " + second.getMessage(), new IOException(second));
        }
    }

    private ExternalAnswer ask(ExternalProcess process, Structure structure) throws ExternalProcess.EndedException {
        boolean usable = false;
        try {
            ExternalAnswer answer = process.ask(structure);
            usable = true;
            return answer;
        } finally {
            if (usable) {
                idle.addFirst(process);
            } else {
                end(process);
            }
        }
    }

    private ExternalProcess start() {
        AllowedCommands.check(command);
        ExternalProcess process = new ExternalProcess(command);
        RUNNING.add(process);
        if (ending) {
            end(process);
            throw new CancellationException("this program is ending");
        }
        LOG.debug("started {}", command.line());
        return process;
    }

    private static void end(ExternalProcess process) {
        process.kill();
        RUNNING.remove(process);
    }

    private void endIdle() {
        long now = System.nanoTime();
        for (ExternalProcess process : idle) {
            if (now - process.lastUsed() > IDLE.toNanos() && idle.remove(process)) {
                end(process);
            }
        }
    }
}
