/** What a text is for: it decides which letters the keys give. */
export type FieldKind = 'message' | 'search' | 'name' | 'address' | 'digits' | 'pin' | 'password';

/** The field that has the focus, as an input method sees it: the field owns its text, and the method asks at each key. */
export interface InputField {
  readonly kind: FieldKind;
  readonly textBeforeCursor: string;
}

interface TypingRules {
  readonly capitals: 'sentences' | 'sentences-but-the-first' | 'words' | 'none';
  /** Two spaces after a word become a full stop and a space. */
  readonly spacesMakeFullStop: boolean;
  readonly digitsOnly: boolean;
  /** A space has no place there: its key gives what has. */
  readonly spaceIsAt: boolean;
}

const PLAIN: TypingRules = { capitals: 'none', spacesMakeFullStop: false, digitsOnly: false, spaceIsAt: false };

const RULES: Readonly<Record<FieldKind, TypingRules>> = {
  message: { ...PLAIN, capitals: 'sentences', spacesMakeFullStop: true },
  // Names are found in any case, and the small letter is quicker to read back.
  search: { ...PLAIN, capitals: 'sentences-but-the-first', spacesMakeFullStop: true },
  name: { ...PLAIN, capitals: 'words' },
  address: { ...PLAIN, spaceIsAt: true },
  digits: { ...PLAIN, digitsOnly: true },
  pin: { ...PLAIN, digitsOnly: true },
  // Nothing is changed by itself in what must be typed exactly.
  password: PLAIN,
};

/** Enough to see a full stop, its quotes and the spaces after it. */
const SEEN_UNITS = 200;
const SENTENCE_END = /(?:\n|[.!?…]["'»”’)\]]*\s)\s*$/u;
const WORD_START = /(?:^|[\s-])$/u;
const WORD_AND_SPACE = /[\p{L}\p{N}"'»”’)\]] $/u;

/** A capital is due by itself. Never where no field has the focus. */
export function wantsCapital(field: InputField | null): boolean {
  if (field === null) return false;
  const text = field.textBeforeCursor.slice(-SEEN_UNITS);
  switch (RULES[field.kind].capitals) {
    case 'sentences':
      return text.trim() === '' || SENTENCE_END.test(text);
    case 'sentences-but-the-first':
      return SENTENCE_END.test(text);
    case 'words':
      return WORD_START.test(text);
    case 'none':
      return false;
  }
}

/** A word with one space behind it stands before the cursor: the next space makes a full stop of it. */
export function nextSpaceMakesFullStop({ kind, textBeforeCursor }: InputField): boolean {
  return RULES[kind].spacesMakeFullStop && WORD_AND_SPACE.test(textBeforeCursor.slice(-SEEN_UNITS));
}

/** Only digits have a place there: letter keys give theirs at once. */
export function takesDigitsOnly(field: InputField | null): boolean {
  return field !== null && RULES[field.kind].digitsOnly;
}

/** What the space key gives: in an address the `@`, and after it the dots of the domain. */
export function spaceIn(field: InputField | null): string {
  if (field === null || !RULES[field.kind].spaceIsAt) return ' ';
  return field.textBeforeCursor.includes('@') ? '.' : '@';
}
