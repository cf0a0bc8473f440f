"""Somebody who has no mouse: moves with Tab, writes, and presses Enter or the space bar."""

from dataclasses import dataclass

from tests.e2e.window import Window
from tests.support.pages import label_words

_ENOUGH_TABS = 200
# What a screen reader would say of the element that has the focus, and whether somebody who looks can tell which it is.
_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const named = element.getAttribute("aria-label")
    || (element.labels && element.labels.length ? element.labels[0].innerText : "")
    || element.innerText || element.value || "";
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const marks = (it) => { const s = getComputedStyle(it);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; };
  const label = element.labels && element.labels.length ? element.labels[0] : null;
  const drawn = label ? getComputedStyle(label, "::before") : null;
  return {
    name: named,
    visible: box.width > 0 && box.height > 0,
    marked: marks(element) || style.backgroundColor !== "rgba(0, 0, 0, 0)"
      || (drawn !== null && (drawn.boxShadow !== "none" || parseFloat(drawn.outlineWidth) > 0)),
    covered: (() => {
      const top = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, box.top + box.height / 2);
      return top !== null && top !== element && !element.contains(top) && !(label && label.contains(top))
        && !top.contains(element);
    })(),
  };
}"""


@dataclass
class Keyboard:
    """Keys alone, in one window.

    Raises AssertionError where Tab does not come to what is asked for, or where nobody could see where it is.
    """

    window: Window

    async def to(self, words: str) -> None:
        """Tab until the thing with these words has the focus."""
        met: list[str] = []
        for _ in range(_ENOUGH_TABS):
            await self.window.page.keyboard.press("Tab")
            focused = await self.window.page.evaluate(_FOCUSED)
            if focused is None:
                continue
            name = label_words(focused["name"])
            if name == label_words(words):
                assert focused["visible"], f"{words!r} has the focus and is not to be seen at {self.window.path}"
                assert focused["marked"], f"nothing shows that {words!r} has the focus at {self.window.path}"
                assert not focused["covered"], f"something covers {words!r}, which has the focus at {self.window.path}"
                return
            met.append(name)
        raise AssertionError(f"Tab does not come to {words!r} at {self.window.path}; it met {met[:60]}")

    async def write(self, words: str, text: str) -> None:
        """Into the field with these words, over what it held."""
        await self.to(words)
        await self.window.page.keyboard.press("Control+A")
        await self.window.page.keyboard.type(text)

    async def pick(self, words: str, choice: str) -> None:
        """In a list: typing the beginning of the words chooses."""
        await self.to(words)
        await self.window.page.keyboard.type(choice)

    async def tick(self, words: str) -> None:
        """A box or a round button."""
        await self.to(words)
        await self.window.page.keyboard.press("Space")

    async def enter(self, words: str) -> None:
        """Press what bears these words, and wait for the page that comes."""
        await self.to(words)
        async with self.window.page.expect_navigation():
            await self.window.page.keyboard.press("Enter")
