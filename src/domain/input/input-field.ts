/** What a text field is for. It decides which characters the keys give. */
export type FieldKind = 'message' | 'search' | 'name' | 'address' | 'digits' | 'pin' | 'password' | 'choice';

/**
 * The field that has the focus, as an input method sees it. The field owns its text; the method asks for it at each
 * key.
 */
export interface InputField {
  readonly kind: FieldKind;
  readonly textBeforeCursor: string;
}

interface TypingRules {
  readonly capitals: 'sentences' | 'sentences-but-the-first' | 'words' | 'none';
  /** Two spaces after a word become a full stop and a space. */
  readonly spacesMakeFullStop: boolean;
  readonly digitsOnly: boolean;
  /** The field cannot hold a space: the space key gives `@` or `.` instead. */
  readonly spaceIsAt: boolean;
}

const PLAIN: TypingRules = { capitals: 'none', spacesMakeFullStop: false, digitsOnly: false, spaceIsAt: false };

const RULES: Readonly<Record<FieldKind, TypingRules>> = {
  message: { ...PLAIN, capitals: 'sentences', spacesMakeFullStop: true },
  // The search finds names in any case, and a small letter is quicker to read back.
  search: { ...PLAIN, capitals: 'sentences-but-the-first', spacesMakeFullStop: true },
  name: { ...PLAIN, capitals: 'words' },
  address: { ...PLAIN, spaceIsAt: true },
  digits: { ...PLAIN, digitsOnly: true },
  pin: { ...PLAIN, digitsOnly: true },
  // A password must be typed exactly, so the input method changes nothing by itself.
  password: PLAIN,
  // A menu: a letter chooses, and on twelve keys a digit does.
  choice: PLAIN,
};

/**
 * How many UTF-16 units before the cursor are looked at: enough for a full stop, its quotes and the spaces after it.
 */
const SEEN_UNITS = 200;
/** Where the words end, before the white space in front of the cursor; after … too, and behind », ” and ’. */
const FULL_STOP = /[.!?\u2026]["'\u00bb\u201d\u2019)\]]*$/u;
const WORD_START = /(?:^|[\s-])$/u;
const WORD_AND_SPACE = /[\p{L}\p{N}"'\u00bb\u201d\u2019)\]] $/u;

/** Whether the next letter becomes a capital by itself. Never when no field has the focus. */
export function wantsCapital(field: InputField | null): boolean {
  if (field === null) return false;
  const text = field.textBeforeCursor.slice(-SEEN_UNITS);
  switch (RULES[field.kind].capitals) {
    case 'sentences':
      return text.trim() === '' || endsSentence(text);
    case 'sentences-but-the-first':
      return endsSentence(text);
    case 'words':
      return WORD_START.test(text);
    case 'none':
      return false;
  }
}

function endsSentence(text: string): boolean {
  const words = text.trimEnd();
  const space = text.slice(words.length);
  return space.includes('\n') || (space !== '' && FULL_STOP.test(words));
}

/** Whether a word and one space stand before the cursor, so that a second space makes a full stop of the first. */
export function nextSpaceMakesFullStop({ kind, textBeforeCursor }: InputField): boolean {
  return RULES[kind].spacesMakeFullStop && WORD_AND_SPACE.test(textBeforeCursor.slice(-SEEN_UNITS));
}

/** Whether the field holds only digits, so that letter keys give their digits at once. */
export function takesDigitsOnly(field: InputField | null): boolean {
  return field !== null && RULES[field.kind].digitsOnly;
}

/** What the space key gives. In an address that is the `@`, and once there is one, the dots of the domain. */
export function spaceIn(field: InputField | null): string {
  if (field === null || !RULES[field.kind].spaceIsAt) return ' ';
  return field.textBeforeCursor.includes('@') ? '.' : '@';
}
