/**
 * How the owner stands to a peer. 'known': a contact, or somebody to whom the owner has written. 'stranger': anybody
 * else, whose texts are requests: bounded, told quietly, and answered so that nothing is learned. 'blocked': the owner
 * wants nothing from them.
 */
export const STANDINGS = ['known', 'stranger', 'blocked'] as const;
export type Standing = (typeof STANDINGS)[number];
