/** What the emoji key offers, the common ones first. Each is one code point, so that every sign is one picture of the font. */
export const EMOJI: readonly string[] = Array.from(
  '🙂😀😂😊😍😘😉😎🤔😐😕😢😭😡😱😴🤗🙄😅😇🤒👍👎👌👋🙏💪👏❤💔🔥🎉🎂🎁☀☁☂❄🌙⭐🚗🚌🚲✈🏠📞📷☕🍺🍕⚽⏰',
);
