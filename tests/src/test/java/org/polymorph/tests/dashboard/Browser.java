package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's chromium without a window, driven by its chromedriver; both are taken from the PATH, and nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one; a test that finds no chromium on the PATH is skipped. */
    static Browser start() {
        Optional<File> chromium = onPath("chromium");
        Optional<File> chromedriver = onPath("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "needs chromium and chromedriver: apt-get install chromium chromium-driver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        // WebGL is computed by the processor
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader");
        options.addArguments("--enable-unsafe-swiftshader", "--force-prefers-reduced-motion");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.size(1280, 900);
        browser.dark(false);
        return browser;
    }

    private static Optional<File> onPath(String program) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Opens a page as a new one: with nothing kept by the page before. */
    void open(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Forgets what pages of the present origin have kept, and what the console said. */
    void forget() {
        script("if (location.protocol === 'http:') { localStorage.clear(); sessionStorage.clear(); }");
        complaints();
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        Map<String, Object> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Runs a function body in the page; a promise that it returns is waited for. */
    Object script(String body, Object... arguments) {
        return driver.executeScript(body, arguments);
    }

    boolean holds(String expression) {
        return Boolean.TRUE.equals(script("return Boolean(" + expression + ")"));
    }

    /** Waits until an expression holds in the page. */
    void until(String expression) {
        await(expression).atMost(PATIENCE).until(() -> holds(expression));
    }

    /** Waits until an element shows a text. */
    void untilText(String css, String text) {
        await(css + " with \"" + text + "\"").atMost(PATIENCE).untilAsserted(() -> assertThat(text(css))
                .contains(text));
    }

    /** Returns the texts of all elements that match, joined by lines. */
    String text(String css) {
        return Objects.requireNonNull((String) script(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText ?? e.textContent).join('\\n')",
                css));
    }

    long count(String css) {
        return (Long) script("return document.querySelectorAll(arguments[0]).length", css);
    }

    /** Returns the first element that matches, once it is there. */
    WebElement find(String css) {
        until("document.querySelector(" + quoted(css) + ")");
        return driver.findElement(By.cssSelector(css));
    }

    /** Returns the button of this name, or link, once it is there. */
    WebElement named(String tag, String name) {
        By by = By.xpath("//" + tag + "[normalize-space()=\"" + name + "\"]");
        await(tag + " " + name).atMost(PATIENCE).until(() -> !driver.findElements(by)
                .isEmpty());
        return driver.findElement(by);
    }

    void click(String tag, String name) {
        // what is drawn anew between finding and clicking is found again
        await(name)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(StaleElementReferenceException.class::isInstance)
                .untilAsserted(() -> {
                    WebElement element = named(tag, name);
                    // not under the bar, where the driver would scroll it to
                    script("arguments[0].scrollIntoView({block: 'center'})", element);
                    element.click();
                });
    }

    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Clicks so many pixels right of and below the middle of an element. */
    void clickAt(String css, int x, int y) {
        new Actions(driver).moveToElement(find(css), x, y).click().perform();
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** Returns warnings and errors of the console since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Writes a picture of the whole page. */
    void picture(Path file) throws IOException {
        Map<String, Object> options = new HashMap<>(Map.of("format", "png", "captureBeyondViewport", true));
        Map<String, Object> taken = driver.executeCdpCommand("Page.captureScreenshot", options);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, OutputType.BYTES.convertFromBase64Png((String) Objects.requireNonNull(taken.get("data"))));
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    @Override
    public void close() {
        driver.quit();
    }
}
