/**
 * Whether a file of this owner can be changed by somebody else: by whom it belongs to, whatever its mode says. What
 * belongs to root does not count, since root can change everything.
 * @param user who runs this process; undefined where the system knows no users
 */
export function isOfAnother(owner: number, user = process.geteuid?.()): boolean {
  return user !== undefined && owner !== user && owner !== 0;
}
