declare const brand: unique symbol;

/** A `Base` that only its own parser may make, so that two strings of different meaning cannot be swapped. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A `Base` of no meaning of its own: one with a brand does not fit. */
export type Unbranded<Base> = Base & { readonly [brand]?: never };
