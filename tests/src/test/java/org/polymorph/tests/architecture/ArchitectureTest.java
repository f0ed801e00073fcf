package org.polymorph.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the modules and the one home of each library, on the class files of all modules. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.polymorph");

    private static final String MODEL = "org.polymorph.model..";
    private static final String ENGINE = "org.polymorph.engine..";
    private static final String DFT = "org.polymorph.dft..";
    private static final String SURROGATE = "org.polymorph.surrogate..";
    private static final String COMPONENTS = "org.polymorph.components..";
    private static final String DAEMON = "org.polymorph.daemon..";

    @Test
    void sees_the_classes_of_every_module() {
        for (String root : List.of(MODEL, ENGINE, DFT, SURROGATE, COMPONENTS, DAEMON)) {
            assertThat(CLASSES.that(resideInAnyPackage(root))).as(root).hasSizeGreaterThan(3);
        }
    }

    static Stream<Arguments> walls() {
        return Stream.of(
                Arguments.of(MODEL, new String[] {ENGINE, DFT, SURROGATE, COMPONENTS, DAEMON}),
                Arguments.of(ENGINE, new String[] {DFT, SURROGATE, COMPONENTS, DAEMON}),
                Arguments.of(DFT, new String[] {ENGINE, SURROGATE, COMPONENTS, DAEMON}),
                Arguments.of(SURROGATE, new String[] {ENGINE, DFT, COMPONENTS, DAEMON}),
                Arguments.of(COMPONENTS, new String[] {DAEMON}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("walls")
    void a_module_sees_only_those_below_it(String module, String[] hidden) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(hidden)
                .check(CLASSES);
    }

    @Test
    void the_vocabulary_needs_nothing_but_java() {
        classes()
                .that()
                .resideInAPackage(MODEL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(MODEL, "java..", "org.jspecify..")
                .check(CLASSES);
    }

    static Stream<Arguments> homes() {
        return Stream.of(
                home("org.apache.camel..", COMPONENTS, DAEMON),
                home("org.quartz..", "org.polymorph.engine.timing.."),
                home("com.jcraft.jsch..", "org.polymorph.engine.transport.ssh.."),
                home("io.github.resilience4j..", "org.polymorph.engine.transport.."),
                home("org.nd4j..", SURROGATE),
                home("org.bytedeco..", SURROGATE),
                home("org.tribuo..", "org.polymorph.surrogate.property.amd.."),
                home("org.apache.commons.configuration2..", "org.polymorph.engine.config.."),
                home("org.yaml.snakeyaml..", "org.polymorph.engine.config.."),
                home("java.sql..", "org.polymorph.engine.store.."),
                home("javax.sql..", "org.polymorph.engine.store.."),
                home("org.jdbi..", "org.polymorph.engine.store.."),
                home("org.flywaydb..", "org.polymorph.engine.store.."),
                home("com.zaxxer..", "org.polymorph.engine.store.."),
                home("org.sqlite..", "org.polymorph.engine.store.."),
                home("org.postgresql..", "org.polymorph.engine.store.."),
                home("picocli..", "org.polymorph.daemon.cli.."),
                home("org.apache.commons.csv..", "org.polymorph.daemon.cli.."),
                home("io.vertx..", "org.polymorph.daemon.rest.."),
                home("io.netty..", "org.polymorph.daemon.rest.."),
                home("io.micrometer..", "org.polymorph.daemon.rest..", "org.polymorph.daemon.service.."),
                home("org.knowm..", "org.polymorph.daemon.plot.."),
                home("de.erichseifert..", "org.polymorph.daemon.plot.."),
                home("java.awt..", "org.polymorph.daemon.plot.."),
                home("javax.imageio..", "org.polymorph.daemon.plot.."));
    }

    private static Arguments home(String library, String... packages) {
        return Arguments.of(library, packages);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("homes")
    void a_library_has_one_home(String library, String[] packages) {
        noClasses()
                .that(not(resideInAnyPackage(packages)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .check(CLASSES);
    }

    @Test
    void randomness_comes_from_a_seed_that_splits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.polymorph.model.spi.Seed")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(java.util.SplittableRandom.class)
                .check(CLASSES);
    }

    @Test
    void only_the_command_line_writes_to_the_process_streams_or_ends_it() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.polymorph.daemon.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void classes_are_named_for_what_they_are() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Common|Misc|Impl)$")
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is_for() {
        List<String> silent = CLASSES.stream()
                .map(found -> found.getPackage())
                .distinct()
                .filter(found -> found.tryGetPackageInfo().isEmpty())
                .filter(found -> !found.getClasses().isEmpty())
                .map(found -> found.getName())
                .sorted()
                .toList();

        assertThat(silent).isEmpty();
    }
}
