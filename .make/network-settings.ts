import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How this machine reaches Debian's archive, npm's registry and crates.io; a bare system on it must go the same ways. */
export interface NetworkSettings {
  /** Lines of a sources.list for a release; empty where this machine has no sources of Debian, and mmdebstrap's own apply. */
  sources(release: string, components?: readonly string[]): readonly string[];
  /** Lines of apt.conf. */
  readonly apt: readonly string[];
  /** Lines of an .npmrc. */
  readonly npm: readonly string[];
  /** Cargo's config.toml, '' when there is none. */
  readonly cargo: string;
  readonly environment: Readonly<Record<string, string>>;
}

const APT_OPTIONS =
  /^Acquire::(?:(?:https?|socks5h)::(?!Proxy-Auto-Detect)|Retries|ForceIPv|Check-Date|Check-Valid-Until)/;
const NPM_OPTIONS = ['registry', 'proxy', 'https-proxy', 'noproxy', 'cafile', 'strict-ssl'];
const VARIABLES =
  /^(?:(?:https?|all|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|CARGO_(?:HTTP|NET)_\w+)$/i;
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** As the machine is set now; nothing of it is kept in the project. */
export function networkSettings(): NetworkSettings {
  const suites = debianSuites();
  return {
    sources: (release, components = ['main']) =>
      suites.map(([uri, suffix]) => `deb [signed-by=${KEYRING}] ${uri} ${release}${suffix} ${components.join(' ')}`),
    apt: output('apt-config', ['dump'])
      .split('\n')
      .filter((line) => APT_OPTIONS.test(line)),
    npm: npmLines(),
    cargo: cargoConfig(),
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        VARIABLES.test(name) && value !== undefined ? [[name, value]] : [],
      ),
    ),
  };
}

const output = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 24 });

/** Address and what follows the release's name (`-security`), for each source of Debian that this machine has. */
function debianSuites(): readonly (readonly [uri: string, suffix: string])[] {
  const known = knownDebianSuites();
  if (known.length > 0) return known;
  // Without its downloaded lists, apt does not know whose archive an address is.
  output('apt-get', ['update']);
  return knownDebianSuites();
}

function knownDebianSuites(): readonly (readonly [string, string])[] {
  const format = '$(ORIGIN) $(REPO_URI) $(RELEASE)';
  return output('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])
    .split('\n')
    .flatMap((line) => {
      const [origin, uri, suite] = line.split(' ');
      if (origin !== 'Debian' || uri === undefined || suite === undefined) return [];
      const dash = suite.indexOf('-');
      const suffix = dash < 0 ? '' : suite.slice(dash);
      return ['', '-updates', '-security'].includes(suffix) ? [[uri, suffix] as const] : [];
    });
}

function npmLines(): readonly string[] {
  const all = JSON.parse(output('npm', ['config', 'list', '--long', '--json'])) as Readonly<Record<string, unknown>>;
  return NPM_OPTIONS.flatMap((name) => {
    const value = all[name];
    const text = Array.isArray(value) ? value.join(',') : value;
    return ['string', 'boolean'].includes(typeof text) && text !== '' ? [`${name}=${text as string}`] : [];
  });
}

function cargoConfig(): string {
  const file = join(process.env['CARGO_HOME'] ?? join(homedir(), '.cargo'), 'config.toml');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
