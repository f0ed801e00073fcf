package org.polymorph.tests.dashboard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser before a stand-in for the server, with recorded campaigns that each test has for itself. */
abstract class DashboardOnStandIn {
    static Browser browser;

    final StandInCampaigns campaigns = StandInCampaigns.recorded();
    StandInServer server;

    @BeforeAll
    static void starts() {
        browser = Browser.start();
    }

    @AfterAll
    static void ends() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serves() {
        server = new StandInServer(campaigns);
        browser.open(server.address());
        browser.forget();
    }

    @AfterEach
    void stops() {
        server.close();
    }

    /** Opens a page, such as {@code campaign/si8/jobs}. */
    void open(String place) {
        browser.open(server.address() + "#/" + place);
    }
}
