"""What a page's reader needs, asked of the rendered page: contrast of every text, a name for every control, nothing too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_FAINT = """() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (front, back, share) => front.slice(0, 3).map((c, i) => c * share + back[i] * (1 - share));
  const ground = (part) => {
    const layers = [];
    for (let at = part; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor), share = colour[3] ?? 1;
      if (share > 0) layers.push([colour, share]);
      if (share === 1) break;
    }
    return layers.reverse().reduce((back, [colour, share]) => over(colour, back, share), [255, 255, 255]);
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const part = node.parentElement, style = getComputedStyle(part);
    if (!node.data.trim() || !part.checkVisibility({ opacityProperty: true }) || part.closest('.unseen, script, style, :disabled, option')) continue;
    if (part.getBoundingClientRect().width < 2) continue;
    const back = ground(part), colour = channels(style.color), front = over(colour, back, colour[3] ?? 1);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push(contrast.toFixed(2) + ' ' + node.data.trim().slice(0, 30));
  }
  return faint;
}"""

_NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [role=button], [role=checkbox], [tabindex="0"]')]
  .filter((part) => part.checkVisibility() && !part.closest('[aria-hidden=true]'))
  .filter((part) => {
    const labels = [...(part.labels ?? [])].map((label) => label.textContent).join('');
    const by = (part.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('');
    return !(part.getAttribute('aria-label') || by || labels || part.title || part.textContent || part.getAttribute('alt') || '').trim();
  })
  .map((part) => part.outerHTML.slice(0, 120))"""

_WIDE = """() => [...document.body.querySelectorAll('*')]
  .filter((part) => part.checkVisibility() && !part.closest('.unseen') && part.getBoundingClientRect().right > innerWidth + 1)
  .filter((part) => { for (let at = part.parentElement; at; at = at.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowX)) return false; return true; })
  .map((part) => part.tagName + '.' + part.className)"""


def faint(page: Page) -> list[str]:
    """Return the shown texts with less contrast than 4.5:1 to their ground, with the contrast."""
    return page.evaluate(_FAINT)


def nameless(page: Page) -> list[str]:
    """Return the shown controls that a screen reader has no name for."""
    return page.evaluate(_NAMELESS)


def too_wide(page: Page) -> list[str]:
    """Return what reaches beyond the window's right edge and stands in no box of its own that scrolls."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"page {wide}", *page.evaluate(_WIDE)] if wide > 0 else []
