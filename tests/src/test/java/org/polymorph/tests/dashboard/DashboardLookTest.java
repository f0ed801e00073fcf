package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.job.Sha256;
import org.polymorph.tests.PolymorphProcess;

/** How the dashboard looks: at 1280 and 400 pixels, light and dark; pictures of it lie in tests/target/dashboard. */
@Tag("long")
class DashboardLookTest {
    private static final List<String> PAGES = List.of(
            "",
            "sites",
            "submit",
            "campaign/ti-o",
            "campaign/ti-o/convergence",
            "campaign/si8/structures?candidate=c0164",
            "campaign/ti-o/hull",
            "campaign/ti-o/surrogate",
            "campaign/ti-o/jobs",
            "campaign/si8/events",
            "campaign/si8/settings",
            "campaign/si8");

    /** WCAG 2.1, 1.4.3: text of usual size, against the ground it stands on. */
    private static final String LOW_CONTRAST = """
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data]; };
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
            const ground = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; }
                return rgba(getComputedStyle(document.body).backgroundColor); };
            return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility?.({opacityProperty: true, visibilityProperty: true})
                    && !e.closest('.skip, .viewer') && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
                const svg = e instanceof SVGElement;
                const box = e.closest('g[data-phase]')?.querySelector('rect.box');
                const front = light(rgba(svg ? getComputedStyle(e).fill : getComputedStyle(e).color));
                const back = light(box ? rgba(getComputedStyle(box).fill) : ground(e));
                const ratio = (Math.max(front, back) + .05) / (Math.min(front, back) + .05);
                return ratio < 4.5 ? `${ratio.toFixed(2)} ${e.tagName}.${e.getAttribute('class')} "${e.textContent.slice(0, 30)}"` : null;
            }).filter(Boolean);
            """;

    private static final String NAMELESS = """
            const named = e => (e.getAttribute('aria-label') || e.textContent || '').trim()
                || (e.getAttribute('aria-labelledby') || '').split(' ').some(id => document.getElementById(id)) || (e.labels && e.labels.length);
            const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            return [...document.querySelectorAll('button, a, input:not([type=file]), select, textarea, [role=region], [role=group], [role=img], [role=progressbar]')]
                .filter(e => !named(e)).map(e => e.outerHTML.slice(0, 120))
                .concat(ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `two elements #${id}`))
                .concat(document.querySelectorAll('main h1').length === 1 ? [] : ['not one h1']);
            """;

    private static Browser browser;
    private static StandInServer server;

    @BeforeAll
    static void starts() {
        server = new StandInServer(StandInCampaigns.recorded());
        browser = Browser.start();
    }

    @AfterAll
    static void ends() {
        server.close();
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(String page) {
        browser.open(server.address() + "#/" + page);
        browser.until(
                "document.querySelector('main h1') && !document.querySelector('main .card:not([hidden]) > [aria-busy]')");
        browser.until("document.getElementById('connection').dataset.state === 'live'");
        if (page.contains("candidate=")) {
            browser.until("document.querySelector('.viewer')?.dataset.atoms");
        }
    }

    private static String file(String page) {
        return page.isEmpty() ? "campaigns" : page.replaceAll("\\W+", "-");
    }

    @ParameterizedTest
    @CsvSource({"1280,900,false", "1280,900,true", "400,800,false", "400,800,true"})
    void fits_its_width_can_be_read_and_has_no_complaint_in_the_console(int width, int height, boolean dark)
            throws IOException {
        browser.size(width, height);
        browser.dark(dark);
        browser.complaints();
        for (String page : PAGES) {
            String what = page + " at " + width + (dark ? ", dark" : ", light");
            open(page);
            browser.picture(Path.of("target/dashboard/" + file(page) + "-" + width + (dark ? "-dark" : "") + ".png"));
            assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
                    .as(what)
                    .isEqualTo(0L);
            assertThat((List<?>) browser.script(LOW_CONTRAST))
                    .as("low contrast: %s", what)
                    .isEmpty();
            assertThat((List<?>) browser.script(NAMELESS))
                    .as("without a name: %s", what)
                    .isEmpty();
            assertThat(browser.complaints()).as(what).isEmpty();
        }
    }

    @Test
    void goes_dark_with_the_system_and_by_its_switch_which_is_kept() {
        browser.size(1280, 900);
        browser.dark(true);
        open("campaign/si8/structures");
        assertThat(brightness("body")).isLessThan(60);

        browser.find("#theme").click();
        assertThat(brightness("body")).isGreaterThan(220);
        browser.reload();
        browser.untilText("h1", "si8");
        assertThat(brightness("body")).isGreaterThan(220);

        browser.find("#theme").click();
        assertThat(brightness("body")).isLessThan(60);
        browser.dark(false);
        browser.until("getComputedStyle(document.body).backgroundColor === 'rgb(243, 246, 249)'");
    }

    private static long brightness(String css) {
        return (Long) browser.script(
                "return Math.max(...getComputedStyle(document.querySelector(arguments[0])).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))",
                css);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/campaign/ti-o", "#/campaign/ti-o/jobs"})
    void shows_the_narrow_loop_or_stacked_rows_on_a_telephone(String page) {
        browser.size(400, 800);
        open(page.substring(2));
        assertThat(
                        browser.script(
                                "return [...document.querySelectorAll('.loop .wide, table.stack thead')].every(e => e.getBoundingClientRect().width <= 1)"))
                .isEqualTo(true);
    }

    @Test
    void ships_the_structure_viewer_as_it_came() throws IOException {
        Path vendor = PolymorphProcess.checkout().resolve("workflows/daemon/src/main/resources/webroot/vendor/3dmol");

        assertThat(Files.readString(vendor.resolve("README.md")))
                .contains(Sha256.of(vendor.resolve("3Dmol.es6-min.js")) + "  3Dmol.es6-min.js");
    }
}
