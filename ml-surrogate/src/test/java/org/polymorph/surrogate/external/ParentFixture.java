package org.polymorph.surrogate.external;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.training.RandomCells;

/** A program that asks another one for a frame, says so, and then lives until it is killed. */
public final class ParentFixture {
    private ParentFixture() {}

    public static void main(String[] arguments) throws InterruptedException {
        ExternalCommand command = new ExternalCommand(
                ProgramFixture.command("good", Path.of(arguments[0])), Duration.ofMinutes(2), Duration.ofMinutes(2), 0);
        AllowedCommands.allow(command);
        ExternalProcesses.of(command).evaluate(RandomCells.cell(1, Element.Si, Element.Si));
        System.out.println("ready");
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
