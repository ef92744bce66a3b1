"""A person who uses the keyboard alone, and sees where they are."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.place import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_STEPS = 60
# Whether the focused element, or what closely surrounds it, looks different while the focus is taken away.
IS_SEEN = """
() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return false;
  const around = [focused, ...[1, 2, 3, 4].map(() => null)];
  for (let one = 1; one < around.length; one += 1) around[one] = around[one - 1]?.parentElement;
  const looks = () => around.map((one) => {
    if (!one) return "";
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
    return [outlineStyle === "none" ? "none" : outlineStyle + outlineWidth + outlineColor, boxShadow].join();
  }).join(";");
  const box = focused.getBoundingClientRect();
  const selection = [focused.selectionStart, focused.selectionEnd];
  const withFocus = looks();
  focused.blur();
  const without = looks();
  focused.focus({ preventScroll: true });
  if (focused.matches("textarea, input") && selection[0] != null) focused.setSelectionRange(...selection);
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return withFocus !== without && isOnScreen;
}
"""
NAME = """
() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText ?? "";
  return (one.getAttribute("aria-label") || label || one.innerText || one.textContent || "").trim();
}
"""


@dataclass(frozen=True)
class Keyboard:
    """The visitor's only way to do anything."""

    visitor: Visitor

    @property
    def page(self) -> "Page":
        return self.visitor.page

    @property
    def here(self) -> str:
        """The name of what has the focus."""
        return str(self.page.evaluate(NAME))

    def to(self, name: str, *, key: str = "Tab") -> None:
        """Step until the focus is on what has this name; each step must be seen."""
        passed = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press(key)
            assert self.sees_where(), f"the focus cannot be seen on {self.here!r}"
            passed.append(self.here)
            if re.search(name, passed[-1]):
                return
        raise AssertionError(f"no way by {key} to {name!r}, only to {passed}")

    def sees_where(self) -> bool:
        """Whether the focus shows."""
        return bool(self.page.evaluate(IS_SEEN))

    def press(self, name: str, *, key: str = "Tab", with_key: str = "Enter") -> None:
        """Go to it and press it."""
        self.to(name, key=key)
        self.page.keyboard.press(with_key)

    def type(self, name: str, words: str, *, key: str = "Tab") -> None:
        """Go to a field and fill it."""
        self.to(name, key=key)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)
