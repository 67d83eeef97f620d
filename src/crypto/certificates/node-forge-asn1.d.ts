// node-forge's types describe the package as a whole, and know nothing of its parts.
declare module 'node-forge/lib/asn1.js' {
  import type forge from 'node-forge';

  const asn1: typeof forge.asn1;
  export = asn1;
}
