// The walls between the rooms of src/ (see README.md). Each rule says whose door it guards.
const room = (name) => `^src/${name}/`;
const builtinOrPackage = '^(?!src/|native/|board/)';

const mayImport = (name, allowed) => ({
  name: `${name}-room`,
  comment: `src/${name} may import only: ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: room(name) },
  to: { path: '^(src|native|board|test)/', pathNot: [room(name), ...allowed] },
});

const ownedBy = (pkg, owner) => ({
  name: `only-${owner.replace(/\W+/g, '-')}-imports-${pkg}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${owner}/` },
  to: { path: `node_modules/(${pkg})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-folder-cycles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'No I/O, no node: modules, no packages in the domain',
      severity: 'error',
      from: { path: room('domain') },
      to: { pathNot: room('domain') },
    },
    {
      name: 'ports-are-interfaces',
      severity: 'error',
      from: { path: room('ports') },
      to: { pathNot: ['^src/(ports|domain)/'] },
    },
    mayImport('handset', [room('domain'), room('ports')]),
    { name: 'handset-does-no-io', severity: 'error', from: { path: room('handset') }, to: { path: builtinOrPackage } },
    mayImport('ui', [room('domain'), room('ports'), '^native/src/']),
    mayImport('wire', [room('domain'), '^src/ports/system/clock\\.ts$']),
    mayImport('sip', [room('domain'), room('ports'), room('wire')]),
    mayImport('store', [room('domain'), room('ports')]),
    mayImport('crypto', [room('domain'), room('ports')]),
    mayImport('hardware', [room('domain'), room('ports'), '^native/src/']),
    mayImport('relay', [room('domain'), room('ports'), room('wire')]),
    mayImport('simulator', [room('domain'), room('ports'), '^native/src/png\\.ts$']),
    { name: 'nobody-imports-main', severity: 'error', from: { path: '^src/(?!main/)' }, to: { path: room('main') } },
    { name: 'native-knows-nothing', severity: 'error', from: { path: '^native/' }, to: { path: '^(src|board|test)/' } },
    {
      name: 'boards-are-data',
      severity: 'error',
      from: { path: '^board/' },
      to: { pathNot: ['^board/', '^src/(domain|ports)/'] },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^(src|native/src|board|firmware)/' },
      to: { path: '^test/' },
    },
    ownedBy('sip\\.js', 'sip'),
    ownedBy('better-sqlite3|better-sqlite3-multiple-ciphers', 'store'),
    ownedBy('node-forge', 'crypto'),
    ownedBy('onoff|serialport|@serialport|dbus-native', 'hardware'),
    ownedBy('ws', 'simulator'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(native/(vendor|build)|src/simulator/page)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  },
};
