package com.example.sms;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the sample's page in a real browser, Debian's {@code chromium} and
 * {@code chromium-driver}. Leaves screenshots in {@code target/screenshots}.
 */
class PageTests {

	private static final Path BROWSER = Path.of(System.getProperty("sample.browser", "/usr/bin/chromium"));

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final boolean FOUND = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static RunningSample sample;

	private static ChromeDriver browser;

	@BeforeAll
	static void open(@TempDir Path directory) throws Exception {
		if (!FOUND) {
			System.err.println("""

					*** THE SAMPLE'S PAGE IS NOT TESTED: there is no %s and %s ***
					*** (on Debian: apt-get install chromium chromium-driver) ***
					""".formatted(BROWSER, DRIVER));
			return;
		}
		Files.createDirectories(SCREENSHOTS);
		sample = new RunningSample(directory);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--force-prefers-reduced-motion", "--window-size=1400,1150");
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
		browser = new ChromeDriver(service, options);
		browser.get(sample.url());
		await("Welcome!");
	}

	@AfterAll
	static void close() {
		if (browser != null) {
			browser.quit();
		}
		if (sample != null) {
			sample.close();
		}
	}

	@BeforeEach
	void load() {
		// not before all, so that each is counted as skipped
		assumeThat(FOUND).as("a browser").isTrue();
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
		browser.navigate().refresh();
		new WebDriverWait(browser, LONGEST).until((it) -> it.findElement(By.id("live")).getText().equals("Live")
				&& !it.findElements(By.cssSelector("#log li")).isEmpty());
	}

	@Test
	void smsThatIsTypedAppearsAndIsThereAfterReload() throws Exception {
		assertThat(browser.findElement(By.id("registration")).getText()).isEqualTo("Webhook registered");
		receive("+15550100010", "Can you deliver on Friday?");
		await("Can you deliver on Friday?");
		send("+15550100010", "Yes, before noon.");
		await("Yes, before noon.", "sent ✓", "delivered ✓✓");
		receive("+15550100010", "<b>Groß</b> & good, “thanks”!");
		await("<b>Groß</b> & good, “thanks”!");
		assertThat(browser.findElement(By.id("receive")).getText()).contains("Webhook answered 200");
		assertThat(browser.findElements(By.cssSelector("#raw details"))).hasSizeGreaterThanOrEqualTo(5);
		browser.findElement(By.cssSelector("#raw summary")).click();
		assertThat(browser.findElement(By.cssSelector("#raw pre")).getText()).contains("\"messageText\"");
		browser.executeScript("document.getElementById('side').scrollTop = 0; document.activeElement.blur()");
		screenshot("desktop");
		browser.navigate().refresh();
		await("Can you deliver on Friday?", "Yes, before noon.", "delivered ✓✓", "<b>Groß</b> & good, “thanks”!");
	}

	@Test
	void failureIsTold() {
		browser.findElement(By.cssSelector("#send option[value=true]")).click();
		send("+15550100077", "Anybody?");
		await("Anybody?", "failed ✕");
	}

	@Test
	void everythingCanBeReachedByKeyboard() {
		receive("+15550100099", "Second conversation");
		await("Second conversation");
		browser.navigate().refresh();
		await("Second conversation");
		tabTo("[data-peer='+10000000010']");
		new Actions(browser).sendKeys(Keys.ENTER).perform();
		await("Welcome!");
		tabTo("#receive textarea");
		new Actions(browser).sendKeys(" By keyboard").sendKeys(Keys.TAB).sendKeys(Keys.ENTER).perform();
		await("By keyboard");
		tabTo("#send button");
		tabTo("#raw summary");
	}

	@Test
	void phoneNeedsNoSidewaysScrolling() throws Exception {
		receive("+15550100010", "Can you deliver on Friday?");
		await("Can you deliver on Friday?");
		send("+15550100010", "Yes, before noon.");
		await("delivered ✓✓");
		emulate("dark");
		assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
		screenshot("phone-dark");
		emulate("light");
		screenshot("phone");
	}

	private void emulate(String scheme) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		browser.executeScript("document.activeElement.blur(); scrollTo(0, 0)");
	}

	private void receive(String from, String text) {
		fill("#receive [name=from]", from);
		fill("#receive [name=text]", text);
		browser.findElement(By.cssSelector("#receive button")).click();
	}

	private void send(String to, String text) {
		fill("#send [name=to]", to);
		fill("#send [name=text]", text);
		browser.findElement(By.cssSelector("#send button")).click();
	}

	private void fill(String selector, String text) {
		WebElement field = browser.findElement(By.cssSelector(selector));
		field.clear();
		field.sendKeys(text);
	}

	private static void await(String... texts) {
		for (String text : texts) {
			new WebDriverWait(browser, LONGEST).withMessage(text)
				.until((it) -> (Boolean) browser
					.executeScript("return document.getElementById('log').innerText.includes(arguments[0])", text));
		}
	}

	private void tabTo(String selector) {
		for (int i = 0; i < 60; i++) {
			if ((Boolean) browser.executeScript("return document.activeElement.matches(arguments[0])", selector)) {
				return;
			}
			new Actions(browser).sendKeys(Keys.TAB).perform();
		}
		throw new AssertionError(selector + " cannot be reached by keyboard");
	}

	private void screenshot(String name) throws Exception {
		File file = browser.getScreenshotAs(OutputType.FILE);
		Files.move(file.toPath(), SCREENSHOTS.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
	}

}
