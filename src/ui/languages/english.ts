import { en, enPlurals } from './en.ts';
import type { DateWords, Language } from './strings.ts';

const DATES: DateWords = {
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  shortWeekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  months: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
  forms: { weekday: '{weekday} {day} {month}', year: '{day} {month} {year}', short: '{day}/{month}/{year}' },
};

export const english: Language = {
  locale: 'en-GB',
  texts: en,
  plurals: enPlurals,
  pluralOf: (count) => (count === 1 ? 'one' : 'other'),
  dates: DATES,
};
