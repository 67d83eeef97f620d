/** Moments at which the process could die. A test passes a hook that kills it there. */
export type FaultPointName =
  | 'before-store'
  | 'after-store'
  | 'before-202'
  | 'after-202'
  | 'before-forward'
  | 'after-forward'
  | 'before-delete'
  | 'after-delete';

export type FaultPoint = (name: FaultPointName) => void;
