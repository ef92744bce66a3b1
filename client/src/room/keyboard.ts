/**
 * Keeps the composer above an on-screen keyboard where the browser lays the keyboard over the page (Safari) instead of
 * making the page smaller (`interactive-widget=resizes-content`).
 */
export function keepAboveKeyboard(root: HTMLElement, viewport: VisualViewport | null): void {
  if (!viewport) return;
  const fit = (): void => {
    const isCovered = viewport.scale === 1 && viewport.height < window.innerHeight - 1;
    root.toggleAttribute("data-keyboard", isCovered);
    if (isCovered) root.style.setProperty("--viewport-height", `${viewport.height}px`);
    else root.style.removeProperty("--viewport-height");
  };
  viewport.addEventListener("resize", fit);
}
