/** Sets a thread's standing anew, by its address. Whatever decides on it has been written before. */
export const SETTLE_STANDING = `
  UPDATE thread SET standing = CASE
    WHEN EXISTS (SELECT 1 FROM blocked WHERE blocked.address = thread.address) THEN 'blocked'
    WHEN answered = 1 OR EXISTS (SELECT 1 FROM contact WHERE contact.address = thread.address) THEN 'known'
    ELSE 'stranger' END
  WHERE address = ?`;

/** The standing of an address, whether or not there is a thread. */
export const SELECT_STANDING = `
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM blocked WHERE address = @address) THEN 'blocked'
    WHEN EXISTS (SELECT 1 FROM contact WHERE address = @address)
      OR EXISTS (SELECT 1 FROM thread WHERE address = @address AND answered = 1) THEN 'known'
    ELSE 'stranger' END`;
