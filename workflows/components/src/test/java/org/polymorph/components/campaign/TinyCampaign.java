package org.polymorph.components.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.polymorph.components.fake.PotentialProgram;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;

/** A search that ends within seconds, and the routes that a third party would write for it in Java. */
final class TinyCampaign {
    private TinyCampaign() {}

    static final String TEXT = """
            campaign: si2
            seed: 5
            search: {composition: Si2}
            pool:
              size: 12
              generators:
                - {type: random, minDistance: {Si-Si: 2.0}, volumePerAtom: [16, 24]}
            label: {perRound: 6}
            surrogate: {type: ace, cutoff: 4.5}
            relax: {steps: 40}
            stop: {topK: 2, rounds: 2, labels: 20}
            threads: 2
            calculate:
              code: potential
              stages: {label: static, final: [fine]}
              structuresPerJob: 4
              settings: {potential: sw}
            site: here
            """;

    /** Reads the campaign from files in a directory, with some settings changed. */
    static Loaded load(Path directory, String... sets) {
        try {
            Path file = write(directory, TEXT);
            return new ConfigLoader(Map.of(), directory).campaign(file, List.of(sets), Optional.empty());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Writes a campaign's file, and that of the site that it may name. */
    static Path write(Path directory, String text) throws IOException {
        Files.createDirectories(directory.resolve("sites"));
        Files.writeString(directory.resolve("sites/here.yaml"), "codes:\n" + code("potential") + code("brittle"));
        return Files.writeString(directory.resolve("si2.yaml"), text);
    }

    private static String code(String name) {
        return "  " + name + ":\n    command: '" + PotentialProgram.command().replace("'", "''") + "'\n";
    }

    /** The loop, as in the file that the daemon brings along. */
    static RouteBuilder routes() {
        return routes("potential");
    }

    /** The same with another code. */
    static RouteBuilder routes(String code) {
        return routes(code, exchange -> {});
    }

    /** The loop, but results of one kind are lost on their way to the books. */
    static RouteBuilder losing(Class<?> results) {
        return routes("potential", exchange -> {
            if (results.isInstance(exchange.getMessage().getBody())) {
                throw new IllegalStateException("killed before the " + results.getSimpleName() + " was written down");
            }
        });
    }

    private static RouteBuilder routes(String code, Processor onTheWay) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Throwable.class).handled(true).to("campaign:si2?operation=fail");
                from("campaign:si2?emit=commands&initialDelay=0&delay=20&greedy=true")
                        .toD("surrogate:si2?operation=${header.CamelCampaignOperation}")
                        .process(onTheWay)
                        .to("campaign:si2?operation=complete");
                from("campaign:si2?emit=jobs&initialDelay=0&delay=20")
                        .to("dft:" + code + "?operation=prepare")
                        .to("localjob:here?operation=submit")
                        .to("campaign:si2?operation=updateJob");
                from("localjob:here?initialDelay=0&delay=20")
                        .to("campaign:si2?operation=updateJob")
                        .filter(simple("${body.state.isTerminal}"))
                        .to("localjob:here?operation=retrieve")
                        .to("dft:" + code + "?operation=parse")
                        .to("campaign:si2?operation=collectJob");
            }
        };
    }
}
