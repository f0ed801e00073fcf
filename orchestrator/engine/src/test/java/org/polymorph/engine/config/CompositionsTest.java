package org.polymorph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Settings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which compositions a campaign's file asks for. */
class CompositionsTest {
    private static Settings settings(String yaml) {
        Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return Settings.of(tree);
    }

    private static CampaignSpec campaign(String search, String pool) {
        Settings root =
                settings("{campaign: a, calculate: {code: potential}, label: {perRound: 2}, stop: {topK: 2}, search: "
                        + search + ", pool: " + pool + "}");
        CampaignSpec spec = CampaignSpec.read(root, java.nio.file.Path.of("."));
        assertThat(root.problems()).isEmpty();
        return spec;
    }

    private static List<String> problems(String search, String pool) {
        Settings root =
                settings("{campaign: a, calculate: {code: potential}, label: {perRound: 2}, stop: {topK: 2}, search: "
                        + search + ", pool: " + pool + "}");
        CampaignSpec.read(root, java.nio.file.Path.of("."));
        return root.problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {composition: Al4O6}                                           | Al4O6
            {composition: Al2O3, formulaUnits: 1-3}                        | Al2O3, Al4O6, Al6O9
            {compositions: [Al, O2], formulaUnits: 1-2}                    | Al, Al2, O2, O4
            {compositions: [Al2O3], formulaUnits: 1-8, atoms: 10-20}       | Al4O6, Al6O9, Al8O12
            {elements: {Al: 1-2, O: 0-2}}                                  | Al, Al2, AlO, Al2O, AlO2, Al2O2
            {elements: {Al: 0-4, O: 0-6}, atoms: 5-10, charges: {Al: 3, O: -2}} | Al2O3, O5, O6, Al4O6
            {elements: {Fe: 1-3, O: 1-4}, charges: {Fe: [2, 3], O: -2}}    | FeO, Fe2O2, Fe2O3, Fe3O3, Fe3O4
            """)
    void lists_and_ranges_are_turned_into_compositions(String search, String expected) {
        assertThat(campaign(search, "{size: 60}").search().parts()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                   | search.composition: expected a formula
            {composition: Si8, elements: {Si: 1-4}}              | search.elements: expected one of composition
            {compositions: []}                                   | search.compositions: expected at least one composition
            {elements: {Si: 0, Ge: 0}}                           | search.elements: expected at least one composition
            {composition: Al2O, charges: {Al: 3, O: -2}}         | search.charges: expected neutral compositions, found Al2O
            {composition: Al2O3, charges: {Al: 3}}               | search.charges: expected charges of [O, Al]
            {composition: Al2O3, charges: {Al: 3, O: two}}       | search.charges.O: expected a charge
            {elements: {Al: 4-2}}                                | search.elements.Al: expected a number or a range
            {elements: {Alu: 2}}                                 | search.elements.Alu: unknown element
            {elements: {Al: 1-4}, formulaUnits: 2}               | search.formulaUnits: expected with composition
            {elements: {Al: 1-4}, atoms: 5-9}                    | search.atoms: expected 1 to 4 atoms of what elements asks for, found "5-9"
            {composition: Si8, atoms: 4}                         | search.atoms: expected 8 atoms of what composition asks for, found "4"
            {elements: {Al: 1-4}, atoms: [2, 4]}                 | search.atoms: expected a number or a range such as 2-4, found "[2, 4]"
            {elements: {Al: 1-2, O: 1-2}, charges: {Al: 3, O: 2}} | search.charges: expected charges that add up to nothing in at least one of the 4 compositions within elements and atoms, found {Al=3, O=2}
            {compositions: [{compositon: Al}]}                   | search.compositions: unknown key "compositon"; known here: composition, share
            {elements: {Al: 0-90, O: 0-90}}                      | search.elements: expected at most 1000 compositions
            {compositions: [Al, Al]}                             | search.compositions: expected each composition once
            {compositions: Al}                                   | search.compositions: expected a list
            {compositions: [{composition: Al, share: 0}]}        | search.compositions: share: expected a number above zero
            {compositions: [Al, {composition: O, shares: 2}]}    | search.compositions: unknown key "shares"
            {elements: {Al: 0-9, O: 0-9}}                        | room for each of 99 compositions
            """)
    void refuses_what_is_no_search(String search, String problem) {
        assertThat(problems(search, "{size: 60}"))
                .anySatisfy(text -> assertThat(text).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3"})
    void charges_that_are_no_section_are_one_problem(String charges) {
        assertThat(problems("{composition: Al2O3, charges: " + charges + "}", "{size: 60}"))
                .singleElement()
                .asString()
                .contains("search.charges: expected a section of keys and values");
    }

    @Test
    void a_pool_is_shared_out_over_its_compositions() {
        PoolParts parts = campaign("{compositions: [Ni4, P4, {composition: NiP, share: 2}]}", "{size: 41}")
                .search()
                .parts();

        assertThat(parts.parts()).extracting(PoolPart::size).containsExactly(10, 10, 21);
        assertThat(parts.parts()).extracting(PoolPart::role).containsOnly(Role.SEARCH);
        assertThat(parts.vary(Role.SEARCH)).isTrue();
        assertThat(parts.reduced()).isEmpty();
        assertThat(parts.elements()).hasToString("[P, Ni]");
    }

    @Test
    void several_sizes_of_a_crystal_are_one_composition() {
        PoolParts parts = campaign("{composition: Si8, formulaUnits: 1-2}", "{size: 50}")
                .search()
                .parts();

        assertThat(parts.parts()).extracting(PoolPart::size).containsExactly(25, 25);
        assertThat(parts.vary(Role.SEARCH)).isFalse();
        assertThat(parts.reduced()).contains(Composition.parse("Si"));
    }

    @Test
    void a_training_pool_is_another_part() {
        PoolParts parts = campaign(
                        "{composition: Si46}",
                        "{size: 90, training: {compositions: [Si8, Si16], size: 30, searchLabels: 0.25}}")
                .search()
                .parts();

        assertThat(parts.hasTraining()).isTrue();
        assertThat(parts.of(Role.TRAINING)).extracting(PoolPart::size).containsExactly(15, 15);
        assertThat(parts.of(Role.SEARCH)).extracting(PoolPart::size).containsExactly(90);
        assertThat(parts.role(Composition.parse("Si16"))).isEqualTo(Role.TRAINING);
        assertThat(parts.role(Composition.parse("Si46"))).isEqualTo(Role.SEARCH);
        assertThat(parts.searchLabels()).isEqualTo(0.25);
        assertThat(parts.searched().hasTraining()).isFalse();
        assertThat(problems("{composition: Si46}", "{training: {composition: Si46}}"))
                .singleElement()
                .asString()
                .contains("pool.training: expected cells other than those of the search, found Si46 in both");
        assertThat(problems("{composition: Si46}", "{training: {composition: Si16, size: 1}}"))
                .singleElement()
                .asString()
                .contains("label.perRound: expected at most pool.training.size, which is 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {composition: Si8}                                    | Si8
            {composition: Si8, formulaUnits: 1-3}                 | Si8–Si24
            {compositions: [Ni4, P4, Ni2P2]}                      | Ni4, P4, Ni2P2
            {compositions: [Ni, P], formulaUnits: 1-4}            | Ni, Ni2, Ni3, Ni4, P, P2, …
            {elements: {Al: 0-4, O: 0-6}}                         | Al0-4O0-6
            """)
    void what_is_looked_for_is_told_in_short(String search, String text) {
        Map<String, Object> tree =
                Map.copyOf(settings("{search: " + search + "}").tree());
        assertThat(CampaignSettings.composition(tree)).isEqualTo(text);
    }

    @Test
    void pressure_is_told_in_the_unit_of_the_inside() {
        // 160.2176634 GPa are 1 eV/Å³
        assertThat(CampaignSettings.pressure(settings("{search: {composition: Si8, pressure: 160.2176634}}")
                        .tree()))
                .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(CampaignSettings.pressure(Map.of())).isZero();
    }
}
