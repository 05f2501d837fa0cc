package com.example.sms;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
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
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
				"--disable-sync", "--force-prefers-reduced-motion", "--window-size=1280,943");
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

	/**
	 * Comes first, while there are no conversations of other tests.
	 */
	@Test
	@Order(1)
	void pageIsWhollyVisibleAndFitToBeShown() throws Exception {
		receive("+15550100044", "A table for four at half past seven, please.");
		choose("+15550100044");
		await("A table for four");
		browser.findElement(By.cssSelector("#reply option[value=true]")).click();
		reply("Your table is booked. See you tonight!");
		awaitState("Your table is booked. See you tonight!", "failed ✕");
		receive("+15550100010", "Hello! Can you deliver the sofa on Friday?");
		choose("+15550100010");
		await("on Friday?");
		reply("Yes, between 9 and 12. Does that suit you?");
		awaitState("Yes, between 9 and 12. Does that suit you?", "delivered ✓✓");
		receive("+15550100010", "Perfect, thank you!");
		await("Perfect, thank you!");
		receive("+15550100023", "Is the shop open on Sunday?");
		receive("+15550100023", "And is there a place to park?");
		awaitPeer("+15550100023", (it) -> it.getText().startsWith("2"));
		fill("#receive [name=from]", "+15550100010");
		fill("#receive [name=text]", "Hello, is anybody there?");
		for (String scheme : List.of("dark", "light")) {
			String suffix = scheme.equals("dark") ? "-dark" : "";
			desktop(scheme);
			assertThat(cutOff()).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
			screenshot("desktop" + suffix);
			phone(scheme);
			screenshot("phone" + suffix);
		}
	}

	@Test
	void smsThatIsTypedAppearsAndIsThereAfterReload() throws Exception {
		assertThat(browser.findElement(By.id("registration")).getText()).isEqualTo("Webhook registered");
		assertThat(browser.findElement(By.id("details")).getText()).contains("token=***", "Probe");
		receive("+15550100010", "Can you deliver on Friday?");
		choose("+15550100010");
		await("Can you deliver on Friday?");
		reply("Yes, before noon.");
		awaitState("Yes, before noon.", "delivered ✓✓");
		receive("+1 555 010 0010", "<b>Groß</b> & good, “thanks”!");
		await("<b>Groß</b> & good, “thanks”!");
		new WebDriverWait(browser, LONGEST)
			.until((it) -> it.findElement(By.id("receive")).getText().contains("Webhook answered 200"));
		browser.findElement(By.id("show-raw")).click();
		assertThat(browser.findElements(By.cssSelector("#raw details"))).hasSizeGreaterThanOrEqualTo(5);
		browser.findElement(By.cssSelector("#raw summary")).click();
		assertThat(browser.findElement(By.cssSelector("#raw details[open] pre")).getText()).contains("\"messageText\"");
		new Actions(browser).sendKeys(Keys.ESCAPE).perform();
		browser.navigate().refresh();
		choose("+15550100010");
		await("Can you deliver on Friday?", "Yes, before noon.", "delivered ✓✓", "<b>Groß</b> & good, “thanks”!");
	}

	@Test
	void smsElsewhereMarksItsConversationAndDoesNotSwitchAway() {
		choose("+10000000010");
		receive("+15550100055", "One");
		receive("+15550100055", "Two");
		awaitPeer("+15550100055", (it) -> it.getText().startsWith("2"));
		assertThat(browser.findElement(By.id("peer")).getText()).isEqualTo("+10000000010");
		assertThat(browser.getTitle()).startsWith("(2)");
		choose("+15550100055");
		await("One", "Two");
		awaitPeer("+15550100055", (it) -> it.getText().startsWith("+15550100055"));
		assertThat(browser.getTitle()).isEqualTo("Zonitel SMS sample");
	}

	@Test
	void inputIsCheckedInWordsBesideTheField() {
		receive("0171 2345", " ");
		assertThat(browser.findElement(By.id("receive-from")).getText()).contains("such as +15550100010");
		assertThat(browser.findElement(By.id("receive-text")).getText()).isEqualTo("Write a text first.");
		fill("#open input", "12");
		browser.findElement(By.cssSelector("#open button")).click();
		assertThat(browser.findElement(By.id("open-peer")).getText()).contains("such as +15550100010");
		reply("x".repeat(1601));
		assertThat(browser.findElement(By.id("reply-text")).getText()).contains("1 too many");
	}

	@Test
	void failureOfAnSmsToSomebodyNewIsTold() {
		fill("#open input", "+1 (555) 010-0077");
		browser.findElement(By.cssSelector("#open button")).click();
		browser.findElement(By.cssSelector("#reply option[value=true]")).click();
		reply("Anybody?");
		awaitState("Anybody?", "failed ✕");
		assertThat(browser.findElement(By.id("peer")).getText()).isEqualTo("+15550100077");
	}

	@Test
	void everythingCanBeReachedByKeyboard() {
		tabTo("#show-raw");
		new Actions(browser).sendKeys(Keys.ENTER).perform();
		tabTo("#raw summary");
		new Actions(browser).sendKeys(Keys.ESCAPE).perform();
		tabTo("[data-peer='+10000000010']");
		new Actions(browser).sendKeys(Keys.ENTER).perform();
		await("Welcome!");
		tabTo("#reply textarea");
		new Actions(browser).sendKeys("By keyboard")
			.sendKeys(Keys.TAB)
			.sendKeys(Keys.TAB)
			.sendKeys(Keys.ENTER)
			.perform();
		awaitState("By keyboard", "delivered ✓✓");
		tabTo("#receive button");
	}

	@Test
	void phoneNeedsNoSidewaysScrolling() {
		receive("+15550100010", "Can you deliver on Friday?");
		choose("+15550100010");
		await("Can you deliver on Friday?");
		reply("By ten.");
		awaitState("By ten.", "delivered ✓✓");
		phone("light");
		assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
	}

	private void desktop(String scheme) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 1280, "height", 800, "deviceScaleFactor", 1, "mobile", false));
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		browser.executeScript("document.activeElement.blur()");
	}

	/**
	 * Return what is not wholly visible though it cannot be scrolled to within the list
	 * or the conversation.
	 */
	private Object cutOff() {
		return browser.executeScript(
				"""
						return [...document.querySelectorAll("header *, .who *, #side section, #side button, #reply *, #open *")]
							.filter((it) => it.getClientRects().length > 0 && !it.closest(".hidden"))
							.filter((it) => {
								const at = it.getBoundingClientRect();
								return at.left < 0 || at.right > innerWidth || at.top < 0 || at.bottom > innerHeight;
							})
							.map((it) => it.outerHTML.slice(0, 80))""");
	}

	private void choose(String number) {
		awaitPeer(number, (it) -> {
			it.click();
			return true;
		});
	}

	// the list is made anew with every SMS
	private void awaitPeer(String number, Predicate<WebElement> condition) {
		new WebDriverWait(browser, LONGEST).ignoring(StaleElementReferenceException.class)
			.until((it) -> condition.test(it.findElement(By.cssSelector("[data-peer='" + number + "']"))));
	}

	private void phone(String scheme) {
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

	private void reply(String text) {
		fill("#reply textarea", text);
		browser.findElement(By.cssSelector("#reply button")).click();
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

	/**
	 * Wait until the last SMS of the conversation with that text is in that state.
	 */
	private static void awaitState(String text, String state) {
		new WebDriverWait(browser, LONGEST).withMessage(text + ": " + state)
			.until((it) -> (Boolean) browser.executeScript("""
					const sms = [...document.querySelectorAll("#log li.out")]
						.findLast((it) => it.querySelector(".bubble").textContent === arguments[0]);
					return sms?.querySelector(".state").textContent === arguments[1]""", text, state));
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
