/**
 * All views. Each view adds itself in its own `state.ts` (`declare module`), with its state and with what it is opened
 * with. So a view can lead to any other by its kind, checked by the compiler, although no view's folder imports
 * another's; and a view that is missing in one of the two registries does not compile.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the views fill it
export interface Views {}

/**
 * The answers that views give to the view below when they close. A view that answers adds its answer beside its state.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the views fill it
export interface Answers {}

export type ViewKind = keyof Views;
export type StateOf<Kind extends ViewKind> = Views[Kind]['state'];
export type ViewState = { [Kind in ViewKind]: StateOf<Kind> }[ViewKind];

/** What is needed to open a view, besides its kind. */
export type OpeningOf<Kind extends ViewKind> = Views[Kind]['opening'];
/** For a view that needs nothing to be opened. */
export type NoOpening = object;

export type Opening = { [Kind in ViewKind]: { readonly kind: Kind } & OpeningOf<Kind> }[ViewKind];
export type ViewAnswer = { [Kind in keyof Answers]: { readonly kind: Kind } & Answers[Kind] }[keyof Answers];

/** Where a key leads: to a view, or back to the one below, which may be told something. */
export type Destination = Opening | { readonly kind: 'back'; readonly answer?: ViewAnswer };
