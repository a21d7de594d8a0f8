/**
 * True where `left` is a later version than `right` of one object. Versions are compared as numbers, as API servers make them;
 * where one is no number the newcomer counts as later.
 */
export function isLaterVersion(left: string | undefined, right: string | undefined): boolean {
  if (left === right) return false;
  const difference = Number(left) - Number(right);
  return Number.isNaN(difference) || difference > 0;
}
