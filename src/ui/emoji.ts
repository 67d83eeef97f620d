/**
 * What the emoji key offers, most common first. Each is one code point, because the font has one picture for each code
 * point.
 */
export const EMOJI: readonly string[] = Array.from(
  '🙂😀😂😊😍😘😉😎🤔😐😕😢😭😡😱😴🤗🙄😅😇🤒👍👎👌👋🙏💪👏❤💔🔥🎉🎂🎁☀☁☂❄🌙⭐🚗🚌🚲✈🏠📞📷☕🍺🍕⚽⏰',
);
