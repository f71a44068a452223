/**
 * How much of the chance of a false verdict may be spent when a share of the largest run is done: Lan and DeMets' function of
 * Pocock's type, https://doi.org/10.1093/biomet/70.3.659. A look gets what has come since the look before it; that all of them
 * together stay below `alpha` follows from the sum alone, whenever the looks are.
 */
export function spentAlpha(share: number, alpha: number): number {
  return alpha * Math.log(1 + (Math.E - 1) * Math.min(share, 1));
}
