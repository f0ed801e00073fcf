package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What the dashboard shows of campaigns, and how it is operated, in a browser. */
@Tag("long")
class DashboardTest extends DashboardOnStandIn {
    @Test
    void lists_campaigns_with_their_state_and_progress() {
        open("");

        browser.untilText("tbody", "12/48");
        assertThat(browser.count("tbody tr")).isEqualTo(2);
        assertThat(browser.text("tbody tr:nth-child(1)"))
                .contains("ti-o", "labelling", "hpc1", "round 6 of at most 15", "12 failed", "3 on the hull");
        assertThat(browser.text("tbody tr:nth-child(2)")).contains("si8", "converged", "Si₈", "−4.3366");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void draws_the_loop_with_where_it_stands() {
        open("campaign/ti-o");

        browser.untilText(".loop .wide .now", "12 of 48");
        assertThat(browser.count(".loop .wide g[data-phase]")).isEqualTo(8);
        assertThat(browser.count(".loop .wide .now[data-phase=labelling]")).isEqualTo(1);
        assertThat(browser.count(".loop .wide .past")).isEqualTo(2);
        assertThat(browser.find(".loop").getDomAttribute("aria-label"))
                .isEqualTo("The loop: round 6, labelling, 12 of 48");
    }

    @Test
    void draws_what_each_round_brought() {
        open("campaign/ti-o");

        // seven rounds, four of them with failures among the labels besides, the last one with labels under way
        browser.until("document.querySelectorAll('[aria-label^=\"Labels a round\"] .bar').length === 13");
        browser.until("document.querySelectorAll('[aria-label^=\"Relaxations a round\"] .bar').length === 30");
        browser.until(
                "document.querySelectorAll('[aria-label^=\"Structures on the hull a round\"] .bar').length === 6");
        assertThat(browser.text("[role=progressbar][aria-label=Labels]")).isEmpty();
        assertThat(browser.find("[role=progressbar][aria-label=Rounds]").getDomAttribute("aria-valuenow"))
                .isEqualTo("6");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void tells_at_a_glance_whether_it_is_converged() {
        open("campaign/ti-o/convergence");
        browser.untilText(".verdict .big", "Not yet: 7 of 8 unchanged");
        assertThat(browser.text(".verdict")).contains("1 has fallen by 13.4 meV/atom, more than 10.0");
        assertThat(browser.count(".strip i")).isEqualTo(8 * 6);
        assertThat(browser.count(".strip i.moved:last-of-type, .strip i.same")).isPositive();
        assertThat(browser.count("svg[aria-label^=Ranks] circle")).isEqualTo(60);
        assertThat(browser.text("[aria-label='Lowest clusters']"))
                .contains("c0269", "the same crystal, its energy moved", "above hull", "Ti₂O₃");

        open("campaign/si8/convergence");
        browser.untilText(".verdict .big.ok", "Yes");
    }

    @Test
    void shows_results_ranked_with_their_space_groups() {
        open("campaign/si8");

        browser.untilText("table[aria-label=Results]", "P63/mmc");
        assertThat(browser.count("table[aria-label=Results] tbody tr")).isEqualTo(3);
        assertThat(browser.text("table[aria-label=Results] tbody tr:last-child"))
                .contains("c0001", "94.90", "I4/mmm");
    }

    @Test
    void shows_errors_and_calibration_of_the_surrogate() {
        open("campaign/ti-o/surrogate");

        browser.untilText("table[aria-label='Held-out errors']", "39.5");
        assertThat(browser.count("svg[role=img]")).isEqualTo(4);
        assertThat(browser.count("svg .aim")).isEqualTo(2);
        assertThat(browser.count("table[aria-label='Held-out errors'] tbody tr"))
                .isEqualTo(5);

        open("campaign/si8/surrogate");
        browser.untilText("main", "442");
    }

    @Test
    void draws_the_hull_where_the_composition_varies() {
        open("campaign/ti-o/hull");

        browser.until("document.querySelectorAll('svg[aria-label^=\"Convex hull of O and Ti\"] a').length === 7");
        assertThat(browser.text("table tbody tr:first-child")).contains("TiO₂", "−3.2600", "0.0");

        open("campaign/si8");
        browser.untilText(".title", "converged");
        assertThat(browser.text(".tabs")).doesNotContain("Hull");
    }

    @Test
    void names_enthalpies_under_pressure() {
        open("sites");
        browser.script(
                "return import('/js/charts/hull.js').then(({binary}) => {"
                        + "const point = (formula, x, other) => ({formula, x, aboveHull: 0, coexistsWith: [other], formationEnergyPerAtom: 0, candidate: formula});"
                        + "document.querySelector('main').append(binary([point('O', {O: 1}, 'Ti'), point('Ti', {Ti: 1}, 'O')], ['O', 'Ti'], candidate => '#/' + candidate, 30)); })");

        assertThat(browser.text(".chart")).contains("formation enthalpy at 30 GPa [eV/atom]");
    }

    @Test
    void draws_compositions_of_three_elements_as_a_triangle() {
        open("sites");
        browser.script("return import('/js/charts/hull.js').then(({ternary}) => {"
                + "const point = (formula, x, aboveHull, coexistsWith) => ({formula, x, aboveHull, coexistsWith, formationEnergyPerAtom: -1, candidate: formula});"
                + "document.querySelector('main').append(ternary([point('Ti', {Ti: 1}, 0, ['N', 'TiO2']), point('O', {O: 1}, 0, ['N', 'TiO2']),"
                + " point('N', {N: 1}, 0, ['O', 'Ti', 'TiO2']), point('TiO2', {Ti: 1/3, O: 2/3}, 0, ['N', 'O', 'Ti']), point('TiNO', {Ti: 1/3, O: 1/3, N: 1/3}, .02), point('Ti2O', {Ti: 2/3, O: 1/3}, .5)],"
                + " ['N', 'O', 'Ti'], candidate => '#/' + candidate)); })");

        // four are stable, one is near, one too far above to be shown
        assertThat(browser.count(".chart a")).isEqualTo(4);
        assertThat(browser.count(".chart circle")).isEqualTo(5);
        assertThat(browser.count(".chart path.line")).isEqualTo(5);
        assertThat(browser.text(".chart")).contains("TiO₂");
    }

    @Test
    void walks_through_the_scatter_by_keyboard_and_opens_a_structure() {
        open("campaign/si8/structures");
        browser.until("document.querySelector('.scatter canvas')?.width > 300");
        browser.until(Pictures.isDrawn(".scatter canvas"));
        browser.script("document.querySelector('.scatter').focus()");

        browser.type(Keys.ARROW_RIGHT);
        assertThat(browser.text(".readout"))
                .startsWith("c0023 · −4.3376 eV/atom")
                .contains("cluster of rank 1");
        browser.type(Keys.ARROW_RIGHT, Keys.ENTER);

        browser.untilText(".card .meta", "c0164");
        assertThat(browser.address()).contains("candidate=c0164");
        assertThat(browser.holds("document.activeElement.classList.contains('scatter')"))
                .isTrue();
        assertThat(browser.text("tr[aria-selected=true]")).contains("c0164");
    }

    @Test
    void opens_a_candidate_that_is_clicked_in_the_scatter() {
        open("campaign/si8/structures");
        browser.until(Pictures.isDrawn(".scatter canvas"));

        browser.script("document.querySelector('.scatter').focus()");
        browser.type(Keys.ARROW_RIGHT);
        Pictures.Place lowest = Pictures.ring(browser, ".scatter canvas.over");
        browser.clickAt(".scatter", lowest.x(), lowest.y());

        browser.until(
                "location.hash.includes('candidate=' + document.querySelector('.readout').textContent.split(' ')[0])");
        browser.untilText(".readout", "cluster of rank");
    }

    @Test
    void turns_the_structure_of_a_link_into_a_picture_with_cell_and_supercell() {
        open("campaign/si8/structures?candidate=c0164&round=2");

        browser.until("document.querySelector('.viewer')?.dataset.atoms");
        browser.until("document.querySelector('.viewer canvas')?.width > 100");
        int atoms = Integer.parseInt(browser.find(".viewer").getDomAttribute("data-atoms"));
        assertThat(atoms).isGreaterThanOrEqualTo(8);
        assertThat(browser.text(".viewing")).contains("a 6.6", "8 atoms", "°");

        browser.click("button", "2 × 2 × 2");
        browser.until("Number(document.querySelector('.viewer').dataset.atoms) >= 64");
        assertThat(browser.named("button", "2 × 2 × 2").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void builds_whole_cells_and_bonds_of_diamond() {
        open("");

        // eight corners, six faces and four within; each of the four is bonded to four others
        Object counts = browser.script("return import('/js/viewer.js').then(({atomsOf, bondsOf}) => {"
                + "const [a, q] = [5.43, [[0,0,0],[0,.5,.5],[.5,0,.5],[.5,.5,0]]];"
                + "const diamond = {lattice: [[a,0,0],[0,a,0],[0,0,a]], species: Array(8).fill('Si'),"
                + " fractional: q.concat(q.map(f => f.map(v => v + .25)))};"
                + "const bonds = n => bondsOf(atomsOf(diamond, n)).reduce((sum, list) => sum + list.length, 0) / 2;"
                + "return [atomsOf(diamond, 1).length, bonds(1), atomsOf(diamond, 2).length, bonds(2)].join(); })");

        // eight cells: 27 corners, 36 faces, 32 within
        assertThat(counts).isEqualTo("18,16,95,128");
    }

    @Test
    void pages_and_sorts_ten_thousand_candidates() {
        campaigns.enlarge("si8", "large", 10_000);
        open("campaign/large/structures");

        browser.untilText(".pager", "1–25 of 10\u202f000 candidates");
        assertThat(browser.count("table[aria-label=Candidates] tbody tr")).isEqualTo(25);
        browser.until(Pictures.isDrawn(".scatter canvas"));
        browser.click("button", "Next");
        browser.untilText(".pager", "26–50 of");
        browser.click("button", "candidate");
        browser.untilText("table[aria-label=Candidates] tbody tr:first-child", "c0000");
        assertThat(browser.find("th[aria-sort=ascending]").getText()).contains("candidate");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shows_jobs_by_state_and_site_with_reasons_and_the_story_of_one() {
        open("campaign/ti-o/jobs");
        browser.untilText("table[aria-label='Jobs by site and state']", "hpc2");
        assertThat(browser.count("table[aria-label=Jobs] tbody tr")).isEqualTo(50);

        browser.click("button", "lost 3");
        browser.until("document.querySelectorAll('table[aria-label=Jobs] tbody tr').length === 3");
        assertThat(browser.text("table[aria-label=Jobs]")).contains("node failure", "preempted");
        assertThat(browser.address()).contains("state=LOST");

        browser.click("a", "812382");
        browser.untilText(".story", "812382|NODE_FAIL|0:0; no completion marker");
        assertThat(browser.count(".story li.bad")).isEqualTo(1);
        String link = browser.address();
        browser.open(link);
        browser.untilText(".story", "no completion marker");
        browser.click("button", "Close");
        browser.until("!location.hash.includes('job=')");
    }

    @Test
    void lists_events_the_newest_first_and_settings_as_yaml() {
        open("campaign/si8/events");
        browser.untilText(".story li:first-child", "The results were ranked");
        assertThat(browser.text(".story li:last-child")).contains("The campaign was started");

        open("campaign/si8/settings");
        browser.untilText("pre", "composition: Si8");
        assertThat(browser.text("pre"))
                .contains("  generators:\n    - minDistance:\n        Si-Si: 1.8", "walltime: 1h");
    }

    @Test
    void shows_sites_and_those_that_are_held_off() {
        open("sites");
        browser.untilText("tbody", "held off after failures");
        assertThat(browser.count("tbody tr")).isEqualTo(3);
    }
}
