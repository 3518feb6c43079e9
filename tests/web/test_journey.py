"""What she does, in a real browser against the whole product: API, worker, Redis, tesseract."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("[0-9]-*"))
PATIENCE = 60_000  # milliseconds


def result(page: Page):
    return page.get_by_role("heading", name="What your records say")


def test_samples_to_guidance_with_one_button(page):
    assert "token" not in page.url
    page.get_by_label("Where are you treated?").select_option("US")
    page.get_by_role("button", name="Try it with sample records").click()
    expect(page.get_by_text("1-pathology-scan.pdf").first).to_be_visible()
    expect(result(page)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".row", has_text="HER2 status").first).to_contain_text("positive")
    expect(page.locator(".row", has_text="How many")).to_contain_text("three")
    expect(page.get_by_role("heading", name="Questions for your team")).to_be_visible()

    quote = page.locator("dd a[data-place]").first
    quote.click()
    expect(page.locator("dialog img")).to_be_visible()
    expect(page.locator("dialog rect").first).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()

    page.get_by_text("For clinicians").click()
    expect(page.get_by_text("HER2-positive by ASCO/CAP 2018 (affirmed 2023); specimen of 6 May 2024.")).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_with_the_keyboard_alone_and_bad_files_among_good_ones(page, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "holiday.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    page.get_by_label("Choose or drop your files").set_input_files(
        [tmp_path / "empty.pdf", SAMPLES[2], tmp_path / "holiday.zip"]
    )
    expect(page.locator("[data-chosen] li")).to_have_count(3)
    page.get_by_role("button", name="Read my records").focus()
    page.keyboard.press("Enter")
    expect(result(page)).to_be_visible(timeout=PATIENCE)
    unread = page.get_by_role("region", name="Some of it could not be read")
    expect(unread).to_contain_text("“empty.pdf” is empty")
    expect(unread).to_contain_text("“holiday.zip” is a zip archive")


def test_a_result_is_folded_opens_by_keyboard_without_scripts_and_prints_in_full(browser, tmp_path):
    command = [Path(sys.executable).parent / "her2guide", "analyze", *SAMPLES, "--format", "html"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    (tmp_path / "result.html").write_text(printed.stdout)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((tmp_path / "result.html").as_uri())
    folded = page.locator("details.fold").first
    items = folded.locator(".item .say.patient")
    heading = folded.locator("summary h4")
    expect(heading).to_have_text(re.compile(r"^\d+ more "))
    expect(items).to_have_count(int(heading.inner_text().split()[0]))
    expect(items.first).not_to_be_visible()
    folded.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(items.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(items.first).not_to_be_visible()
    expect(page.locator(".kind-option").first).to_be_visible()
    expect(page.locator(".kind-missing").first).to_be_visible()
    expect(page.get_by_text("Met:").first).not_to_be_visible()
    expect(page.get_by_text("Options not shown, by criterion")).not_to_be_visible()

    page.emulate_media(media="print")
    expect(items.first).to_be_visible()
    expect(page.locator("details.group dd").last).to_be_visible()
    expect(page.get_by_text("Shown without a review").first).to_be_visible()
    expect(page.locator("#words-explained")).to_be_visible()
    expect(page.get_by_text("Met:").first).not_to_be_visible()
    page.emulate_media(media="screen")

    again = folded.locator(".why .again a").first
    page.goto(page.url + (again.get_attribute("href") or ""))
    expect(page.locator(f"{again.get_attribute('href')}")).to_be_visible()

    page.get_by_text("For clinicians").click()
    expect(page.get_by_text("Options not shown, by criterion")).to_be_visible()
    expect(page.locator(".patient:visible")).to_have_count(0)
    context.close()


def test_an_upload_can_be_deleted(page):
    page.get_by_label("Choose or drop your files").set_input_files([SAMPLES[2]])
    page.get_by_role("button", name="Read my records").click()
    expect(result(page)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="her2guide").click()
    expect(page.locator(".records li")).to_have_count(1)
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_without_the_key_there_is_a_way_in(browser, served):
    stranger = browser.new_context().new_page()
    stranger.goto(re.sub(r"\?.*", "", served.address))
    expect(stranger.get_by_role("heading", name="Please sign in")).to_be_visible()
    expect(stranger.get_by_text("prints an address with a one-time key")).to_be_visible()
    stranger.context.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_restart_in_the_middle_loses_nothing(browser, served, how):
    page = browser.new_context().new_page()
    page.goto(served.address)
    page.get_by_role("button", name="Try it with sample records").click()
    page.wait_for_url("**/records/*")
    record = page.url.rsplit("/", 1)[1]
    served.stop(how)
    time.sleep(0.5)
    served.start()
    page.goto(served.address)
    expect(page.locator(".records li")).to_have_count(1)
    page.goto(re.sub(r"/\?.*", f"/records/{record}", served.address))
    expect(result(page)).to_be_visible(timeout=PATIENCE)
    page.goto(re.sub(r"\?.*", "", served.address))
    expect(page.locator(".records li")).to_have_count(1)
    page.context.close()


def test_a_second_start_works_and_stopping_is_clean(served):
    assert served.stop() == 0
    served.start()
    assert served.stop(signal.SIGTERM) == 0
