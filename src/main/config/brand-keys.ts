import * as v from 'valibot';
import { themeFor } from '../../ui/style/theme.ts';
import { text } from './config-file.ts';

const colour = v.optional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'must be a colour, as "#4da3ff"')));

/** Who gives the handset away. A colour that cannot be read on its theme's grounds is refused. */
export const brand = v.pipe(
  v.strictObject({
    name: text(32),
    accent: v.optional(v.strictObject({ dark: colour, light: colour }), {}),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { name, accent } = dataset.value;
    for (const mode of ['dark', 'light'] as const) {
      const wanted = accent[mode];
      if (wanted === undefined) continue;
      const theme = themeFor(mode, { name, accent: Number.parseInt(wanted.slice(1), 16) });
      if (!theme.ok) addIssue({ message: theme.error.message });
    }
  }),
);
